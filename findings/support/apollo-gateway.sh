# For findings on Apollo's gateway: `. apollo-gateway.sh` in the finding's folder installs the packages and writes apollo-gateway.js, which composes subgraphs and answers operations by
# Apollo Server and ApolloGateway, with the subgraphs in the same process.

echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @apollo/composition@2.14.4 @apollo/gateway@2.14.4 @apollo/server@5.5.1 @apollo/subgraph@2.14.4 graphql@16.15.0
cat >apollo-gateway.js <<'JS'
process.env.APOLLO_TELEMETRY_DISABLED = '1'
const { composeServices } = await import('@apollo/composition')
const { ApolloGateway, LocalGraphQLDataSource } = await import('@apollo/gateway')
const { ApolloServer } = await import('@apollo/server')
const { buildSubgraphSchema } = await import('@apollo/subgraph')
const { parse } = await import('graphql')

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable"])`
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** @param subgraphs SDL and resolvers by name. Answers `ask`, which tells the answer and the requests to subgraphs, and `stop`. */
export async function startGateway(subgraphs) {
  const documents = Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl }]) => [name, parse(link + sdl)]))
  const services = Object.entries(documents).map(([name, typeDefs]) => ({ name, typeDefs, url: `http://${name}.example` }))
  const { supergraphSdl, errors } = composeServices(services)
  if (errors !== undefined) throw errors[0]
  const asked = []
  const buildService = ({ name }) => {
    const { resolvers } = subgraphs[name]
    const source = new LocalGraphQLDataSource(buildSubgraphSchema({ typeDefs: documents[name], resolvers }))
    const process = options => {
      const { query, variables } = options.request
      asked.push(`${name}: ${query} ${JSON.stringify(variables?.representations ?? '')}`)
      return source.process(options)
    }
    return { process }
  }
  const gateway = new ApolloGateway({ supergraphSdl, buildService, logger: silent })
  const server = new ApolloServer({ gateway, logger: silent })
  await server.start()
  const ask = async (query, variables) => {
    asked.length = 0
    const { body } = await server.executeOperation({ query, variables })
    const answer = JSON.stringify(body.singleResult)
    console.log(`${query} ${JSON.stringify(variables ?? {})}\n  ${answer}`)
    for (const request of asked) console.log(`    ${request}`)
    return answer
  }
  return { ask, stop: () => server.stop() }
}
JS
