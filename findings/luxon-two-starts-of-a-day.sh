#!/bin/sh
# luxon 3.7.2: two moments of one local day have two different startOf('day').
#
# One would expect startOf('day') to answer the first moment of the day, the same for each moment of it, so that it names the day and tells when the day before ended.
# Where the clocks go back from 1:00 to 0:00, 0:00 comes twice, and luxon takes the one whose offset the asking moment has: before the change the first one, after it the
# second, which lies an hour within the day. A period that is compared by its start is then two, and a countdown that is made at noon shows a day of 24 hours that has 25.
# So it is in Havana on 2026-11-01, in the Azores on 2026-10-25, and so it was in Vostok on Monday 2023-12-18, where the week has two starts, too.
# Seen: three days with two starts each, an hour apart (two hours in Vostok). Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund luxon@3.7.2
cat >probe.cjs <<'JS'
const { DateTime, VERSION } = require('luxon')

const days = [
  ['America/Havana', '2026-11-01', 'day'],
  ['Atlantic/Azores', '2026-10-25', 'day'],
  ['Antarctica/Vostok', '2023-12-18', 'week'],
]
console.log(`luxon ${VERSION} on Node ${process.version}, time zones of ${process.versions.tz}`)
let seen = 0
for (const [zone, day, unit] of days) {
  const starts = new Set()
  for (let hours = -14; hours <= 40; hours++) {
    const moment = DateTime.fromISO(`${day}T00:00:00Z`, { zone }).plus({ hours })
    if (moment.toISODate() === day) starts.add(moment.startOf(unit).toMillis())
  }
  const shown = [...starts].sort().map(ms => new Date(ms).toISOString())
  console.log(`${zone} ${day}: startOf('${unit}') is ${shown.join(' or ')}`)
  if (shown.length === 2) seen++
}
process.exitCode = seen === days.length ? 0 : 1
JS
node probe.cjs
