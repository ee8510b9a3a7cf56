import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import { openEngine, type Engine } from './engine.js'
import { readManifest, writeManifest, type DataFile, type Manifest } from './manifest.js'
import { fingerprintOf, pseudonymSql } from './pseudonyms.js'
import { SCHEMA_VERSION } from './tables.js'

const LOCK = 'warehouse.lock'
/** Of the running command: parts of tables as text, and what DuckDB spills. */
const SCRATCH = 'scratch'

/** A warehouse that this process alone writes to. */
export interface Warehouse {
  readonly directory: string
  readonly scratch: string
  readonly engine: Engine
  /** As it is committed. */
  manifest(): Manifest
  /** Replaces the manifest, and removes the files that the new one does not name any more. */
  commit(change: (before: Manifest) => Manifest): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the warehouse for writing, and makes it where there is none. Files that a killed process has left are
 * removed: no manifest names them.
 * @throws StartError when another process writes to it, or the key is not the one that it was made with.
 */
export async function openWarehouse(options: { directory: string; key: string }): Promise<Warehouse> {
  const { directory, key } = options
  const scratch = path.join(directory, SCRATCH)
  await mkdir(directory, { recursive: true })
  const engine = await lockedEngine({
    file: path.join(directory, LOCK),
    spill: scratch,
    refusal: `Another command writes to ${directory}: try again when it has ended`,
  })
  try {
    await rm(scratch, { recursive: true, force: true })
    await mkdir(scratch)
    const found = await readManifest(directory)
    if (found !== null && found.key !== fingerprintOf(key))
      throw new StartError(
        'WAREHOUSE_KEY: is not the key that this warehouse was made with, so players would get second pseudonyms. Set the key that it was made with, or remove the directory and run again.',
      )
    let manifest = found ?? emptyManifest(key)
    if (found === null) await writeManifest(directory, manifest)
    await removeOrphans(directory, manifest)
    await engine.run(pseudonymSql(key))
    return {
      directory,
      scratch,
      engine,
      manifest: () => manifest,
      commit: async change => {
        const before = manifest
        const after = change(before)
        await writeManifest(directory, after)
        manifest = after
        const kept = new Set(filesOf(after).map(file => file.path))
        const removed = filesOf(before).filter(file => !kept.has(file.path))
        await Promise.all(removed.map(file => rm(path.join(directory, file.path), { force: true })))
      },
      close: async () => {
        engine.close()
        await rm(scratch, { recursive: true, force: true })
      },
    }
  } catch (error) {
    engine.close()
    throw error
  }
}

/** The files of all tables. */
export const filesOf = ({ tables, snapshots }: Manifest): readonly DataFile[] => [
  ...Object.values(tables).flatMap(({ files }) => files),
  ...Object.values(snapshots),
]

/**
 * Locks a file in the directory until the process ends or the engine is closed.
 * @param options.refusal the message where another process has it
 */
async function lockedEngine(options: { file: string; spill: string; refusal: string }): Promise<Engine> {
  const { file, refusal, spill } = options
  try {
    return await openEngine({ file, spill })
  } catch (error) {
    if (error instanceof Error && /lock/i.test(error.message)) throw new StartError(refusal)
    throw error
  }
}

/**
 * Locks a file for the time of some work on the warehouse that runs go on beside.
 * @returns what gives the lock back
 * @throws StartError with the refusal where another process has the lock
 */
export async function lockDirectory(
  directory: string,
  { lock, refusal }: { lock: string; refusal: string },
): Promise<() => void> {
  const file = path.join(directory, lock)
  const engine = await lockedEngine({ file, spill: `${file}.spill`, refusal })
  return () => engine.close()
}

const emptyManifest = (key: string): Manifest => ({
  schema: SCHEMA_VERSION,
  key: fingerprintOf(key),
  databases: {},
  timelines: {},
  tables: {},
  snapshots: {},
  erasedUntil: null,
  ranAt: null,
})

async function removeOrphans(directory: string, manifest: Manifest): Promise<void> {
  const named = new Set(filesOf(manifest).map(file => path.join(directory, file.path)))
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const found = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name))
  const orphans = found.filter(file => file.endsWith('.parquet') && !named.has(file))
  await Promise.all(orphans.map(file => rm(file)))
}
