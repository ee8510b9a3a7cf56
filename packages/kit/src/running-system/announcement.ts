import path from 'node:path'
import * as z from 'zod'

/** What a running system tells the commands of its machine: where it is, in words of the environment. */
export const announcement = z.object({
  /** Whether it still runs: a system that was killed could not take its announcement back. */
  pid: z.number().int().positive(),
  settings: z.record(z.string(), z.string()),
})
export type Announcement = z.infer<typeof announcement>

export const announcementFile = (directory: string): string => path.join(directory, 'databases.json')
