import type { PlanNode, QueryPlan } from '@apollo/query-planner'
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'
import { LRUCache } from 'lru-cache'
import { sharedData } from '../../plugins/gateway-plugin.js'
import type { Run } from '../plan/run.js'
import { askAgain, type RepeatableFetch } from './ask-again.js'
import { fetchKey, readFetchOrder } from './fetch-order.js'
import { answeringFrom, questionKey, recordFetches, type RecordedFetch, type SourceOf } from './recorded-fetches.js'

/** What an execution came to. */
export type Executed = GatewayExecutionResult & { readonly [sharedData]?: true }

/**
 * Remembers what answers were made of. The same operation with the same variables asks its subgraphs again, for whoever asks
 * now: where all of them answer byte for byte what they answered before, so is the client answered, and nothing is read, joined
 * or written anew. Nothing is ever answered that subgraphs have not just said: at the first answer that differs the operation is
 * executed as usual, with the answers that have come by then.
 */
export interface RepeatedAnswers {
  /** @param execute runs the plan, and asks the sources that it is given. */
  answer(
    asked: { plan: QueryPlan; sourceOf: SourceOf } & Pick<Run, 'variables' | 'context'>,
    execute: (sourceOf: SourceOf) => Promise<GatewayExecutionResult>,
  ): Promise<Executed>
}

/** How it went: the last one is an answer that was to be repeated, and has changed. */
export type RepeatOutcome = 'repeated' | 'executed' | 'changed'

/** What is remembered is kept as bytes and as objects, which take several times as much. */
const SIZE_OF_OBJECTS = 5
/** A plan whose answers differ again and again is looked at once in so many requests. */
const REST_MAX = 64

/**
 * @param options.bytesMax about what may be kept; 0 remembers nothing.
 * @param options.onOutcome hears of each operation that was looked at.
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

  const repeat = async (
    { fetches, result }: Repeatable,
    { about, key, asked, execute }: Looking,
  ): Promise<Executed> => {
    const { answered, isSame } = await askAgain(fetches, asked)
    onOutcome(isSame ? 'repeated' : 'changed')
    if (isSame) {
      about.failures = 0
      return { ...result, [sharedData]: true }
    }
    remembered.delete(key)
    disappoint(about)
    return await execute(answeringFrom(answered, asked.sourceOf))
  }

  const look = async (before: Remembered | undefined, { about, key, asked, execute }: Looking): Promise<Executed> => {
    onOutcome('executed')
    const record = recordFetches(asked.sourceOf)
    const result = await execute(record.sourceOf)
    const fetches = result.errors === undefined ? record.recorded() : null
    if (fetches === null || fetches.length === 0) {
      disappoint(about)
      return result
    }
    if (before === undefined || !isSameFetches(before.fetches, fetches)) {
      remembered.set(key, { fetches, repeatable: null })
      disappoint(about)
      return result
    }
    about.failures = 0
    about.order ??= readFetchOrder(asked.plan.node as PlanNode)
    remembered.set(key, { fetches, repeatable: { fetches: inOrder(fetches, about.order), result } })
    return { ...result, [sharedData]: true }
  }

  return {
    answer: async (asked, execute) => {
      const about = ofPlan(asked.plan)
      if (about.rest > 0) {
        about.rest--
        return await execute(asked.sourceOf)
      }
      const key = `${about.number} ${JSON.stringify(asked.variables)}`
      const before = remembered.get(key)
      const looking = { about, key, asked, execute }
      return before?.repeatable ? await repeat(before.repeatable, looking) : await look(before, looking)
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
  readonly fetches: readonly RecordedFetch[]
  /** Once the same has been answered twice. */
  readonly repeatable: Repeatable | null
}

interface Repeatable {
  readonly fetches: readonly RepeatableFetch[]
  readonly result: GatewayExecutionResult
}

/** Also for the first time, when there is nothing to compare with. */
function disappoint(about: OfPlan): void {
  about.rest = Math.min(2 ** about.failures++, REST_MAX)
}

function sizeOf({ fetches, repeatable }: Remembered, key: string): number {
  const bytes = fetches.reduce((sum, { body, variables }) => sum + body.length + variables.length, 0)
  return key.length + bytes * (repeatable === null ? 1 : 1 + SIZE_OF_OBJECTS)
}

/** Of two executions: in parallel, fetches may begin in another order. */
function isSameFetches(some: readonly RecordedFetch[], others: readonly RecordedFetch[]): boolean {
  if (some.length !== others.length) return false
  const bodies = new Map(some.map(fetch => [questionKey(fetch), fetch.body]))
  return others.every(fetch => bodies.get(questionKey(fetch))?.equals(fetch.body) === true)
}

/** Each fetch waits for those that the plan has before it; those that these wait for themselves go without saying. */
function inOrder(
  fetches: readonly RecordedFetch[],
  order: ReadonlyMap<string, ReadonlySet<string>>,
): readonly RepeatableFetch[] {
  const keys = fetches.map(({ serviceName, query }) => fetchKey(serviceName, query))
  const before = keys.map((key, place) =>
    keys.flatMap((other, at) => (at < place && order.get(key)?.has(other) === true ? [at] : [])),
  )
  return fetches.map((fetch, place) => {
    const all = before[place] ?? []
    const after = all.filter(at => !all.some(other => before[other]?.includes(at) === true))
    return { ...fetch, after, given: JSON.parse(fetch.variables) as Record<string, unknown> }
  })
}
