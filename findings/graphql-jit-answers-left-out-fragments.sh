#!/bin/sh
# graphql-jit 0.8.9: what a field under `@include(if: false)` selects by a fragment is answered, when the field is selected again without a condition.
#
# GraphQL (6.3.2, CollectFields) drops a selection with `@include(if: false)` together with all below it. One would expect `{ item { id } item @include(if: $no) { ...Price } }`
# to answer the id alone, as graphql-js does. graphql-jit merges both selections of `item` and keeps the condition for plain fields only: the fields of a fragment below
# the left-out one, named or inline, are asked for and answered. So it is with `@skip(if: true)`, and with a fragment that is left out around the field.
# Seen: five documents with fragments are answered with the price, the one without a fragment is answered rightly. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund graphql-jit@0.8.9 graphql@16.15.0
cat >probe.js <<'JS'
import { buildSchema, execute, parse, validate } from 'graphql'
import { compileQuery } from 'graphql-jit'

const schema = buildSchema('type Query { item: Item } type Item { id: ID price: Int }')
const rootValue = { item: { id: '1', price: 30 } }
const variableValues = { no: false }
const head = 'query ($no: Boolean!)'
const named = 'fragment Price on Item { price }'
const documents = [
  `${head} { item { id } item @include(if: $no) { price } }`,
  `${head} { item { id } item @include(if: $no) { ... on Item { price } } }`,
  `${head} { item { id } item @include(if: $no) { ...Price } } ${named}`,
  `{ item { id } item @skip(if: true) { ...Price } } ${named}`,
  `${head} { item { id } ... @include(if: $no) { item { ...Price } } } ${named}`,
  `{ item { id } item @include(if: false) { ...Price } } ${named}`,
]

console.log(`graphql-jit 0.8.9, graphql 16.15.0, node ${process.version}`)
let seen = 0
for (const [index, text] of documents.entries()) {
  const document = parse(text)
  if (validate(schema, document).length > 0) throw new Error(`Invalid: ${text}`)
  const expected = JSON.stringify(await execute({ schema, document, rootValue, variableValues }))
  const got = JSON.stringify(await compileQuery(schema, document).query(rootValue, {}, variableValues))
  console.log(`${text.replace(`${head} `, '').replace(` ${named}`, '')}\n  graphql-js:  ${expected}\n  graphql-jit: ${got}`)
  if (expected !== '{"data":{"item":{"id":"1"}}}') process.exit(1)
  if ((got === expected) === (index === 0)) seen++
}
process.exit(seen === documents.length ? 0 : 1)
JS
node probe.js
