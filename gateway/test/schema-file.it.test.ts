import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema, isScalarType, isSpecifiedScalarType } from 'graphql'
import { expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph } from './harness.js'

const fromRoot = (file: string): Promise<string> => readFile(new URL(`../../${file}`, import.meta.url), 'utf8')

test('/schema.graphql is the committed schema.graphql, which names the specification of every scalar', async () => {
  const gateway = await startGateway({ supergraphSdl: await fromRoot('gateway/supergraph.graphql') })
  try {
    const response = await fetch(`${gateway.url}/schema.graphql`)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const sdl = await response.text()
    expect(sdl).toBe(await fromRoot('schema.graphql'))
    const scalars = Object.values(buildSchema(sdl).getTypeMap())
      .filter(isScalarType)
      .filter(type => !isSpecifiedScalarType(type))
    expect(scalars.map(({ name }) => name)).toEqual(['DateTime', 'EmailAddress', 'JSON', 'SafeInt'])
    for (const { specifiedByURL } of scalars) expect(specifiedByURL).toMatch(/^https:\/\//)
    const { data } = await gateway.ask('{ __type(name: "SafeInt") { specifiedByURL } }')
    expect(data).toEqual({ __type: { specifiedByURL: 'https://tc39.es/ecma262/#sec-number.issafeinteger' } })
  } finally {
    await gateway.close()
  }
})

test('/schema.graphql shows what clients may see, follows a new supergraph, and is there only beside introspection', async () => {
  const subgraph = await startSubgraph({
    name: 'greetings',
    typeDefs: 'type Query { hello: String secret: String @federation__inaccessible }',
  })
  const supergraphSdl = composeSubgraphs([subgraph])
  const [open, closed] = await Promise.all([
    startGateway({ supergraphSdl }),
    startGateway({ supergraphSdl, env: { EXPLORERS: 'false' } }),
  ])
  const schemaOf = (url: string, method = 'GET') => fetch(`${url}/schema.graphql`, { method })
  try {
    const before = await schemaOf(open.url)
    const sdl = await before.text()
    expect(sdl).toContain('hello: String')
    expect(sdl).not.toMatch(/secret|join__|@link/)
    await open.app.epochs.push(supergraphSdl.replace('hello: String', 'hello: String\n  goodbye: String'))
    const after = await schemaOf(open.url)
    expect(await after.text()).toContain('goodbye: String')
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
    expect((await schemaOf(open.url, 'HEAD')).status).toBe(200)
    expect((await schemaOf(closed.url)).status).toBe(404)
    expect(await (await fetch(closed.url)).text()).not.toContain('schema.graphql')
  } finally {
    await Promise.all([open.close(), closed.close(), subgraph.close()])
  }
})

test('a contract hides what it excludes, in every way to ask, and from every supergraph that comes', async () => {
  const subgraph = await startSubgraph({
    name: 'greetings',
    typeDefs: `
      type Query { hello: String secret: String @federation__tag(name: "operator") }
      type Subscription { greeted: String secretTold: String @federation__tag(name: "operator") }`,
    resolvers: { Query: { hello: () => 'hello', secret: () => 'secret' } },
  })
  const supergraphSdl = composeSubgraphs([subgraph])
  const directory = await mkdtemp(join(tmpdir(), 'contract-'))
  const [contract, documents] = [join(directory, 'contract.json'), join(directory, 'documents.json')]
  await writeFile(contract, JSON.stringify({ exclude: ['operator'] }))
  await writeFile(documents, JSON.stringify({ trusted: '{ secret }' }))
  const gateway = await startGateway({
    supergraphSdl,
    env: { SUPERGRAPH_CONTRACT: contract, TRUSTED_DOCUMENTS: documents, TRUSTED_DOCUMENTS_MODE: 'allow' },
  })
  const unknown = (field: string, type = 'Query') => `Cannot query field "${field}" on type "${type}".`
  const messagesOf = async (query: string) => ((await gateway.ask(query)).errors ?? []).map(({ message }) => message)
  try {
    expect((await gateway.ask('{ hello }')).data).toEqual({ hello: 'hello' })
    expect(await messagesOf('{ secret }')).toEqual([unknown('secret')])
    expect(await messagesOf('{ secrett }')).toEqual([unknown('secrett')])
    const trusted = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: 'trusted' }),
    })
    expect(await trusted.text()).toContain(JSON.stringify(unknown('secret')).slice(1, -1))
    const subscription = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { secretTold }' }),
    })
    expect(await subscription.text()).toContain(JSON.stringify(unknown('secretTold', 'Subscription')).slice(1, -1))
    const { data } = await gateway.ask('{ __schema { types { name fields { name } } } }')
    expect(JSON.stringify(data)).toContain('greeted')
    expect(JSON.stringify(data)).not.toContain('secret')
    expect(await (await fetch(`${gateway.url}/schema.graphql`)).text()).not.toContain('secret')

    const first = gateway.app.epochs.current()
    expect(await gateway.app.epochs.push(supergraphSdl)).toBe(first)
    const untagged = supergraphSdl.replaceAll(' @federation__tag(name: "operator")', '')
    await expect(gateway.app.epochs.push(untagged)).rejects.toThrow(
      'The contract names the tag "operator", which nothing in the supergraph has',
    )
    expect(gateway.app.epochs.current()).toBe(first)
    await gateway.app.epochs.push(supergraphSdl.replace('hello: String', 'hello: String\n  goodbye: String'))
    const reloaded = await (await fetch(`${gateway.url}/schema.graphql`)).text()
    expect(reloaded).toContain('goodbye: String')
    expect(reloaded).not.toContain('secret')
    expect(await messagesOf('{ secret }')).toEqual([unknown('secret')])
    expect(subgraph.asked.join()).not.toContain('secret')
  } finally {
    await Promise.all([gateway.close(), subgraph.close(), rm(directory, { recursive: true })])
  }
})
