#!/bin/sh
# @apollo/gateway 2.14.4: a field is null without an error, since a field beside it, which @include(if: false) leaves out, requires something.
#
# GraphQL (6.3.2) treats a field with `@include(if: false)` as if it were not written. One would expect `{ item { name price @include(if: $full) } }` to answer the name for both values of $full.
# The plan fetches `size`, which `price` requires, under the same condition, and its next fetch names `size` among what it needs of an item whatever the condition is. The executor leaves out each entity that
# lacks any of it: the subgraph is not asked for the name either, and the client gets null, with no error and nothing in extensions. A field that is not nullable would take its parent with it.
# Seen: the name is null with $full false, and there with $full true, or without the price. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
. "$here/support/apollo-gateway.sh"
cat >probe.js <<'JS'
import { startGateway } from './apollo-gateway.js'

const { ask, stop } = await startGateway({
  stock: {
    sdl: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! size: String }',
    resolvers: { Query: { item: () => ({ id: '1', size: 'large' }) } },
  },
  shop: {
    sdl: 'type Item @key(fields: "id") { id: ID! size: String @external price: String @requires(fields: "size") name: String }',
    resolvers: { Item: { __resolveReference: item => item, name: () => 'tent', price: ({ size }) => `price of ${size}` } },
  },
})
const query = 'query ($full: Boolean!) { item { name price @include(if: $full) } }'
const left = await ask(query, { full: false })
const full = await ask(query, { full: true })
const alone = await ask('{ item { name } }')
await stop()
const isSeen =
  left === '{"data":{"item":{"name":null}}}' &&
  full === '{"data":{"item":{"name":"tent","price":"price of large"}}}' &&
  alone === '{"data":{"item":{"name":"tent"}}}'
process.exit(isSeen ? 0 : 1)
JS
node probe.js
