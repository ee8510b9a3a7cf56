#!/bin/sh
# @prisma/adapter-pg 7.10.0: executeScript runs SQL that the script has commented out, and half of a script that it cannot read.
#
# executeScript of a driver adapter takes a script of several statements; Prisma's schema engine gives it migrations. One would expect it to do what Postgres does with the script as one simple query: read comments,
# strings and function bodies as such, and run all of it in one transaction.
# It cuts the text at every semicolon and runs the parts one by one. What follows a semicolon within a comment is a statement of its own. Within a string or a function body, the part before it is not
# whole: an error, after which the statements before stay done.
# Seen: "-- …; DELETE FROM note;" deletes, without an error; a script with 'a; b' and one with a function fail, and their first statement stays. node-pg runs all three rightly. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
packages='pg@8.23.1 @prisma/adapter-pg@7.10.0'
. "$here/support/postgres.sh"
cat >probe.js <<'JS'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const adapter = await new PrismaPg(pool).connect()
const scripts = {
  comment: `INSERT INTO note VALUES ('first');\n-- Not yet: TRUNCATE other; DELETE FROM note;\nINSERT INTO note VALUES ('second')`,
  string: `INSERT INTO note VALUES ('first'); INSERT INTO note VALUES ('a; b')`,
  function: `INSERT INTO note VALUES ('first'); CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$`,
}

/** The notes that are there after a script, and how it ended. */
async function notesAfter(run) {
  await pool.query('DROP TABLE IF EXISTS note')
  await pool.query('CREATE TABLE note (content text)')
  const end = await run().then(() => 'done', error => error.cause?.message ?? error.message)
  const { rows } = await pool.query('SELECT content FROM note')
  return { notes: rows.map(({ content }) => content).join(', '), end }
}
const rows = []
for (const [name, script] of Object.entries(scripts)) {
  const byPostgres = await notesAfter(() => pool.query(script))
  const byAdapter = await notesAfter(() => adapter.executeScript(script))
  rows.push({ script: name, 'by node-pg': byPostgres.notes, 'by executeScript': byAdapter.notes, end: byAdapter.end })
}
await adapter.dispose()
await pool.end()
console.log(`@prisma/adapter-pg 7.10.0, pg 8.23.1, node ${process.version}`)
console.table(rows)
const notes = rows.map(row => [row['by node-pg'], row['by executeScript'], row.end === 'done'])
process.exit(JSON.stringify(notes) === '[["first, second","second",true],["first, a; b","first",false],["first","first",false]]' ? 0 : 1)
JS
node probe.js
