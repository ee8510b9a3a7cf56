import type { PlanNode, QueryPlan } from '@apollo/query-planner'
import { LRUCache } from 'lru-cache'
import type { SourceOf } from '../../contract/data-source.js'
import type { OperationResult } from '../../contract/operation-result.js'
import { sharedObjects } from '../../contract/shared-objects.js'
import type { Run } from '../../fetching/run.js'
import { askAgain, type RepeatableExchange } from './ask-again.js'
import { readFetchOrder } from './fetch-order.js'
import { answeringFrom, recordFetches, type RecordedExchange } from './recorded-fetches.js'

/**
 * Records the exchanges behind answers. The same operation with the same variables sends its subgraph
 * requests again, with the current client's identity: where all responses are byte for byte the recorded
 * ones, the client gets the recorded answer, and nothing is parsed, merged or serialized again. No answer is
 * ever given that subgraphs have not just confirmed: at the first response that differs, the operation is
 * executed as usual, with the responses that have arrived by then.
 */
export interface RepeatedAnswers {
  /** @param execute runs the plan, and asks the sources that it is given. */
  answer(
    asked: { plan: QueryPlan; sourceOf: SourceOf } & Pick<Run, 'variables' | 'context'>,
    execute: (sourceOf: SourceOf) => Promise<OperationResult>,
  ): Promise<OperationResult>
}

/** How it went: the last one is an answer that was to be repeated, and has changed. */
export type RepeatOutcome = 'repeated' | 'executed' | 'changed'

/** A plan whose answers differ again and again is looked at once in so many requests. */
const REST_MAX = 64

/**
 * @param options.bytesMax about what may be kept; 0 remembers nothing.
 * @param options.onOutcome called for each operation whose record was looked up.
 */
export function createRepeatedAnswers(options: {
  bytesMax: number
  onOutcome: (outcome: RepeatOutcome) => void
}): RepeatedAnswers {
  const { bytesMax, onOutcome } = options
  if (bytesMax === 0) return { answer: async ({ sourceOf }, execute) => await execute(sourceOf) }
  const remembered = new LRUCache<string, Remembered>({ maxSize: bytesMax, sizeCalculation: sizeOf })
  const plans = new WeakMap<QueryPlan, OfPlan>()
  let planCount = 0
  const ofPlan = (plan: QueryPlan): OfPlan => {
    const known = plans.get(plan)
    if (known !== undefined) return known
    const made: OfPlan = { number: ++planCount, order: undefined, failures: 0, rest: 0 }
    plans.set(plan, made)
    return made
  }

  const repeat = async (known: Remembered, { about, key, asked, execute }: Looking): Promise<OperationResult> => {
    const { answered, isSame } = await askAgain(known.exchanges, asked)
    onOutcome(isSame ? 'repeated' : 'changed')
    if (isSame) {
      about.failures = 0
      return known.result
    }
    remembered.delete(key)
    countFailure(about)
    return await execute(answeringFrom(answered, asked.sourceOf))
  }

  const record = async ({ about, key, asked, execute }: Looking): Promise<OperationResult> => {
    onOutcome('executed')
    // Counts as a failure until a later repeat succeeds.
    countFailure(about)
    const { sourceOf, recorded } = recordFetches(asked.sourceOf)
    const result = await execute(sourceOf)
    const exchanges = result.errors === undefined ? recorded() : null
    if (exchanges === null || exchanges.length === 0) return result
    about.order ??= readFetchOrder(asked.plan.node as PlanNode)
    const shared: OperationResult = { ...result, [sharedObjects]: true }
    remembered.set(key, { exchanges: inOrder(exchanges, about.order), result: shared })
    return shared
  }

  return {
    answer: (asked, execute) => {
      const about = ofPlan(asked.plan)
      if (about.rest > 0) {
        about.rest--
        return execute(asked.sourceOf)
      }
      const key = `${about.number} ${JSON.stringify(asked.variables)}`
      const known = remembered.get(key)
      const looking = { about, key, asked, execute }
      return known === undefined ? record(looking) : repeat(known, looking)
    },
  }
}

interface Looking {
  readonly about: OfPlan
  readonly key: string
  readonly asked: Parameters<RepeatedAnswers['answer']>[0]
  readonly execute: Parameters<RepeatedAnswers['answer']>[1]
}

interface OfPlan {
  readonly number: number
  order: ReturnType<typeof readFetchOrder> | undefined
  /** In a row. */
  failures: number
  /** Requests that are not looked at. */
  rest: number
}

interface Remembered {
  readonly exchanges: readonly RepeatableExchange[]
  readonly result: OperationResult
}

function countFailure(about: OfPlan): void {
  about.rest = Math.min(2 ** about.failures++, REST_MAX)
}

const sizeOf = ({ exchanges }: Remembered, key: string): number =>
  exchanges.reduce((size, { exchange }) => size + exchange.size, key.length)

/**
 * Each exchange waits for those that the plan has before it; those that these wait for themselves go without
 * saying.
 */
function inOrder(
  exchanges: readonly RecordedExchange[],
  order: ReadonlyMap<string, ReadonlySet<string>>,
): readonly RepeatableExchange[] {
  const isBefore = (one: RecordedExchange, other: RecordedExchange) =>
    [...other.fetches].some(fetch => [...one.fetches].some(earlier => order.get(fetch)?.has(earlier) === true))
  const before = exchanges.map((other, place) =>
    exchanges.flatMap((one, at) => (at < place && isBefore(one, other) ? [at] : [])),
  )
  return exchanges.map(({ serviceName, exchange }, place) => {
    const all = before[place] ?? []
    const after = all.filter(at => !all.some(other => before[other]?.includes(at) === true))
    return { serviceName, exchange, question: exchange.question, after }
  })
}
