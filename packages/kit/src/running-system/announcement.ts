import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { processIdentity } from '../process/index.js'

/**
 * The announcement of a running system to commands on its machine: its location, as environment variables.
 */
export const announcement = z.object({
  /** Tells whether the system still runs: one that was killed could not remove its announcement. */
  pid: z.number().int().positive(),
  /** Of that process, since a pid is given out again: in containers soon. */
  identity: z.string(),
  settings: z.record(z.string(), z.string()),
})
export type Announcement = z.infer<typeof announcement>

export const announcementFile = (directory: string): string => path.join(directory, 'databases.json')

/** @returns null when no living system has announced itself in the directory. */
export async function readAnnouncement(directory: string): Promise<Announcement | null> {
  const text = await readFile(announcementFile(directory), 'utf8').catch(() => null)
  // One that cannot be read was made by another version, which cannot run beside this one.
  const found = text === null ? null : (announcement.safeParse(JSON.parse(text)).data ?? null)
  return found !== null && processIdentity(found.pid) === found.identity ? found : null
}

/** @returns the pid of the system that runs on a data directory, or null. */
export async function runningSystem(directory: string): Promise<number | null> {
  return (await readAnnouncement(directory))?.pid ?? null
}
