import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { processIdentity } from '../process/index.js'
import { announcement, announcementFile, type Announcement } from './announcement.js'

export interface AnnouncedSystem {
  /** Before what was announced stops; nothing happens when another system has announced itself since. */
  withdraw(): Promise<void>
}

/**
 * Keeps the settings of a running system in its data directory, for the owner's eyes only (URLs hold
 * passwords), so that commands on the same machine find its databases.
 */
export async function announceSystem(options: {
  directory: string
  settings: Readonly<Record<string, string>>
}): Promise<AnnouncedSystem> {
  const { directory, settings } = options
  const file = announcementFile(directory)
  const { pid } = process
  const identity = processIdentity(pid) ?? ''
  await mkdir(directory, { recursive: true })
  // Written beside and moved: readers find either no file or a complete one.
  await writeFile(`${file}.new`, JSON.stringify({ pid, identity, settings } satisfies Announcement), { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
  return {
    withdraw: async () => {
      const kept = await readFile(file, 'utf8').catch(() => null)
      if (kept !== null && announcement.safeParse(JSON.parse(kept)).data?.identity === identity)
        await rm(file, { force: true })
    },
  }
}
