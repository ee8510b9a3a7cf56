import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import { duckdb } from './dialects/duckdb.js'
import { openEngine, type Engine, type TextTable } from './engine.js'
import { readManifest, type Manifest } from './manifest.js'
import { questions } from './questions/index.js'
import { SCHEMA_VERSION } from './tables.js'
import { createViews } from './views.js'

export interface Answer extends TextTable {
  /** When the last run ended: the answer is of then. */
  readonly ranAt: string | null
}

/** A run that ends meanwhile may remove files that the answer is read from: then it is read again. */
const ATTEMPTS_MAX = 3

/** Answers a question. It locks nothing, so any number of them may run beside a run. */
export async function askWarehouse(options: {
  directory: string
  question: string
  spendLimitCents: number
}): Promise<Answer> {
  const { directory, spendLimitCents } = options
  const found = questions.find(({ name }) => name === options.question)
  if (found === undefined)
    throw new StartError(
      `Expected one of ${questions.map(({ name }) => name).join(', ')}, got ${JSON.stringify(options.question)}`,
    )
  for (let attempt = 1; ; attempt++) {
    const manifest = await readableManifest(directory)
    try {
      const table = await withViews({ directory, manifest }, engine =>
        engine.table(found.sql(duckdb, { spendLimitCents })),
      )
      return { ...table, ranAt: manifest.ranAt }
    } catch (error) {
      const isChanged = JSON.stringify(await readManifest(directory)) !== JSON.stringify(manifest)
      if (!isChanged || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

/** @throws StartError where there is no warehouse, or one of another version */
export async function readableManifest(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory)
  if (manifest === null) throw new StartError(`There is no warehouse in ${directory}: npm run warehouse -- run`)
  if (manifest.schema !== SCHEMA_VERSION)
    throw new StartError(
      `The warehouse in ${directory} has version ${manifest.schema} of the schema, and this program ${SCHEMA_VERSION}: npm run warehouse -- run`,
    )
  return manifest
}

/** Opens an engine with the views of the questions for the time of the work. */
export async function withViews<T>(
  options: { directory: string; manifest: Manifest },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { directory, manifest } = options
  const spill = await mkdtemp(path.join(tmpdir(), 'waystone-warehouse-'))
  const engine = await openEngine({ file: ':memory:', spill })
  try {
    await createViews(engine, directory, manifest)
    return await work(engine)
  } finally {
    engine.close()
    await rm(spill, { recursive: true, force: true })
  }
}
