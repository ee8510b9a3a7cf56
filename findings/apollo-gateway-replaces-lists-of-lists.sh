#!/bin/sh
# @apollo/gateway 2.14.4: of a list of lists, what a second subgraph adds to the items replaces them.
#
# The rows of a board are shareable, and each subgraph answers its own fields of their cells. One would expect the gateway to join the answers item by item, at any depth: it does so for a list of cells.
# The merge of answers goes from list to list by index, but takes a list within a list for a value, and the later one replaces it. The fields that the first subgraph answered are gone: they are null without
# an error, and one that is not nullable would take the board with it.
# Seen: `{ board { rows { x y } } }` has x null in each cell, `{ board { row { x y } } }` has both. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
. "$here/support/apollo-gateway.sh"
cat >probe.js <<'JS'
import { startGateway } from './apollo-gateway.js'

const fields = 'id: ID! rows: [[Cell]] @shareable row: [Cell] @shareable'
const cells = name => [{ [name]: 1 }, { [name]: 2 }]
const { ask, stop } = await startGateway({
  places: {
    sdl: `type Query { board: Board } type Board @key(fields: "id") { ${fields} } type Cell { x: Int }`,
    resolvers: { Query: { board: () => ({ id: '1', rows: [cells('x'), cells('x')], row: cells('x') }) } },
  },
  stones: {
    sdl: `type Board @key(fields: "id") { ${fields} } type Cell { y: Int }`,
    resolvers: { Board: { __resolveReference: board => board, rows: () => [cells('y'), cells('y')], row: () => cells('y') } },
  },
})
const rows = await ask('{ board { rows { x y } } }')
const row = await ask('{ board { row { x y } } }')
await stop()
const half = '[{"x":null,"y":1},{"x":null,"y":2}]'
const isSeen =
  rows === `{"data":{"board":{"rows":[${half},${half}]}}}` && row === '{"data":{"board":{"row":[{"x":1,"y":1},{"x":2,"y":2}]}}}'
process.exit(isSeen ? 0 : 1)
JS
node probe.js
