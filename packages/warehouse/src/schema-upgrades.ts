import { StartError } from '@waystone/kit/errors'
import { factTable, SCHEMA_VERSION } from './tables.js'
import type { Warehouse } from './warehouse.js'
import { storedRows, writeFiles } from './write-files.js'

/** Brings the files of one version of the schema to the next one. */
export interface SchemaUpgrade {
  readonly to: number
  /**
   * By table, a query of its rows as the new version has them; `files` stands for the rows as they are.
   * Tables that are not named stay. A column that only the databases know is added by `warehouse backfill --all`.
   */
  readonly tables: Readonly<Record<string, string>>
}

const upgrades: readonly SchemaUpgrade[] = []

/**
 * Brings the files to the version of this program, a version at a time, each by one commit.
 * @throws StartError when a newer program has written them
 */
export async function upgradeSchema(
  warehouse: Warehouse,
  known: readonly SchemaUpgrade[] = upgrades,
  version: number = SCHEMA_VERSION,
): Promise<void> {
  const { schema } = warehouse.manifest()
  if (schema > version)
    throw new StartError(
      `The warehouse in ${warehouse.directory} has version ${schema} of the schema, and this program knows ${version}: update it`,
    )
  for (let to = schema + 1; to <= version; to++) {
    const upgrade = known.find(each => each.to === to)
    if (upgrade === undefined)
      throw new StartError(`Version ${to - 1} of the schema cannot be upgraded: remove the warehouse and run again`)
    await apply(warehouse, upgrade)
  }
}

async function apply(warehouse: Warehouse, upgrade: SchemaUpgrade): Promise<void> {
  const before = warehouse.manifest()
  const tables = { ...before.tables }
  for (const [name, query] of Object.entries(upgrade.tables)) {
    const state = before.tables[name]
    if (state === undefined || state.files.length === 0) continue
    const rows = `WITH files AS (SELECT * FROM ${storedRows(warehouse.directory, state.files)}) ${query}`
    const { partitionedBy } = factTable(name)
    tables[name] = { ...state, files: [...(await writeFiles(warehouse, { table: name, rows, partitionedBy }))] }
  }
  await warehouse.commit(() => ({ ...before, tables, schema: upgrade.to }))
}
