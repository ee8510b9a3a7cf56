import { setImmediate } from 'node:timers/promises'
import type {
  AnswerKeys,
  DataSource,
  IncrementalPart,
  IncrementalPayload,
  OperationResult,
  PendingPart,
} from '@waystone/federation/contract'
import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type GraphQLError } from 'graphql'
import { createTypeAt } from './answer-types.js'
import { canonicalJson } from './canonical-json.js'
import type { Subject } from './differential.js'
import { withoutConditions, withoutMarks } from './conditions.js'
import { putTogether, valueAt, type Whole } from './incremental.js'
import { randomOperation, type RandomOperation } from './random-operation.js'
import { hash, randomFrom } from './seeded-random.js'
import { readPending } from './read-pending.js'
import type { StockExecutor } from './stock-executor.js'
import { runPrepared } from './run-prepared.js'
import { createWorld, type WorldFaults } from './world/world.js'

export interface DeferCase {
  /** The answer in parts, put together. */
  readonly parts: Whole
  /** The same answer as a client reads it in the format that announces fragments. */
  readonly announced: ReturnType<typeof readPending>
  /**
   * Those at fields that the answer has: not within what is null, and not of what was only required or
   * fetched in vain.
   */
  readonly errorsOfParts: readonly string[]
  /** The answer to the same operation without @defer. */
  readonly data: OperationResult['data']
  readonly errors: readonly string[]
  /** Apollo's answer to the operation without @defer and without what the variables leave out. */
  readonly stock: Pick<DeferCase, 'data' | 'errors'>
  readonly payloads: readonly IncrementalPayload[]
  readonly hasFaults: boolean
  readonly description: string
}

const behaviours: readonly [WorldFaults, ...WorldFaults[]] = [
  { errors: 0, illegalNulls: 0 },
  { errors: 0, illegalNulls: 0 },
  { errors: 0.05, illegalNulls: 0 },
  { errors: 0, illegalNulls: 0.03 },
  { errors: 0.04, illegalNulls: 0.02 },
]

/** An operation with @defer, to be run with several sets of answers. */
export interface DeferMade {
  readonly subject: Subject
  readonly seed: number
  readonly random: RandomOperation
  /** Without its @defer. */
  readonly whole: DocumentNode
}

export function makeDeferred(subject: Subject, seed: number): DeferMade {
  const random = randomOperation(subject.epoch.schema, seed, { defers: true })
  return { subject, seed, random, whole: withoutDefer(random.document) }
}

/**
 * Runs one operation with one set of answers: in parts, at once, and at once by Apollo's executor.
 * @returns null for an operation that the planner gives up on.
 */
export async function runDeferCase(
  made: DeferMade,
  answerSeed: number,
  stock: StockExecutor,
): Promise<DeferCase | null> {
  const { subject, seed, random, whole } = made
  const chance = randomFrom(hash(seed, answerSeed))
  const faults = chance.pick(behaviours)
  const variables = JSON.parse(JSON.stringify(random.variablesFor(chance))) as Record<string, unknown>
  const unconditional = withoutConditions(whole, variables)
  const forStock = plan(subject, unconditional)
  if (forStock === null) return null
  const sources = sourcesOf(subject, hash(seed, answerSeed), faults)
  const inParts = { key: `${seed} in parts`, variables, sources: sources('parts'), deferBy: variables }
  const deferred = await execute(subject, random.document, inParts)
  const ours = await execute(subject, whole, { key: `${seed} at once`, variables, sources: sources('whole') })
  const theirs = await stock(forStock, { variables, sources: sources('stock') })

  const parts = putTogether(
    deferred.result.data ?? null,
    partsOf(deferred.payloads),
    createTypeAt(subject.epoch.schema, whole),
  )
  const errorsOfParts = [
    ...(deferred.result.errors ?? []),
    ...partsOf(deferred.payloads).flatMap(part => part.errors ?? []),
  ]
  return {
    parts,
    announced: readPending(deferred),
    errorsOfParts: errorsWithin(ours.result.data, errorsOfParts),
    data: ours.result.data,
    errors: errorsWithin(ours.result.data, ours.result.errors ?? []),
    stock: {
      data: withoutMarks(theirs.data) as OperationResult['data'],
      errors: errorsWithin(theirs.data, theirs.errors ?? []),
    },
    payloads: deferred.payloads,
    hasFaults: faults.errors > 0 || faults.illegalNulls > 0,
    description: describeCase({ made, answerSeed, faults, variables, deferred, ours }),
  }
}

