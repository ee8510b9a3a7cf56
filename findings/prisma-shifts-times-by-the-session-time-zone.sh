#!/bin/sh
# Prisma 7.10.0 with @prisma/adapter-pg: in a session whose TimeZone is not UTC, DateTime values of timestamptz columns are stored and read as other moments.
#
# A timestamptz is a moment, and TimeZone only says how it is written as text. One would expect Prisma and node-pg to agree on it, whatever the session's time zone is; initdb takes that of the
# machine, and a role or a provider may set another.
# The adapter writes a Date as its UTC clock without an offset, which Postgres takes for the session's local time, and reads the local text back without its offset. Both faults undo each other within Prisma, so
# nothing is noticed until something else looks: now() and defaults in the database, another session, another program. After a change of the clocks it also reads back an hour that it has not written.
# Seen, with TimeZone America/New_York: 12:00Z is stored as 17:00Z and one that Postgres has stored is read as 07:00Z; 02:30Z on the day of the change is read again as 03:30Z. With UTC all agree. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true }' >package.json
packages='pg@8.23.1 prisma@7.10.0 @prisma/client@7.10.0 @prisma/adapter-pg@7.10.0'
. "$here/support/postgres.sh"
cat >schema.prisma <<'PRISMA'
generator client {
  provider = "prisma-client-js"
  output   = "./client"
}
datasource db {
  provider = "postgresql"
}
model Pull {
  id Int      @id
  at DateTime @db.Timestamptz(6)
}
PRISMA
# The client needs no schema engine, which the command would download.
PRISMA_SCHEMA_ENGINE_BINARY=/bin/true npx prisma generate --schema schema.prisma >/dev/null 2>&1
cat >probe.cjs <<'JS'
const { PrismaPg } = require('@prisma/adapter-pg')
const { Client, Pool } = require('pg')
const { PrismaClient } = require('./client')

/** What Prisma stores of a moment in such a session, what it reads of one that Postgres has stored, and what it reads of its own. */
async function probe(client, zone) {
  await client.query('TRUNCATE "Pull"')
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, options: `-c TimeZone=${zone}` })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  const written = new Date('2026-01-01T12:00:00Z')
  await prisma.pull.create({ data: { id: 1, at: written } })
  await client.query(`INSERT INTO "Pull" VALUES (2, '2026-01-01T12:00:00Z')`)
  // 02:30 in New York does not exist on the day on which the clocks go forward.
  await prisma.pull.create({ data: { id: 3, at: new Date('2026-03-08T02:30:00Z') } })
  const stored = await client.query('SELECT at FROM "Pull" ORDER BY id')
  const read = await prisma.pull.findMany({ orderBy: { id: 'asc' } })
  await prisma.$disconnect()
  await pool.end()
  const text = rows => rows.map(({ at }) => at.toISOString().slice(0, 16))
  const [prismaRow, postgresRow, springRow] = text(read)
  return { 'stored of 2026-01-01T12:00': text(stored.rows)[0], 'read again': prismaRow, 'read of 2026-01-01T12:00': postgresRow, 'read again of 2026-03-08T02:30': springRow }
}

async function main() {
  // As node-pg reads it, which heeds the offset.
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query('CREATE TABLE "Pull" (id int PRIMARY KEY, at timestamptz(6) NOT NULL)')
  const rows = { UTC: await probe(client, 'UTC'), 'America/New_York': await probe(client, 'America/New_York') }
  await client.end()
  console.log(`@prisma/client ${require('@prisma/client/package.json').version}, node ${process.version}; all times in UTC`)
  console.table(rows)
  const expected = {
    UTC: ['2026-01-01T12:00', '2026-01-01T12:00', '2026-01-01T12:00', '2026-03-08T02:30'],
    'America/New_York': ['2026-01-01T17:00', '2026-01-01T12:00', '2026-01-01T07:00', '2026-03-08T03:30'],
  }
  process.exit(Object.entries(expected).every(([zone, values]) => JSON.stringify(Object.values(rows[zone])) === JSON.stringify(values)) ? 0 : 1)
}
main()
JS
node probe.cjs
