#!/bin/sh
# `@colyseus/schema` 5.0.34: arrays of numbers and strings come to differ between server and clients, depending on the values in them.
#
# One would expect a patch to bring a client's array to what the server's holds, whatever the values are: `unshift(6)` on [6] is [6, 6] on both sides.
# The client skips an added item that equals the one at its index, which is right for an assignment and loses an insertion; and where a 0 or '' is removed and added again in one patch, the
# item after it is written twice and it is gone. No later patch corrects either, and no error tells. A client that joins afterwards gets the whole state, which is right: two clients of one
# room see different arrays.
# Seen: the same operations are right with [5, 6] and wrong with [6, 6], right with 7 and wrong with 0. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @colyseus/schema@5.0.34
cat >probe.js <<'JS'
import { Decoder, Encoder, schema, t } from '@colyseus/schema'

const State = schema({ rolls: t.array('number') }, 'State')

/** The array at the server, at a client that heard each patch, and at one that joins at the end. */
function run(first, change) {
  const state = new State()
  const encoder = new Encoder(state)
  const client = new State()
  const decoder = new Decoder(client)
  decoder.decode(encoder.encodeAll())
  encoder.discardChanges()
  for (const patch of [rolls => rolls.push(...first), change]) {
    patch(state.rolls)
    decoder.decode(encoder.encode())
    encoder.discardChanges()
  }
  const joined = new State()
  new Decoder(joined).decode(encoder.encodeAll())
  const [server, patched, late] = [state, client, joined].map(({ rolls }) => JSON.stringify([...rolls]))
  return { server, patched, late }
}

const unshift = (first, second) => run([first], rolls => rolls.unshift(second))
const replace = (first, second) =>
  run([first], rolls => {
    rolls.shift()
    rolls.push(first, second)
  })
const rows = [
  { operations: '[6], then unshift(5)', isRight: true, ...unshift(6, 5) },
  { operations: '[6], then unshift(6)', isRight: false, ...unshift(6, 6) },
  { operations: '[7], then shift() and push(7, 9)', isRight: true, ...replace(7, 9) },
  { operations: '[0], then shift() and push(0, 9)', isRight: false, ...replace(0, 9) },
]
console.log(`@colyseus/schema 5.0.34, node ${process.version}`)
console.table(rows)
const isSeen = rows.every(({ isRight, server, patched, late }) => late === server && (patched === server) === isRight)
process.exit(isSeen ? 0 : 1)
JS
node probe.js
