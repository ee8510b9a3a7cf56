#!/bin/sh
# @graphql-tools/federation 4.5.2: executed without a contextValue, a supergraph answers entities of later requests from the first one, also with other variables.
#
# `contextValue` is optional in graphql-js. One would expect each execution to ask the subgraphs anew, and to answer by its own variables.
# Fetches of entities are batched by a DataLoader for each context, and its cache with it. Without a context all requests share one, kept as long as the document lives: a server that
# parses each document once (as servers do) asks for an entity once, and answers everyone with that. The variables are no part of the key: a price in JPY is answered in USD.
# The root fields are asked for each time. With a fresh object as contextValue all is right, so tests that leave it out see other answers than production.
# Seen: three executions of one document answer the first price, though price and currency have changed; with a contextValue each has its own. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @graphql-tools/federation@4.5.2 @graphql-tools/delegate@12.3.3 @apollo/composition@2.14.4 @apollo/subgraph@2.14.4 graphql@16.15.0
cat >probe.js <<'JS'
import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { createDefaultExecutor } from '@graphql-tools/delegate'
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation'
import { execute, parse } from 'graphql'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])'
let amount = 0
const subgraphs = {
  shelf: {
    typeDefs: parse(`${link} type Query { book: Book } type Book @key(fields: "id") { id: ID! }`),
    resolvers: { Query: { book: () => ({ id: '1' }) } },
  },
  shop: {
    typeDefs: parse(`${link} type Book @key(fields: "id") { id: ID! price(in: String!): String }`),
    resolvers: { Book: { __resolveReference: book => book, price: (_, { in: currency }) => `${amount} ${currency}` } },
  },
}
const services = Object.entries(subgraphs).map(([name, { typeDefs }]) => ({ name, typeDefs, url: `http://${name}.example` }))
const schema = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl: composeServices(services).supergraphSdl,
  onSubschemaConfig: config => {
    config.executor = createDefaultExecutor(buildSubgraphSchema(subgraphs[config.name.toLowerCase()]))
  },
})

/** The price that each of three requests with one document is answered. */
async function prices(newContext) {
  const document = parse('query ($in: String!) { book { price(in: $in) } }')
  const answers = []
  for (const [currency, current] of [['USD', 10], ['USD', 20], ['JPY', 30]]) {
    amount = current
    const { data } = await execute({ schema, document, variableValues: { in: currency }, contextValue: newContext() })
    answers.push(data.book.price)
  }
  return answers
}
const without = await prices(() => undefined)
const fresh = await prices(() => ({}))
console.log(`@graphql-tools/federation 4.5.2, graphql 16.15.0, node ${process.version}`)
console.table({ expected: ['10 USD', '20 USD', '30 JPY'], 'without contextValue': without, 'contextValue: {}': fresh })
process.exit(String(without) === '10 USD,10 USD,10 USD' && String(fresh) === '10 USD,20 USD,30 JPY' ? 0 : 1)
JS
node probe.js
