import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import * as z from 'zod'
import { replaceFile } from './replace-file.js'

const whole = z.number().int().min(0)
const xact = z.string().regex(/^\d+$/)

const positionSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('new') }),
  /** The first load: blocks from `nextBlock` on are still to be read, below the horizon. */
  z.object({ phase: z.literal('loading'), horizon: xact, filenode: xact, nextBlock: whole }),
  /** Every row of transactions below `next` is in the files. */
  z.object({ phase: z.literal('following'), next: xact }),
])
const fileSchema = z.object({
  /** From the directory of the warehouse. */
  path: z.string().regex(/^[a-z_]+\/(day=\d{4}-\d{2}-\d{2}\/)?[\w-]+\.parquet$/),
  /** The partition; null in tables without. */
  day: z.iso.date().nullable(),
  rows: whole,
  bytes: whole,
})
const manifestSchema = z.object({
  /** SCHEMA_VERSION of every file. */
  schema: whole,
  /** Tells whether the key of the pseudonyms is the one of the files. */
  key: z.string(),
  /** Which database was read, by source. */
  databases: z.record(z.string(), z.string()),
  /** Of the history of each database, by source: a failover and a restore begin another one. */
  timelines: z.record(z.string(), whole).default({}),
  tables: z.record(z.string(), z.object({ position: positionSchema, files: z.array(fileSchema) })),
  /** With a digest of the rows: those that have not changed are not written again. */
  snapshots: z.record(z.string(), fileSchema.extend({ digest: z.string() })),
  /** The files follow every erasure of an account that was known then. */
  erasedUntil: z.iso.datetime().nullable(),
  /** When the last run ended. */
  ranAt: z.iso.datetime().nullable(),
})

/** All that is known of the files: a file that the manifest does not name is no part of the warehouse. */
export type Manifest = z.infer<typeof manifestSchema>
export type Position = z.infer<typeof positionSchema>
export type DataFile = z.infer<typeof fileSchema>

export const MANIFEST = 'manifest.json'

/** @returns null where there is no warehouse yet. */
export async function readManifest(directory: string): Promise<Manifest | null> {
  const file = path.join(directory, MANIFEST)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new StartError(
    `${file} is damaged: ${z.prettifyError(parsed.error)}\nPut it back from a backup, or remove ${directory} and run again: the databases have it all.`,
  )
}

/**
 * Replaces the manifest at once. Files that it names are on disk before (write-files.ts), so positions and files
 * are committed together.
 */
export const writeManifest = (directory: string, manifest: Manifest): Promise<void> =>
  replaceFile(path.join(directory, MANIFEST), JSON.stringify(manifest))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The schema tells that it is no object.
    return null
  }
}
