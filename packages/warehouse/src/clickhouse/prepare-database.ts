import { StartError } from '@waystone/kit/errors'
import { literal, quoted } from '../engine.js'
import { commentOf, createTable, isOurs, loadedTables, loadingName, markOf, namesOfViews } from './schema.js'
import type { ClickHouse } from './server.js'

/**
 * Makes the tables, and those of another definition anew: their rows are loaded from the files again.
 * @throws StartError when the database has something else of one of the names, or another warehouse
 */
export async function prepareDatabase(server: ClickHouse, key: string): Promise<void> {
  const names = [...loadedTables.flatMap(table => [table.name, loadingName(table)]), ...namesOfViews]
  const found = await server.rows(
    `SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND name IN (${names.map(literal).join(', ')})`,
  )
  const comments = new Map(found.map(([name = '', comment = '']) => [name, comment]))
  refuseOthers(comments, key)
  for (const table of loadedTables) {
    const comment = comments.get(table.name)
    if (comment === commentOf(table, key)) continue
    if (comment !== undefined)
      await server.run(`DROP TABLE ${quoted(table.name)} SYNC SETTINGS max_table_size_to_drop = 0`)
    await server.run(createTable(table, table.name, key))
  }
}

function refuseOthers(comments: ReadonlyMap<string, string>, key: string): void {
  for (const [name, comment] of comments) {
    if (!isOurs(comment))
      throw new StartError(
        `CLICKHOUSE_URL: its database has a table ${name} that is not of the warehouse: name a database of its own`,
      )
    const mark = markOf(key)
    if (comment !== mark && !comment.startsWith(`${mark},`))
      throw new StartError(
        `CLICKHOUSE_URL: its database is loaded from a warehouse with another WAREHOUSE_KEY (${name}): name another database, or drop this one`,
      )
  }
}
