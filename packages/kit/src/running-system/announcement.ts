import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { processIdentity } from '../process/index.js'

/** What a running system tells the commands of its machine: where it is, in words of the environment. */
export const announcement = z.object({
  /** Whether it still runs: a system that was killed could not take its announcement back. */
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
