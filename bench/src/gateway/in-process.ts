import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse } from 'graphql'
import { root } from '../processes.js'
import { shop } from './shop.js'

/**
 * The production build of the gateway with the subgraphs in its own process: they, too, execute each
 * different request once.
 */
interface LocalRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}
interface Gateway {
  createGatewayApp(config: object, parts: object): { start(): Promise<unknown> }
}
interface GatewayConfiguration {
  readConfig(env: NodeJS.ProcessEnv): object
}

const ANSWERS_MAX = 50_000

const built = async (file: string): Promise<unknown> =>
  await import(pathToFileURL(path.join(root, 'gateway', 'dist', file)).href)

const localSubgraphs = Object.fromEntries(
  shop.map(({ name, typeDefs, resolvers }) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as Record<string, never> }])
    const answers = new Map<string, unknown>()
    const answer = async ({ query, variables }: LocalRequest) => {
      const key = `${query}\n${JSON.stringify(variables)}`
      const existing = answers.get(key)
      if (existing !== undefined) return existing
      const result = await execute({ schema, document: parse(query), variableValues: variables, contextValue: {} })
      // As JSON would have it, since it is handed out again and again.
      const made: unknown = JSON.parse(JSON.stringify(result))
      if (answers.size < ANSWERS_MAX) answers.set(key, made)
      return made
    }
    return [name, { execute: answer }]
  }),
)

const { readConfig } = (await built('config.js')) as GatewayConfiguration
const { createGatewayApp } = (await built('app.js')) as Gateway
await createGatewayApp(readConfig({ SERVICE_PORT: process.argv[2] ?? '', ...JSON.parse(process.argv[3] ?? '{}') }), {
  localSubgraphs,
}).start()
