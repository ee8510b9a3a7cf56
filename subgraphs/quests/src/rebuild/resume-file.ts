import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'

/** How far a rebuild of all users has come. */
export interface Standing {
  /** The last user that is finished. */
  readonly after: string
  readonly users: number
  readonly changed: number
}

const kept = z.object({
  /** A standing in one database says nothing of another. */
  database: z.string(),
  after: z.uuid(),
  users: z.number().int().nonnegative(),
  changed: z.number().int().nonnegative(),
})

/** Where a rebuild keeps how far it has come, for the run after an interrupted one. */
export interface ResumeFile {
  /**
   * Null when there is none: nothing was interrupted.
   * @throws Error when it is of another database, or no file of ours.
   */
  read(): Promise<Standing | null>
  write(standing: Standing): Promise<void>
  /** When all is done. */
  remove(): Promise<void>
}

/** @param database tells one database from another, without its password */
export function resumeFile(options: { file: string; database: string }): ResumeFile {
  const { file, database } = options
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch(() => null)
      if (text === null) return null
      const { success, data } = kept.safeParse(parse(text))
      if (!success) throw new Error(`${file} is no resume file of a rebuild`)
      if (data.database !== database)
        throw new Error(`${file} is of a rebuild of ${data.database}, not of ${database}: name or remove it`)
      return { after: data.after, users: data.users, changed: data.changed }
    },
    write: async standing => {
      await mkdir(path.dirname(file), { recursive: true })
      // Written to a temporary file and renamed: a process that is killed here leaves the last complete file.
      await writeFile(`${file}.new`, JSON.stringify({ database, ...standing }))
      await rename(`${file}.new`, file)
    },
    remove: () => rm(file, { force: true }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
