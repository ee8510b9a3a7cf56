#!/bin/sh
# DuckDB 1.5.6: date_diff('week', …) counts no boundaries, though its documentation says so of every part, and all other parts do.
#
# date_diff is "the number of part boundaries between" two dates; date_sub counts whole parts. `date_trunc('week', …)` begins weeks on Monday, as ISO 8601 does. One would expect date_diff('week', a, b) to be the
# number of Mondays passed: 1 from Sunday to Monday, as 'day' is 1 from 23:00 to 01:00 and 'month' from the 31st to the 1st. Since 1.1, 'week' is a seventh of the days instead (as date_sub), so a
# week is 0 or 1 by the weekday at which it was first looked at: weekly streaks and cohorts that group by one and compare by the other disagree.
# Seen: of 7,300 pairs of days up to 20 days apart, 1,095 are in two weeks by `date_trunc` and none apart by date_diff; the other parts agree for all. Exits with 1 when that has changed.
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

/** Of the pairs of days up to 20 apart from `first` on, those for which date_diff says that no boundary lies between though date_trunc has two parts, or the reverse. */
async function differing(part) {
  const days = "range(TIMESTAMP '2026-01-01', TIMESTAMP '2027-01-01', INTERVAL 1 DAY) AS days(a), range(1, 21) AS gaps(gap)"
  const b = 'a + to_days(gap::INTEGER)'
  const [[wrong, all]] = await ask(`
    SELECT count(*) FILTER ((date_diff('${part}', a, ${b}) = 0) <> (date_trunc('${part}', a) = date_trunc('${part}', ${b}))), count(*) FROM ${days}`)
  return { part, wrong: Number(wrong), pairs: Number(all) }
}
const rows = []
for (const part of ['day', 'week', 'month', 'quarter', 'year']) rows.push(await differing(part))
const [[version]] = await ask('SELECT version()')
const [pair] = await ask(`
  SELECT dayname(a), dayname(b), date_diff('week', a, b), date_diff('day', date_trunc('week', a), date_trunc('week', b)), date_diff('month', DATE '2026-01-31', DATE '2026-02-01')
  FROM (SELECT DATE '2026-01-04' AS a, DATE '2026-01-05' AS b)`)
console.log(`DuckDB ${version}`)
console.log(`${pair[0]} to ${pair[1]}: date_diff('week') ${pair[2]}, their weeks begin ${pair[3]} days apart; date_diff('month') from January 31 to February 1: ${pair[4]}`)
console.table(rows)
const isSeen = String(pair.slice(2)) === '0,7,1' && rows.every(({ part, wrong }) => (part === 'week') === wrong > 0)
process.exit(isSeen ? 0 : 1)
JS
node probe.js
