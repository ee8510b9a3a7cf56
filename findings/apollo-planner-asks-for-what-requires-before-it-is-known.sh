#!/bin/sh
# @apollo/query-planner 2.14.4 (in @apollo/gateway 2.14.4): in a chain of @requires, a resolver is called without what it requires.
#
# One would expect the gateway to fetch `weight` from labels, then `cost` from boxes with the weight, then `label` from labels with the cost, for `{ box { label } }`. Composition accepts these subgraphs, and
# the documentation of @requires says that the gateway first resolves the required fields.
# The planner puts the input of `label` into the first fetch, since its subgraph has a field named `cost`: boxes is asked at its root for `weight`, which it has only as @external, and for `cost`,
# whose resolver has no weight. What it makes of that is handed on and answered. When the client asks for `cost` too, that is right in the same answer, and the label beside it is made from another one.
# Seen: label(cost(undefined)) instead of label(cost(w1)), with no error; `{ box { cost } }` alone is right. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
. "$here/support/apollo-gateway.sh"
cat >probe.js <<'JS'
import { startGateway } from './apollo-gateway.js'

const { ask, stop } = await startGateway({
  boxes: {
    sdl: 'type Query { box: Box } type Box @key(fields: "id") { id: ID! weight: String @external cost: String @requires(fields: "weight") }',
    resolvers: {
      Query: { box: () => ({ id: '1' }) },
      Box: { __resolveReference: box => box, cost: ({ weight }) => `cost(${weight})` },
    },
  },
  labels: {
    sdl: 'type Box @key(fields: "id") { id: ID! weight: String cost: String @external label: String @requires(fields: "cost") }',
    resolvers: {
      Box: { __resolveReference: box => box, weight: ({ id }) => `w${id}`, label: ({ cost }) => `label(${cost})` },
    },
  },
})
const label = await ask('{ box { label } }')
const both = await ask('{ box { cost label } }')
const cost = await ask('{ box { cost } }')
await stop()
const isSeen =
  label === '{"data":{"box":{"label":"label(cost(undefined))"}}}' &&
  both === '{"data":{"box":{"cost":"cost(w1)","label":"label(cost(undefined))"}}}' &&
  cost === '{"data":{"box":{"cost":"cost(w1)"}}}'
process.exit(isSeen ? 0 : 1)
JS
node probe.js
