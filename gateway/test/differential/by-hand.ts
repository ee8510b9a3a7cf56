import type {
  DataSource,
  Operation,
  OperationResult,
  SubgraphRequest,
  SubgraphResponse,
} from '@waystone/federation/contract'
import { Kind, parse, type FragmentDefinitionNode } from 'graphql'
import { compileOperation } from '@waystone/federation/source/answer/compiled-operation'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { createSubject } from './differential.js'
import { createStockExecutor } from './stock-executor.js'
import { SaidNulls } from './said-nulls.js'
import { compose } from './supergraphs/index.js'
import { testContext } from './test-context.js'

export interface Case {
  /** SDL by name. */
  readonly subgraphs: Readonly<Record<string, string>>
  readonly operation: string
  readonly variables?: Record<string, unknown>
  /** Responses of each subgraph; each request gets its own copy. */
  readonly answers: Readonly<Record<string, (request: SubgraphRequest) => SubgraphResponse | Promise<SubgraphResponse>>>
}

export interface Outcome {
  readonly result: OperationResult
  /** The requests to each subgraph, in order. */
  readonly asked: readonly (Pick<SubgraphRequest, 'query' | 'variables'> & { readonly subgraph: string })[]
}

/** Runs a case as our gateway does. */
export async function runOurs({ subgraphs, operation, variables = {}, answers }: Case): Promise<Outcome> {
  const epoch = createEpoch(compose(subgraphs))
  const document = parse(operation)
  const grants = { has: () => true, size: 0 } as unknown as ReadonlySet<number>
  const prepared = epoch.operations.prepare(document, { key: operation, operationName: undefined, grants })
  if (prepared.plan === null || prepared.allowed === null) throw new Error('The operation was refused')
  const { sources, asked } = sourcesOf(answers)
  const said = new SaidNulls(epoch.forPlanning(prepared.allowed).clientKey)
  const watched = said.watch(sources)
  const program = compileOperation({ plan: prepared.plan, operation: prepared.allowed, epoch })
  const result = await program.execute({ variables, context: testContext, sourceOf: name => watched[name] })
  said.check(result)
  return { result, asked }
}

/** Runs a case as Apollo's gateway does: planned as the client wrote it, by the executor as it is. */
export async function runStock({ subgraphs, operation, variables = {}, answers }: Case): Promise<Outcome> {
  const subject = createSubject('by hand', compose(subgraphs))
  const document = parse(operation)
  const { sources, asked } = sourcesOf(answers)
  const planned = { plan: subject.plan(document), operation: operationOf(document), epoch: subject.epoch }
  const result = await createStockExecutor([])(planned, { variables, sources })
  return { result, asked }
}

function sourcesOf(answers: Case['answers']) {
  const asked: { subgraph: string; query: string; variables: SubgraphRequest['variables'] }[] = []
  const sources: Record<string, DataSource> = {}
  for (const [subgraph, answer] of Object.entries(answers)) {
    sources[subgraph] = {
      givesOwned: true,
      execute: async request => {
        asked.push({ subgraph, query: request.query, variables: request.variables })
        return structuredClone(await answer(request))
      },
    }
  }
  return { sources, asked }
}

function operationOf({ definitions }: ReturnType<typeof parse>): Operation {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  const definition = definitions.find(node => node.kind === Kind.OPERATION_DEFINITION)
  if (definition === undefined) throw new Error('There is no operation')
  return { definition, fragments }
}
