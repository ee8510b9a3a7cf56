#!/bin/sh
# PostgreSQL 18.4: on a streaming replica, pg_visible_in_snapshot says of a running transaction that its rows are visible.
#
# One would expect pg_current_snapshot() to have the same parts on a replica as on its primary: xmin, xmax, and the transactions between them that still run, by which change-feed readers and outbox
# pollers tell which rows they may pass. A snapshot that is taken during recovery keeps the running transactions in another list (as subtransactions), which the function does not read. So the
# replica's value has the right xmin and xmax, and lists nothing, while a count of the same statement, which uses the real snapshot, leaves the rows out. A reader that goes on by
# pg_visible_in_snapshot, or by xmax and the list, passes rows by that are committed later. xmin alone is safe on both.
# Seen: the primary lists 1 running transaction and the replica 0; the replica takes it for visible and does not see its row. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
packages='pg@8.23.1'
. "$here/support/postgres.sh"

# A replica: the files of the primary while it is stopped, which then follow its log.
$as_user "$native/bin/pg_ctl" -D "$directory/data" -w -s -m fast stop
cp -a data replica
$as_user touch replica/standby.signal
echo "primary_conninfo = 'host=$directory/data user=postgres'" >>replica/postgresql.auto.conf
trap 'for each in replica data; do $as_user "$native/bin/pg_ctl" -D "$directory/$each" -m immediate stop >/dev/null 2>&1; done; rm -rf "$directory"' EXIT
for each in data replica; do
  $as_user "$native/bin/pg_ctl" -D "$directory/$each" -w -s -l "$directory/$each/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$directory/$each' -c fsync=off" start
done
export REPLICA_URL="postgresql://postgres@localhost/postgres?host=$directory/replica"
cat >probe.js <<'JS'
import pg from 'pg'

const connect = async url => {
  const client = new pg.Client(url)
  await client.connect()
  return client
}
const [slow, other, replica] = await Promise.all(
  [process.env.DATABASE_URL, process.env.DATABASE_URL, process.env.REPLICA_URL].map(connect),
)
await other.query('CREATE TABLE event (id int, xact xid8 DEFAULT pg_current_xact_id())')
await slow.query('BEGIN')
const { rows: [running] } = await slow.query('INSERT INTO event VALUES (1) RETURNING xact::text')
await other.query('INSERT INTO event VALUES (2)')

/** What one statement says of the snapshot that it uses itself. */
const look = async client =>
  (
    await client.query(
      `SELECT (SELECT count(*)::int FROM pg_snapshot_xip(pg_current_snapshot())) AS listed,
        pg_snapshot_xmin(pg_current_snapshot()) = $1::xid8 AS "xmin is it",
        pg_visible_in_snapshot($1::xid8, pg_current_snapshot()) AS "said to be visible",
        (SELECT count(*)::int FROM event WHERE id = 1) AS "rows of it",
        (SELECT count(*)::int FROM event WHERE id = 2) AS "rows of the later one"`,
      [running.xact],
    )
  ).rows[0]
let onReplica
do {
  await new Promise(resolve => setTimeout(resolve, 20))
  onReplica = await replica.query(`SELECT to_regclass('event') AS made`).then(async ({ rows }) => rows[0].made && (await look(replica)))
} while (!onReplica || onReplica['rows of the later one'] === 0)
const onPrimary = await look(other)
const { rows: [{ server_version: version }] } = await other.query('SHOW server_version')
console.log(`PostgreSQL ${version}: an older transaction runs, a later one has committed`)
console.table({ primary: onPrimary, replica: onReplica })
await Promise.all([slow, other, replica].map(client => client.end()))
const isSeen =
  onPrimary.listed === 1 && !onPrimary['said to be visible'] && onReplica.listed === 0 && onReplica['said to be visible'] &&
  onReplica['xmin is it'] && onReplica['rows of it'] === 0
process.exit(isSeen ? 0 : 1)
JS
node probe.js
