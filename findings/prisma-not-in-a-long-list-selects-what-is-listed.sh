#!/bin/sh
# Prisma 7.10.0 with @prisma/adapter-pg: `NOT: { id: { in: ids } }` with more than 32,766 parameters selects, and deletes, the rows that it should spare.
#
# One would expect the same rows as with a shorter list, or P2029 ("query parameter limit"), which `notIn` with such a list gives. Prisma cuts a long `in` into lists of 32,766, asks with each, and adds the
# answers up. That is right only where `in` stands alone: within NOT, what is not in one part is in another, so each row is selected by the part that does not list it. `deleteMany` runs in parts, too.
# Within OR, rows that the other condition selects come once for each part: they are counted, returned and incremented as often.
# Seen: of 40 rows with the ids 1 to 40, all listed among 40,000 ids, NOT with `in` finds none by 30,000 ids and 40 by 40,000; deleteMany deletes all 40. OR finds each row twice, and
# `increment: 1` adds 2. Exits with 1 when that has changed.
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
model Player {
  id    Int    @id
  name  String
  coins Int
}
PRISMA
# The client needs no schema engine, which the command would download.
PRISMA_SCHEMA_ENGINE_BINARY=/bin/true npx prisma generate --schema schema.prisma >/dev/null 2>&1
cat >probe.cjs <<'JS'
const { PrismaPg } = require('@prisma/adapter-pg')
const { Pool } = require('pg')
const { PrismaClient } = require('./client')

async function main() {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  await pool.query('CREATE TABLE "Player" (id int PRIMARY KEY, name text NOT NULL, coins int NOT NULL)')
  await pool.query(`INSERT INTO "Player" SELECT id, 'Ada', 0 FROM generate_series(1, 40) id`)
  const ids = Array.from({ length: 40_000 }, (_, index) => index + 1)
  const few = ids.slice(0, 30_000)
  const either = list => ({ OR: [{ id: { in: list } }, { name: 'Ada' }] })

  const seen = {}
  seen['NOT in 30,000 ids'] = (await prisma.player.findMany({ where: { NOT: { id: { in: few } } } })).length
  seen['NOT in 40,000 ids'] = (await prisma.player.findMany({ where: { NOT: { id: { in: ids } } } })).length
  seen['notIn 40,000 ids'] = await prisma.player.findMany({ where: { id: { notIn: ids } } }).then(rows => rows.length, error => error.code)
  seen['in 40,000 ids'] = (await prisma.player.findMany({ where: { id: { in: ids } } })).length
  seen['in 30,000 ids OR name'] = (await prisma.player.findMany({ where: either(few) })).length
  seen['in 40,000 ids OR name'] = (await prisma.player.findMany({ where: either(ids) })).length
  await prisma.player.updateMany({ where: either(ids), data: { coins: { increment: 1 } } })
  seen['coins of each after increment: 1 with that'] = (await prisma.player.findFirst()).coins
  seen['deleted by deleteMany with NOT in 40,000 ids'] = (await prisma.player.deleteMany({ where: { NOT: { id: { in: ids } } } })).count
  seen['left of 40'] = Number((await pool.query('SELECT count(*) FROM "Player"')).rows[0].count)
  await prisma.$disconnect()
  await pool.end()

  console.log(`@prisma/client ${require('@prisma/client/package.json').version}, node ${process.version}; 40 rows, all of them listed`)
  console.table(seen)
  const expected = [0, 40, 'P2029', 40, 40, 80, 2, 40, 0]
  process.exit(JSON.stringify(Object.values(seen)) === JSON.stringify(expected) ? 0 : 1)
}
main()
JS
node probe.cjs
