import { quoted, type Engine } from './engine.js'
import type { Manifest } from './manifest.js'
import { factTables, snapshotTables } from './tables.js'
import { storedRows } from './write-files.js'

/** Makes a view of each table, and of what questions share. A table without files is empty. */
export async function createViews(engine: Engine, directory: string, manifest: Manifest): Promise<void> {
  for (const table of [...factTables, ...snapshotTables]) {
    const snapshot = manifest.snapshots[table.name]
    const files = manifest.tables[table.name]?.files ?? (snapshot === undefined ? [] : [snapshot])
    const empty = table.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoted(name)}`).join(', ')
    const rows = files.length === 0 ? `SELECT ${empty} WHERE false` : `SELECT * FROM ${storedRows(directory, files)}`
    await engine.run(`CREATE VIEW ${quoted(table.name)} AS ${rows}`)
  }
  for (const view of sharedViews) await engine.run(view)
}

const sharedViews = [
  `CREATE VIEW purchase AS SELECT * FROM purchase_version
    QUALIFY row_number() OVER (PARTITION BY purchase_id ORDER BY xact_id DESC) = 1`,
  `CREATE VIEW active_day AS SELECT DISTINCT player_id, CAST(occurred_at AS DATE) AS day FROM event WHERE player_id IS NOT NULL`,
  `CREATE VIEW joined AS SELECT player_id, min(CAST(occurred_at AS DATE)) AS day FROM event
    WHERE type = 'user.signed_up' AND player_id IS NOT NULL GROUP BY 1`,
  // The chance, in millionths of a percent, that a pull had of a rarity, by its number since the last one.
  `CREATE MACRO chance_micros(pull, rate, soft_from, soft_step, hard_at) AS CASE WHEN pull >= hard_at THEN 100000000
    ELSE least(100000000, rate + CASE WHEN pull >= soft_from THEN soft_step * (pull - soft_from + 1) ELSE 0 END) END`,
]
