#!/bin/sh
# cron-parser 5.10.6: across a change of the clocks `prev()` names other runs than `next()` does, or none.
#
# One would expect both to walk over one list of runs: after `next()` has answered a moment, `prev()` from any later moment before the following run answers the same one. Schedulers rely on it
# ("has there been a run since the last one that I did?"), and so do countdowns of a daily reset.
# Where a local time comes twice, `next()` answers the first and `prev()` the second one: a job that ran is due again an hour later. Where the clocks skip over midnight (Santiago, Cairo, Havana),
# `next()` answers the first moment of the day, and `prev()` throws "loop limit exceeded" instead of a moment that is hours ago. Where half an hour is skipped (Lord Howe), `next()` leaves out the day.
# Seen: the four zones below. A day without a change, in Berlin, is answered alike. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund cron-parser@5.10.6
cat >probe.js <<'JS'
import { CronExpressionParser } from 'cron-parser'

const at = (expression, tz, currentDate) => CronExpressionParser.parse(expression, { tz, currentDate: new Date(currentDate) })

/** Where next() stands after `from`, and where prev() stands at `until`, later on the same local day. */
function probe([zone, expression, from, until]) {
  const next = at(expression, zone, from).next().toDate()
  let prev
  try {
    prev = at(expression, zone, until).prev().toDate().toISOString()
  } catch (error) {
    prev = error.message
  }
  return { zone, expression, from, next: next.toISOString(), until, prev }
}

const rows = [
  ['Europe/Berlin', '30 2 * * *', '2026-10-23T12:00:00Z', '2026-10-24T12:00:00Z'],
  ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'],
  ['America/Santiago', '0 0 * * *', '2026-09-05T12:00:00Z', '2026-09-06T12:00:00Z'],
  ['Africa/Cairo', '0 0 * * *', '2026-04-23T12:00:00Z', '2026-04-24T12:00:00Z'],
  ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00:00Z', '2026-10-04T00:00:00Z'],
].map(probe)
console.log(`cron-parser 5.10.6 on Node ${process.version}, time zones of ${process.versions.tz}`)
console.table(rows)
const [usual, twice, santiago, cairo, lordHowe] = rows
const isSeen =
  usual.prev === usual.next &&
  twice.next === '2026-10-25T00:30:00.000Z' &&
  twice.prev === '2026-10-25T01:30:00.000Z' &&
  santiago.next === '2026-09-06T04:00:00.000Z' &&
  cairo.next === '2026-04-23T22:00:00.000Z' &&
  [santiago, cairo].every(({ prev }) => prev.includes('loop limit')) &&
  lordHowe.next === '2026-10-04T15:15:00.000Z'
process.exit(isSeen ? 0 : 1)
JS
node probe.js
