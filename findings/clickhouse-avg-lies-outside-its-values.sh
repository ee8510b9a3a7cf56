#!/bin/sh
# ClickHouse 26.7 (chdb 3.4.0): the average of two equal positive whole numbers is negative.
#
# One would expect avg() to lie between min() and max(), and a sum that does not fit to be an error or to get a wider type: a sum of UInt8 is a UInt64, a sum of Decimal(18, 0) a Decimal(38, 0), and there is a sumWithOverflow beside
# sum, "using the same data type for the result". But sum() of Int64 is an Int64 that overflows without a word, and so does the sum that avg() divides, though its result is a Float64. It needs no large table: ids of
# 63 bits, hashes and times in nanoseconds come there with the sixth row. `sum(toInt128(x))`, a Decimal, or `avg(toFloat64(x))` are right. Told of in 2021 as ClickHouse/ClickHouse#21108.
# Seen: avg of twice 9·10^18 is -223372036854775800 and their sum -446744073709551616; three times 1.8·10^19 as UInt64 have the average 5.7·10^18. Decimals of the same values are right. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund chdb@3.4.0
cat >probe.js <<'JS'
import { query } from 'chdb'

const rowsOf = sql => query(sql, 'TabSeparated').trim().split('\t')
const figures = (value, count) =>
  rowsOf(`SELECT min(x), max(x), avg(x), sum(x), toTypeName(sum(x)) FROM (SELECT ${value} AS x FROM numbers(${count}))`)
const values = {
  'Int64, 2 × 9e18': figures('toInt64(9000000000000000000)', 2),
  'UInt64, 3 × 1.8e19': figures('toUInt64(18000000000000000000)', 3),
  'Decimal, 200 × 9e17': figures('toDecimal64(900000000000000000, 0)', 200),
}
const nanoseconds = rowsOf(`SELECT avg(x) BETWEEN min(x) AND max(x)
  FROM (SELECT toUnixTimestamp64Nano(toDateTime64('2026-11-30 00:00:00', 9, 'UTC')) + number AS x FROM numbers(6))`)

console.log(`ClickHouse ${rowsOf('SELECT version()')}`)
console.table(
  Object.entries(values).map(([of, [min, max, avg, sum, type]]) => ({ of, min, max, avg, sum, type })),
)
console.log(`The average of six times in nanoseconds lies between them: ${nanoseconds == 1 ? 'yes' : 'no'}`)
const averages = Object.values(values).map(([, , avg]) => Number(avg))
const isSeen = averages[0] < 0 && averages[1] < 6e18 && averages[2] === 9e17 && nanoseconds == 0
process.exit(isSeen ? 0 : 1)
JS
node probe.js
