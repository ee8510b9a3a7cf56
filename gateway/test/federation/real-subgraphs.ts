import type { QueryPlan } from '@apollo/query-planner'
import type {
  DataSource,
  IncrementalPayload,
  Operation,
  OperationResult,
  SubgraphResponse,
} from '@waystone/federation/contract'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse, validate, type DocumentNode, type ExecutionArgs, type GraphQLSchema } from 'graphql'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { createSubject } from '../differential/differential.js'
import { createStockExecutor } from '../differential/stock-executor.js'
import { compose } from '../differential/supergraphs/index.js'
import { runPrepared } from '../differential/run-prepared.js'

/** Resolvers by type and field, as @apollo/subgraph takes them; `__resolveReference` finds an entity. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface Subgraph {
  readonly typeDefs: string
  readonly resolvers?: Resolvers
}

export type ResolveAll = Pick<ExecutionArgs, 'fieldResolver' | 'typeResolver'>

export interface Asked {
  readonly subgraph: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Answer extends OperationResult {
  readonly asked: readonly Asked[]
  readonly payloads: readonly IncrementalPayload[]
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@provides", "@override", "@inaccessible", "@interfaceObject", "@context", "@fromContext"
])`

/** A supergraph with its subgraphs behind it, in process: real subgraph schemas, executed by graphql-js. */
export function federate(subgraphs: Readonly<Record<string, Subgraph>>, resolveAll: ResolveAll = {}) {
  const supergraphSdl = compose(
    Object.fromEntries(Object.entries(subgraphs).map(([name, { typeDefs }]) => [name, typeDefs])),
  )
  const epoch = createEpoch(supergraphSdl)
  const schemas = Object.fromEntries(
    Object.entries(subgraphs).map(([name, { typeDefs, resolvers = {} }]): [string, GraphQLSchema] => [
      name,
      buildSubgraphSchema({
        typeDefs: parse(`${FEDERATION}\n${typeDefs}`),
        resolvers: resolvers as Record<string, never>,
      }),
    ]),
  )
  const recorded = () => {
    const asked: Asked[] = []
    const sources = Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, sourceOf(name, schema, { resolveAll, asked })]),
    )
    return { asked, sources }
  }

  return {
    epoch,
    schemas,
    /** As our gateway answers. @param request.defers whether the client takes parts. */
    ask: async (
      text: string,
      request: { variables?: Record<string, unknown>; defers?: boolean } = {},
    ): Promise<Answer> => {
      const { variables = {}, defers = false } = request
      const document = validOperation(epoch.schema, text)
      const prepared = epoch.operations.prepare(document, {
        key: text,
        operationName: undefined,
        grants: new Set(),
        ...(defers && { deferBy: variables }),
      })
      const { asked, sources } = recorded()
      const { result, following } = await runPrepared(prepared, epoch, { variables, sources })
      const payloads: IncrementalPayload[] = []
      for (const given of following) for await (const payload of given) payloads.push(payload)
      return { ...result, asked, payloads }
    },
    /** As Apollo's gateway answers. */
    askStock: async (text: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
      const document = validOperation(epoch.schema, text)
      const { asked, sources } = recorded()
      const operation: Operation = operationOf(document)
      try {
        const plan: QueryPlan = createSubject('by hand', supergraphSdl).plan(document)
        const result = await createStockExecutor([])({ plan, operation, epoch }, { variables, sources })
        return { ...result, asked, payloads: [] }
      } catch (error) {
        return { errors: [error as never], asked, payloads: [] }
      }
    },
  }
}

function sourceOf(
  subgraph: string,
  schema: GraphQLSchema,
  { resolveAll, asked }: { resolveAll: ResolveAll; asked: Asked[] },
): DataSource {
  return {
    givesOwned: true,
    execute: async ({ query, variables }) => {
      asked.push({ subgraph, query, variables })
      const document = parse(query)
      // Invalid requests are refused, as a real subgraph does.
      const invalid = validate(schema, document)
      if (invalid.length > 0) return { errors: invalid.map(({ message }) => ({ message: `${subgraph}: ${message}` })) }
      const result = await execute({
        ...resolveAll,
        schema,
        document,
        rootValue: {},
        variableValues: structuredClone(variables),
        contextValue: { subgraph },
      })
      return JSON.parse(JSON.stringify(result)) as SubgraphResponse
    },
  }
}

function validOperation(schema: GraphQLSchema, text: string): DocumentNode {
  const document = parse(text)
  const [invalid] = validate(schema, document)
  if (invalid !== undefined) throw invalid
  return document
}

function operationOf({ definitions }: DocumentNode): Operation {
  const fragments: Record<string, Operation['fragments'][string]> = {}
  let found: Operation['definition'] | undefined
  for (const node of definitions) {
    if (node.kind === 'FragmentDefinition') fragments[node.name.value] = node
    if (node.kind === 'OperationDefinition') found = node
  }
  if (found === undefined) throw new Error('There is no operation')
  return { definition: found, fragments }
}
