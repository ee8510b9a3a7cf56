import { QueryPlanner, type QueryPlan } from '@apollo/query-planner'
import type { DataSource, Operation, OperationResult } from '@waystone/federation/contract'
import { Kind, type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema } from 'graphql'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { compileOperation } from '@waystone/federation/source/answer/compiled-operation'
import { orderFetches } from '@waystone/federation/source/planning/order-fetches'
import { createEpoch, type Epoch } from '@waystone/federation/source/epoch/epoch'
import { supportedFeatures } from '@waystone/federation/source/planning/supported-features'
import { canonicalJson } from './canonical-json.js'
import { differences } from './compare.js'
import { withNeededRequires } from './needed-requires.js'
import { randomOperation, type RandomOperation } from './random-operation.js'
import { noFaults, type Faults } from './random-faults.js'
import { answerByChance, unnumbered } from './random-subgraph.js'
import { hash, randomFrom } from './seeded-random.js'
import type { StockExecutor } from './stock-executor.js'
import { testContext } from './test-context.js'
import { createTurnstile } from './turnstile.js'

/** A supergraph with what cases need of it. */
export interface Subject {
  readonly name: string
  readonly epoch: Epoch
  readonly subgraphSchemas: Readonly<Record<string, GraphQLSchema>>
  /** Without the epoch's cache, which would fill the memory with plans. */
  readonly plan: (document: DocumentNode) => QueryPlan
}

export interface CaseResult {
  /** Between our answer and Apollo's, beyond what ours has on purpose. */
  readonly differences: readonly string[]
  /** To repeat and to read a case that differs. */
  readonly description: string
}

/** How the subgraphs of a case behave: well, or badly in one way or in all. */
const behaviours: readonly [Faults, ...Faults[]] = [
  noFaults,
  { ...noFaults, nulls: 0.15 },
  { ...noFaults, nulls: 0.05, illegalNulls: 0.05, missing: 0.03 },
  { ...noFaults, errors: 0.06, failures: 0.1 },
  { ...noFaults, wrongLeaves: 0.06, wrongNames: 0.04 },
  { ...noFaults, wrongShapes: 0.01, nulls: 0.02 },
  {
    nulls: 0.05,
    illegalNulls: 0.02,
    missing: 0.02,
    errors: 0.02,
    wrongLeaves: 0.02,
    wrongNames: 0.01,
    wrongShapes: 0.004,
    failures: 0.03,
  },
]

/** Any plan will do: some operations on interface objects keep the planner busy until the memory is full. */
const PLANNER_LIMITS = { maxEvaluatedPlans: 50, pathsLimit: 100 }

export function createSubject(name: string, supergraphSdl: string): Subject {
  const subgraphSchemas: Record<string, GraphQLSchema> = {}
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures })
  for (const subgraph of supergraph.subgraphs()) subgraphSchemas[subgraph.name] = subgraph.schema.toGraphQLJSSchema()
  const epoch = createEpoch(supergraphSdl)
  const planner = new QueryPlanner(supergraph, { debug: PLANNER_LIMITS })
  const plan = (document: DocumentNode) =>
    orderFetches(planner.buildQueryPlan(operationFromDocument(epoch.federationSchema, document, { validate: false })))
  return { name, epoch, subgraphSchemas, plan }
}

/** An operation of a subject with its plan, to be run with several answers. */
export interface Planned {
  readonly subject: Subject
  readonly seed: number
  readonly random: RandomOperation
  readonly operation: Operation
  readonly plan: QueryPlan
}

/** @returns null for an operation that the planner gives up on. */
export function planRandom(subject: Subject, seed: number): Planned | null {
  const random = randomOperation(subject.epoch.schema, seed)
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of random.document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  const [definition] = random.document.definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation comes first')
  try {
    return { subject, seed, random, operation: { definition, fragments }, plan: subject.plan(random.document) }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Too many options')) return null
    throw error
  }
}

/** Runs one operation with one set of answers through both executors. */
export async function runCase(planned: Planned, answerSeed: number, stock: StockExecutor): Promise<CaseResult> {
  const { subject, random, operation, plan, seed } = planned
  const chance = randomFrom(hash(seed, answerSeed))
  const faults = chance.pick(behaviours)
  const variables = JSON.parse(JSON.stringify(random.variablesFor(chance))) as Record<string, unknown>
  const answers = { subject, seed: hash(seed, answerSeed, 'answers'), faults }

  const program = compileOperation({ plan, operation, epoch: subject.epoch })
  const ourSources = sourcesOf({ ...answers, areFrozen: chance.chance(0.5) })
  const ours = await program.execute({ variables, context: testContext, sourceOf: name => ourSources[name] })
  const theirs = await settle(() =>
    stock(
      { plan: withNeededRequires(plan, operation, subject.epoch, variables), operation, epoch: subject.epoch },
      { variables, sources: sourcesOf({ ...answers, areFrozen: false }) },
    ),
  )
  const description = JSON.stringify(
    { subject: subject.name, seed, answerSeed, faults, text: random.text, variables },
    null,
    1,
  )
  return { differences: differences(ours, theirs), description }
}

/** Apollo Server turns what the executor throws into an error without data. */
async function settle(execute: () => Promise<OperationResult>): Promise<OperationResult> {
  try {
    return await execute()
  } catch (error) {
    return { errors: [error as never] }
  }
}

/** @param how.areFrozen a source that does not give its answers away: they must not be changed. */
function sourcesOf(how: {
  subject: Subject
  seed: number
  faults: Faults
  areFrozen: boolean
}): Record<string, DataSource> {
  const { subject, seed, faults, areFrozen } = how
  const turnstile = createTurnstile()
  const sources: Record<string, DataSource> = {}
  for (const [name, schema] of Object.entries(subject.subgraphSchemas)) {
    sources[name] = {
      ...(!areFrozen && { givesOwned: true }),
      execute: async request => {
        await turnstile.pass(canonicalJson([name, unnumbered(request.query), asAskedOnce(request.variables)]))
        const answer = answerByChance(request, { schema, seed: hash(seed, name), faults })
        return areFrozen ? deepFreeze(answer) : answer
      },
    }
  }
  return sources
}

/** Ours leaves out repetitions of a representation. */
function asAskedOnce({ representations, ...variables }: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(representations)) return variables
  return [variables, [...new Set(representations.map(canonicalJson))]]
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) deepFreeze(item)
  return Object.freeze(value)
}
