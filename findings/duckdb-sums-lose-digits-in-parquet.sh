#!/bin/sh
# DuckDB 1.5.6: the sum of whole numbers is exact in DuckDB and another number in the Parquet file that COPY writes.
#
# One would expect COPY … TO (FORMAT parquet) to write the values of the query, or to refuse: max() and the rows themselves come through as BIGINT. sum() of integers is a `HUGEINT` (128 bits), which DuckDB
# writes to Parquet as DOUBLE without a word, even where every sum fits into 64 bits: above 2^53 the digits are rounded, and readers get a floating-point column for a count. A ledger's totals no
# longer equal the ledger. `sum(…)::BIGINT`, or a DECIMAL, keeps them.
# Seen: 9007199254740995 becomes 9007199254740996 and 123456789012345678 becomes 123456789012345680; with the cast both stay. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
cat >probe.js <<'JS'
import { DuckDBInstance } from '@duckdb/node-api'

const database = await (await DuckDBInstance.create(':memory:')).connect()
const ask = async sql => (await database.runAndReadAll(sql)).getRowsJson()

await ask('CREATE TABLE entry (player INTEGER, coins BIGINT)')
await ask('INSERT INTO entry VALUES (1, 9007199254740993), (1, 2), (2, 123456789012345678)')
const sums = 'SELECT player, sum(coins) AS total, sum(coins)::BIGINT AS cast_total, max(coins) AS highest FROM entry GROUP BY player ORDER BY player'
await ask(`COPY (${sums}) TO 'sums.parquet' (FORMAT parquet)`)

const text = `SELECT total::HUGEINT::VARCHAR, cast_total::VARCHAR, typeof(total) FROM`
const before = await ask(`${text} (${sums}) ORDER BY player`)
const after = await ask(`${text} 'sums.parquet' ORDER BY player`)
const [[version]] = await ask('SELECT version()')
console.log(`DuckDB ${version}`)
console.table({ query: before.map(String), 'Parquet file': after.map(String) })
const isSeen =
  JSON.stringify(before) ===
    '[["9007199254740995","9007199254740995","HUGEINT"],["123456789012345678","123456789012345678","HUGEINT"]]' &&
  JSON.stringify(after) ===
    '[["9007199254740996","9007199254740995","DOUBLE"],["123456789012345680","123456789012345678","DOUBLE"]]'
process.exit(isSeen ? 0 : 1)
JS
node probe.js