/** Subgraphs of a world of its own for each case; their answers come in any order. */
function sourcesOf(subject: Subject, seed: number, faults: WorldFaults) {
  const world = createWorld(subject, hash(seed, 'world'), faults)
  return (purpose: string): Record<string, DataSource> => {
    const sources: Record<string, DataSource> = {}
    for (const subgraph of Object.keys(subject.subgraphSchemas)) {
      sources[subgraph] = {
        givesOwned: true,
        execute: async request => {
          const turns = hash(seed, purpose, request.query) % TURNS_MAX
          for (let turn = 0; turn < turns; turn++) await setImmediate()
          return world.answer(subgraph, request)
        },
      }
    }
    return sources
  }
}

const TURNS_MAX = 4

function plan(subject: Subject, document: DocumentNode): Parameters<StockExecutor>[0] | null {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  const [definition] = document.definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation comes first')
  try {
    return { plan: subject.plan(document), operation: { definition, fragments }, epoch: subject.epoch }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Too many options')) return null
    throw error
  }
}

async function execute(
  { epoch }: Subject,
  document: DocumentNode,
  how: {
    key: string
    variables: Record<string, unknown>
    sources: Readonly<Record<string, DataSource>>
    deferBy?: Record<string, unknown>
  },
): Promise<{
  result: OperationResult
  payloads: IncrementalPayload[]
  pending: readonly PendingPart[]
  keys: AnswerKeys
}> {
  const grants = { has: () => true, size: 0 } as unknown as ReadonlySet<number>
  const { key, variables, sources, deferBy } = how
  const prepared = epoch.operations.prepare(document, { key, operationName: undefined, grants, deferBy })
  const { result, following, pending, keys } = await runPrepared(prepared, epoch, { variables, sources })
  // An answer that was delivered must not change any more.
  const text = JSON.stringify(result)
  const payloads: IncrementalPayload[] = []
  for (const given of following)
    for await (const payload of given) payloads.push(JSON.parse(JSON.stringify(payload)) as IncrementalPayload)
  if (JSON.stringify(result) !== text) throw new Error('The first answer has changed after it was given')
  return { result, payloads, pending, keys }
}

const withoutDefer = (document: DocumentNode): DocumentNode =>
  visit(document, { Directive: ({ name }) => (name.value === 'defer' ? null : undefined) })

const errorsWithin = (data: unknown, errors: readonly Pick<GraphQLError, 'message' | 'path'>[]): string[] => {
  const found = errors.filter(({ path = [] }) => valueAt(data, path) !== undefined)
  return [...new Set(found.map(({ message, path }) => canonicalJson({ message, path })))].toSorted()
}

function describeCase(given: {
  made: DeferMade
  answerSeed: number
  faults: WorldFaults
  variables: Record<string, unknown>
  deferred: { result: OperationResult; payloads: IncrementalPayload[] }
  ours: { result: OperationResult }
}): string {
  const { made, ...others } = given
  const { subject, seed, random } = made
  return `${random.text}\n${JSON.stringify({ subject: subject.name, seed, ...others }, null, 1)}`
}

export const partsOf = (payloads: readonly IncrementalPayload[]): readonly IncrementalPart[] =>
  payloads.flatMap(({ incremental = [] }) => incremental)
