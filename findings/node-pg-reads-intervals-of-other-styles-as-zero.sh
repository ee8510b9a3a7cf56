#!/bin/sh
# pg 8.23.1 (with postgres-interval): in a session whose IntervalStyle is not "postgres", every interval is read as an empty one.
#
# One would expect node-pg to read an interval whatever its style, or to fail: Postgres tells each client the IntervalStyle and every change of it (ParameterStatus).
# Its parser knows the style "postgres" only, matches nothing in the text of any other, and answers an object without fields: `toISOString()` is zero, and so is what `toPostgres()` writes back. iso_8601 is
# what one sets so that other programs can read intervals, for a role or a whole database.
# Seen: 1 month, 2 days and 3:04:05.6 is read by "postgres", and is P0Y0M0DT0H0M0S, and 0 when written back, by the other three. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
packages='pg@8.23.1'
. "$here/support/postgres.sh"
cat >probe.js <<'JS'
import pg from 'pg'

const interval = '1 month 2 days 3 hours 4 minutes 5.6 seconds'
const rows = {}
for (const style of ['postgres', 'iso_8601', 'sql_standard', 'postgres_verbose']) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, options: `-c IntervalStyle=${style}` })
  await client.connect()
  const { rows: [sent] } = await client.query('SELECT $1::interval AS read, $1::interval::text AS text', [interval])
  const { rows: [again] } = await client.query('SELECT $1::interval = $2::interval AS equal', [interval, sent.read.toPostgres()])
  rows[style] = { text: sent.text, read: sent.read.toISOString(), 'equal when written back': again.equal }
  await client.end()
}
console.log(`pg 8.23.1, node ${process.version}; ${interval}`)
console.table(rows)
const { postgres, ...others } = rows
const isSeen =
  postgres.read === 'P0Y1M2DT3H4M5.6S' &&
  postgres['equal when written back'] &&
  Object.values(others).every(row => row.read === 'P0Y0M0DT0H0M0S' && !row['equal when written back'])
process.exit(isSeen ? 0 : 1)
JS
node probe.js
