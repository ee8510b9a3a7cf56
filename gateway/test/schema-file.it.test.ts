import { readFile } from 'node:fs/promises'
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
