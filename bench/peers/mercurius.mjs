import mercuriusGateway from '@mercuriusjs/gateway'
import Fastify from 'fastify'
import { Kind, parse, print } from 'graphql'

/**
 * It speaks federation 1, and takes for a part of a service's schema what Apollo's subgraph package tells of
 * federation itself beside it: with those definitions it builds none of the schemas, says nothing, and has an
 * empty Query. So it is given them without.
 */
const [port, subgraphs] = process.argv.slice(2)

const OF_FEDERATION = new Set(['_Any', '_FieldSet', '_Entity', '_Service', 'federation__FieldSet', 'link__Import'])
const isOurs = ({ kind, name }) => kind !== Kind.DIRECTIVE_DEFINITION && !OF_FEDERATION.has(name?.value)

async function schemaOf(url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  })
  const { data } = await response.json()
  const definitions = parse(data._service.sdl, { noLocation: true }).definitions.filter(isOurs)
  return definitions
    .flatMap(node => {
      if (node.name?.value !== 'Query') return [print(node)]
      const fields = node.fields.filter(({ name }) => !name.value.startsWith('_'))
      // Each service adds to one Query.
      return fields.length === 0 ? [] : [print({ ...node, kind: Kind.OBJECT_TYPE_EXTENSION, fields })]
    })
    .join('\n')
}

const services = await Promise.all(
  JSON.parse(subgraphs).map(async ({ name, url }) => ({
    name,
    url,
    mandatory: true,
    schema: await schemaOf(url),
    rewriteHeaders: headers => (headers.authorization ? { authorization: headers.authorization } : {}),
    connections: 64,
  })),
)
const app = Fastify()
await app.register(mercuriusGateway, { jit: 1, gateway: { services } })
await app.listen({ port: Number(port), host: '127.0.0.1' })
