import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import { openEngine, type TextRow } from './engine.js'
import { readManifest, type Manifest } from './manifest.js'
import { questions } from './questions/index.js'
import { SCHEMA_VERSION } from './tables.js'
import { createViews } from './views.js'

export interface Answer {
  readonly rows: readonly TextRow[]
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
    const manifest = await readManifest(directory)
    if (manifest === null) throw new StartError(`There is no warehouse in ${directory}: npm run warehouse -- run`)
    if (manifest.schema !== SCHEMA_VERSION)
      throw new StartError(
        `The warehouse in ${directory} has version ${manifest.schema} of the schema, and this program ${SCHEMA_VERSION}: npm run warehouse -- run`,
      )
    try {
      return { rows: await ask(directory, manifest, { sql: found.sql, spendLimitCents }), ranAt: manifest.ranAt }
    } catch (error) {
      const isChanged = JSON.stringify(await readManifest(directory)) !== JSON.stringify(manifest)
      if (!isChanged || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

async function ask(
  directory: string,
  manifest: Manifest,
  { sql, spendLimitCents }: { sql: string; spendLimitCents: number },
): Promise<readonly TextRow[]> {
  const spill = await mkdtemp(path.join(tmpdir(), 'waystone-warehouse-'))
  const engine = await openEngine({ file: ':memory:', spill })
  try {
    await engine.run(`SET VARIABLE spend_limit_cents = CAST(${spendLimitCents} AS BIGINT)`)
    await createViews(engine, directory, manifest)
    return await engine.rows(sql)
  } finally {
    engine.close()
    await rm(spill, { recursive: true, force: true })
  }
}
