#!/bin/sh
# PostgreSQL 18.4: a worker that takes three tasks by `IN (SELECT … LIMIT 3 FOR UPDATE SKIP LOCKED)` takes all that are ready.
#
# This is how queues in Postgres are commonly written, and one would expect LIMIT 3 to bound what the UPDATE changes, in whatever plan: the subquery does not refer to the outer row.
# Where the planner takes it for the inner side of a nested loop, it runs the subquery anew for each outer row. It is no stable set: rows that the same statement has just changed are not returned
# again, so each run locks and answers three others, and every ready row finds itself in one of them. Statistics from a time when hardly anything was ready, which is how a queue is mostly found, are enough
# for that plan; after ANALYZE the same statement takes three. DELETE does likewise. MATERIALIZED in a WITH, or `= ANY (ARRAY(SELECT …))`, keeps to three.
# Seen: 20 rows with old statistics, three after ANALYZE, three with MATERIALIZED. Exits with 1 when that has changed.
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

const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()

const ready = `SELECT id FROM task WHERE status = 'ready' ORDER BY id LIMIT 3 FOR UPDATE SKIP LOCKED`
const statements = {
  'UPDATE … IN (SELECT …)': `UPDATE task SET status = 'running' WHERE status = 'ready' AND id IN (${ready})`,
  'DELETE … IN (SELECT …)': `DELETE FROM task WHERE status = 'ready' AND id IN (${ready})`,
  'WITH … AS MATERIALIZED': `WITH taken AS MATERIALIZED (${ready}) UPDATE task SET status = 'running' WHERE status = 'ready' AND id IN (SELECT id FROM taken)`,
  '= ANY (ARRAY(SELECT …))': `UPDATE task SET status = 'running' WHERE status = 'ready' AND id = ANY (ARRAY(${ready}))`,
}

/** How many of 20 ready tasks among 100 that are done one statement takes. */
async function taken(statement, analyzedLast) {
  await client.query('DROP TABLE IF EXISTS task')
  await client.query('CREATE TABLE task (id int PRIMARY KEY, status text NOT NULL) WITH (autovacuum_enabled = off)')
  await client.query(`INSERT INTO task SELECT id, 'done' FROM generate_series(1, 100) id`)
  if (!analyzedLast) await client.query('ANALYZE task')
  await client.query(`INSERT INTO task SELECT 100 + id, 'ready' FROM generate_series(1, 20) id`)
  if (analyzedLast) await client.query('ANALYZE task')
  const { rows } = await client.query(`EXPLAIN (COSTS OFF) ${statement}`)
  const join = rows.map(row => row['QUERY PLAN'].trim()).find(line => /Nested Loop|Hash|Scan/.test(line))
  return { plan: join.replace('->', '').trim(), taken: (await client.query(statement)).rowCount }
}

const rows = []
for (const [name, statement] of Object.entries(statements)) {
  const old = await taken(statement, false)
  const current = await taken(statement, true)
  rows.push({ statement: name, 'old statistics': old.taken, plan: old.plan, 'after ANALYZE': current.taken })
}
const { rows: [{ server_version: version }] } = await client.query('SHOW server_version')
console.log(`PostgreSQL ${version}, LIMIT 3, 20 tasks are ready`)
console.table(rows)
await client.end()
const [update, remove, ...others] = rows
const isSeen =
  [update, remove].every(row => row['old statistics'] === 20 && row['after ANALYZE'] === 3) &&
  others.every(row => row['old statistics'] === 3 && row['after ANALYZE'] === 3)
process.exit(isSeen ? 0 : 1)
JS
node probe.js
