#!/bin/sh
# graphql 16.15.0: a Float that is too large for a double reaches resolvers as Infinity when it is written in the document.
#
# The specification (3.5.2, Float, Input Coercion) wants a request error for a value that is no finite double, wherever it comes from. graphql-js does so for variables, and refuses to answer Infinity.
# A literal such as 1e400 is valid GraphQL, and is read by parseFloat without a look at the result: a bid of 1e400 is higher than any other, and a default of a variable may be it, too. What the resolver makes of it
# is JSON's null, NaN, or an error from the database, far from the cause.
# Seen: 1e400 as a literal, in a list, in an input object and as a variable's default is Infinity; as a variable it is refused. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund graphql@16.15.0
cat >probe.js <<'JS'
import { buildSchema, graphqlSync, version } from 'graphql'

const schema = buildSchema('input Bid { coins: Float } type Query { bid(coins: Float, many: [Float], bid: Bid): Boolean }')

/** What the resolver gets, or the error of the request. */
function given(source, variableValues) {
  let got
  const rootValue = {
    bid: ({ coins, many, bid }) => {
      got = coins ?? many?.[0] ?? bid?.coins
      return true
    },
  }
  const { errors } = graphqlSync({ schema, source, rootValue, variableValues })
  return errors === undefined ? String(got) : errors[0].message
}
const rows = {
  literal: given('{ bid(coins: 1e400) }'),
  'literal in a list': given('{ bid(many: [-1e400]) }'),
  'literal in an input object': given('{ bid(bid: { coins: 1e400 }) }'),
  'default of a variable': given('query ($coins: Float = 1e400) { bid(coins: $coins) }'),
  variable: given('query ($coins: Float) { bid(coins: $coins) }', JSON.parse('{ "coins": 1e400 }')),
}
console.log(`graphql ${version}`)
console.table(rows)
const { variable, ...literals } = rows
process.exit(/cannot represent non numeric value/.test(variable) && Object.values(literals).every(value => /^-?Infinity$/.test(value)) ? 0 : 1)
JS
node probe.js
