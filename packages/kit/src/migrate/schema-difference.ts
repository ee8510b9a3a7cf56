import { readFileSync } from 'node:fs'
import path from 'node:path'
import { connectClient } from '../postgres/index.js'
import { allTables, withSchemaEngine } from './schema-engine.js'

/**
 * The SQL that would make the database of `url` what `directory`/schema.prisma says; '' when it is so
 * already. CHECK constraints, triggers, and indexes on an expression or with a WHERE are written by hand in
 * migrations and are not the schema's concern: they are left out of it.
 */
export async function schemaDifference(options: { url: string; directory: string }): Promise<string> {
  const file = path.join(options.directory, 'schema.prisma')
  const files = [{ path: file, content: readFileSync(file, 'utf8') }]
  const script = await withSchemaEngine(options, async engine => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: options.directory },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: allTables,
    })
    return stdout ?? ''
  })
  const handMade = await readHandMadeIndexes(options.url)
  return withoutSteps(script, step => handMade.has(/^DROP INDEX "(.+)";$/m.exec(step)?.[1] ?? ''))
}

async function readHandMadeIndexes(url: string): Promise<ReadonlySet<string>> {
  const client = await connectClient({ connectionString: url })
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
       WHERE relnamespace = 'public'::regnamespace AND (indpred IS NOT NULL OR indexprs IS NOT NULL)`,
    )
    return new Set(rows.map(row => row.name))
  } finally {
    await client.end()
  }
}

/** The engine separates its steps by empty lines and heads each with a comment. */
function withoutSteps(script: string, isLeftOut: (step: string) => boolean): string {
  const steps = script.trim().split(/\n{2,}(?=-- )/)
  const isEmpty = (step: string) => step === '' || step === '-- This is an empty migration.'
  const needed = steps.filter(step => !isEmpty(step) && !isLeftOut(step))
  return needed.length === 0 ? '' : `${needed.join('\n\n')}\n`
}
