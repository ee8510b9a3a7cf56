#!/bin/sh
# Prisma 7.10.0, preview feature relationJoins: a Decimal that comes with a relation has 17 digits, whatever the database holds.
#
# One would expect `include` to answer the values that the table has, in both strategies: a Decimal is for amounts that a double cannot hold, and Prisma answers it as an object of decimal.js for that reason.
# With relationLoadStrategy "join", which is the default once the feature is on, Postgres builds the related rows as JSON numbers, and they are parsed as doubles before Decimal sees them. The digits
# are lost without an error, in `include` and in nested `select`; the same row asked for directly, or with "query", has them all. BigInt is safe (it is cast to text), but a list of BigInt cannot be read at all.
# Seen: 12345678901234567890.12 is 12345678901234567000 by join and right by query. Exits with 1 when that has changed.
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
  provider        = "prisma-client-js"
  output          = "./client"
  previewFeatures = ["relationJoins"]
}
datasource db {
  provider = "postgresql"
}
model Player {
  id      Int      @id
  wallets Wallet[]
}
model Wallet {
  id       Int      @id
  balance  Decimal
  pulls    BigInt
  player   Player   @relation(fields: [playerId], references: [id])
  playerId Int
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
  await pool.query('CREATE TABLE "Player" (id int PRIMARY KEY)')
  await pool.query('CREATE TABLE "Wallet" (id int PRIMARY KEY, balance numeric NOT NULL, pulls bigint NOT NULL, "playerId" int NOT NULL REFERENCES "Player")')
  await pool.query('INSERT INTO "Player" VALUES (1)')
  const balances = ['12345678901234567890.12', '0.1234567890123456789', '1.5']
  await pool.query('INSERT INTO "Wallet" SELECT n, balance::numeric, 9007199254740993, 1 FROM unnest($1::text[]) WITH ORDINALITY AS given(balance, n)', [balances])

  const include = { wallets: { orderBy: { id: 'asc' } } }
  const ask = async options => (await prisma.player.findFirst({ include, ...options })).wallets
  const answers = {
    'by default': await ask({}),
    join: await ask({ relationLoadStrategy: 'join' }),
    query: await ask({ relationLoadStrategy: 'query' }),
    'Wallet alone': await prisma.wallet.findMany({ orderBy: { id: 'asc' } }),
  }
  await prisma.$disconnect()
  await pool.end()

  const texts = Object.fromEntries(Object.entries(answers).map(([name, wallets]) => [name, wallets.map(({ balance }) => balance.toFixed())]))
  console.log(`@prisma/client ${require('@prisma/client/package.json').version}, node ${process.version}`)
  console.table({ stored: balances, ...texts })
  const rounded = JSON.stringify(['12345678901234567000', '0.12345678901234568', '1.5'])
  const isSeen =
    [texts['by default'], texts.join].every(balances => JSON.stringify(balances) === rounded) &&
    [texts.query, texts['Wallet alone']].every(given => JSON.stringify(given) === JSON.stringify(balances)) &&
    answers.join.every(({ pulls }) => pulls === 9007199254740993n)
  process.exit(isSeen ? 0 : 1)
}
main()
JS
node probe.cjs
