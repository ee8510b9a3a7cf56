import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { composeServices } from '@apollo/composition'
import * as graphql from 'graphql'
import { expect, test } from 'vitest'
import * as contract from './contract/index.js'
import * as engine from './engine.js'

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const modules: Readonly<Record<string, object>> = {
  '@waystone/federation': engine,
  '@waystone/federation/contract': contract,
  graphql,
}

const SHOP = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { product(id: ID!): Product } type Product @key(fields: "id") { id: ID! name: String }`
const REVIEWS = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Product @key(fields: "id") { id: ID! reviews: [Review] } type Review { stars: Int }`

const answers: Readonly<Record<string, object>> = {
  'http://shop': { data: { product: { __typename: 'Product', id: '1', name: 'Lamp' } } },
  'http://reviews': { data: { _entities: [{ reviews: [{ stars: 5 }] }] } },
}

/** The page's example as the body of an async function: what it imports and asks is given to it. */
function exampleAsScript(): string {
  const [, example = ''] = /```ts\n(.*?)\n```/s.exec(page) ?? []
  const body = example.replaceAll(
    /^import (\{[^}]*\}) from '([^']*)'$/gm,
    (_line, names: string, name: string) => `const ${names} = modules['${name}']`,
  )
  return `(async () => {\n${body}\n})()`
}

test('the example of the page runs a supergraph, and is as short as it says', async () => {
  const { supergraphSdl } = composeServices(
    Object.entries({ shop: SHOP, reviews: REVIEWS }).map(([name, text]) => ({
      name,
      url: `http://${name}`,
      typeDefs: graphql.parse(text),
    })),
  )
  const printed: string[] = []
  const script = exampleAsScript()
  await (runInNewContext(script, {
    modules: { ...modules, 'node:fs': { readFileSync: () => supergraphSdl } },
    fetch: async (url: string) => ({ json: async () => answers[url] }),
    console: { log: (text: string) => printed.push(text) },
    JSON,
  }) as Promise<void>)
  expect(printed).toEqual(['{"data":{"product":{"name":"Lamp","reviews":[{"stars":5}]}}}'])
  expect(script.split('\n').filter(line => !line.includes('modules[')).length).toBeLessThanOrEqual(25)
})
