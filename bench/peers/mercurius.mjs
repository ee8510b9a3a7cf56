import mercuriusGateway from '@mercuriusjs/gateway'
import Fastify from 'fastify'

/** It speaks federation 1, and asks the services themselves for their schemas. */
const [port, subgraphs] = process.argv.slice(2)
const app = Fastify()
await app.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: JSON.parse(subgraphs).map(({ name, url }) => ({
      name,
      url,
      rewriteHeaders: headers => (headers.authorization ? { authorization: headers.authorization } : {}),
      connections: 64,
    })),
  },
})
await app.listen({ port: Number(port), host: '127.0.0.1' })
