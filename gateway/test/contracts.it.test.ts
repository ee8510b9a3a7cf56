import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let directory: string
let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway

beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'greetings',
    typeDefs: `
      type Query {
        hello: String
        many(first: Int @federation__tag(name: "operator")): [Int] @federation__listSize(slicingArguments: ["first"])
        secret: String @federation__tag(name: "operator")
      }
      type Subscription { greeted: String secretTold: String @federation__tag(name: "operator") }`,
    resolvers: { Query: { hello: () => 'hello', many: () => [1, 2], secret: () => 'secret' } },
  })
  supergraphSdl = composeSubgraphs([subgraph])
  directory = await mkdtemp(join(tmpdir(), 'contract-'))
  const [contract, documents] = [join(directory, 'contract.json'), join(directory, 'documents.json')]
  await writeFile(contract, JSON.stringify({ exclude: ['operator'] }))
  await writeFile(documents, JSON.stringify({ trusted: '{ secret }' }))
  gateway = await startGateway({
    supergraphSdl,
    env: { SUPERGRAPH_CONTRACT: contract, TRUSTED_DOCUMENTS: documents, TRUSTED_DOCUMENTS_MODE: 'allow' },
  })
})

afterAll(async () => {
  await Promise.all([gateway.close(), subgraph.close(), rm(directory, { recursive: true })])
})

const unknown = (field: string, type = 'Query') => `Cannot query field "${field}" on type "${type}".`
const messagesOf = async (query: string) => ((await gateway.ask(query)).errors ?? []).map(({ message }) => message)
const schemaFile = async () => await (await fetch(`${gateway.url}/schema.graphql`)).text()

test('a field that the contract does not hide is answered', async () => {
  expect((await gateway.ask('{ hello }')).data).toEqual({ hello: 'hello' })
})

test('a list is answered whose slicing argument the contract hides', async () => {
  expect(await gateway.ask('{ many }')).toMatchObject({ data: { many: [1, 2] } })
})

test('a query that names a hidden field is refused as one with an unknown field, without a suggestion', async () => {
  expect(await messagesOf('{ secret }')).toEqual([unknown('secret')])
  expect(await messagesOf('{ secrett }')).toEqual([unknown('secrett')])
  expect(subgraph.asked.join()).not.toContain('secret')
})

test('a trusted document that names a hidden field is refused likewise', async () => {
  const { errors = [] } = await post(`${gateway.url}/graphql`, JSON.stringify({ documentId: 'trusted' }))
  expect(errors.map(({ message }) => message)).toEqual([unknown('secret')])
})

test('a subscription to a hidden field is refused likewise', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { secretTold }' }),
  })
  expect(await response.text()).toContain(JSON.stringify(unknown('secretTold', 'Subscription')).slice(1, -1))
})

test('neither introspection nor /schema.graphql tells of what is hidden', async () => {
  const { data } = await gateway.ask('{ __schema { types { name fields { name args { name } } } } }')
  for (const told of [JSON.stringify(data), await schemaFile()]) {
    expect(told).toContain('greeted')
    expect(told).not.toMatch(/secret|first/)
  }
})

test('a supergraph that lacks a tag of the contract is turned down, and the same one changes nothing', async () => {
  const first = gateway.app.epochs.current()
  expect(await gateway.app.epochs.push(supergraphSdl)).toBe(first)
  const untagged = supergraphSdl.replaceAll(' @federation__tag(name: "operator")', '')
  await expect(gateway.app.epochs.push(untagged)).rejects.toThrow(
    'The contract names the tag "operator", which nothing in the supergraph has',
  )
  expect(gateway.app.epochs.current()).toBe(first)
})

test('a new supergraph comes under the same contract', async () => {
  await gateway.app.epochs.push(supergraphSdl.replace('hello: String', 'hello: String\n  goodbye: String'))
  const reloaded = await schemaFile()
  expect(reloaded).toContain('goodbye: String')
  expect(reloaded).not.toContain('secret')
  expect(await messagesOf('{ secret }')).toEqual([unknown('secret')])
})
