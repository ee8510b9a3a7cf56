import {
  exchange,
  sharedResponse,
  withVariables,
  type DataSource,
  type SubgraphRequest,
  type SubgraphResponse,
} from '../contract/data-source.js'
import { joinRepresentations, splitResponse } from './entity-batch.js'
import type { RequestScope } from '../contract/request-scope.js'

/** A batch that is fuller is sent, and another one begun. */
const BATCH_ENTITIES_MAX = 1_000

/** One fetch that waits for its answer. */
interface Waiter<Scope extends RequestScope = RequestScope> {
  readonly request: SubgraphRequest<Scope>
  readonly resolve: (response: SubgraphResponse) => void
  readonly reject: (error: unknown) => void
}

/** Fetches of one tick that ask alike, apart from their entities; or a single one of anything else. */
interface Batch<Scope extends RequestScope = RequestScope> {
  /** The variables besides the entities, as JSON; null for what has no entities and joins nothing. */
  readonly others: string | null
  readonly waiters: [Waiter<Scope>, ...Waiter<Scope>[]]
  size: number
}

/** A read in flight; equal reads wait for its response. */
interface Flight<Scope extends RequestScope = RequestScope> {
  readonly request: SubgraphRequest<Scope>
  /** Its variables as JSON, once a comparison has needed them. */
  variables: string | undefined
  readonly waiters: Pick<Waiter, 'resolve' | 'reject'>[]
}

/** Everything of one scope: nothing is ever looked for in another's. */
interface Lane<Scope extends RequestScope> {
  batches: Batch<Scope>[]
  readonly flights: Flight<Scope>[]
}

/** The identity that subgraphs see of a request. */
export interface ReadSharing<Scope extends RequestScope> {
  /** Equal for requests of which the subgraph hears the same, apart from their ids. */
  readonly scopeOf: (request: Pick<SubgraphRequest<Scope>, 'context' | 'headers'>) => string
}

/**
 * Lets reads of one source share their work within one scope, which is the identity that the subgraph sees.
 * Reads of `_entities` within a tick that differ only in their entities become one; a read that equals one in
 * flight waits for its response, unless it belongs to an event, which announces a change. A read with an
 * expected exchange is never batched. Mutations pass through, and when one is answered no earlier read is
 * shared any more, so that a client reads its own writes.
 */
export function shareReads<Scope extends RequestScope, Source extends DataSource<Scope>>(
  source: Source,
  { scopeOf }: ReadSharing<Scope>,
): Source {
  const lanes = new Map<string, Lane<Scope>>()
  let filled: { scope: string; lane: Lane<Scope> }[] = []

  const read = (request: SubgraphRequest<Scope>): Promise<SubgraphResponse> =>
    new Promise((resolve, reject) => {
      const scope = scopeOf(request)
      let lane = lanes.get(scope)
      if (lane === undefined) lanes.set(scope, (lane = { batches: [], flights: [] }))
      // A batch would be another request than the one with the expected response.
      if (request.expected !== undefined) return fly(scope, lane, request, { resolve, reject })
      if (lane.batches.length === 0) {
        if (filled.length === 0) setImmediate(sendAll)
        filled.push({ scope, lane })
      }
      addTo(lane.batches, { request, resolve, reject })
    })

  const sendAll = () => {
    const sending = filled
    filled = []
    for (const { scope, lane } of sending) {
      const { batches } = lane
      lane.batches = []
      for (const batch of batches) send(scope, lane, batch)
    }
  }

  const send = (scope: string, lane: Lane<Scope>, { waiters }: Batch<Scope>) => {
    const [first, another] = waiters
    if (another === undefined) return fly(scope, lane, first.request, first)
    const batch = joinRepresentations(waiters.map(({ request }) => entitiesOf(request) ?? []))
    const variables = { ...first.request.variables, representations: batch.representations }
    fly(
      scope,
      lane,
      {
        ...withVariables(first.request, variables),
        context: (waiters.find(isOfEvent) ?? first).request.context,
        isRecorded: waiters.some(({ request }) => request.isRecorded === true),
      },
      {
        resolve: response => {
          const own = isOfOne(waiters) ? response : { ...response, [exchange]: undefined }
          for (const [index, share] of splitResponse(own, batch).entries()) waiters[index]?.resolve(share)
        },
        reject: error => {
          for (const { reject } of waiters) reject(error)
        },
      },
    )
  }

  const fly = (
    scope: string,
    lane: Lane<Scope>,
    request: SubgraphRequest<Scope>,
    waiter: Flight['waiters'][number],
  ) => {
    const same = isOfEvent({ request }) ? undefined : findSame(lane.flights, request)
    if (same !== undefined) {
      same.waiters.push(waiter)
      return
    }
    const flight: Flight<Scope> = { request, variables: undefined, waiters: [waiter] }
    lane.flights.push(flight)
    source.execute(request).then(
      response => {
        land(scope, lane, flight)
        const shared = flight.waiters.length === 1 ? response : sharedResponse(response)
        for (const { resolve } of flight.waiters) resolve(shared)
      },
      (error: unknown) => {
        land(scope, lane, flight)
        for (const { reject } of flight.waiters) reject(error)
      },
    )
  }

  const write = async (request: SubgraphRequest<Scope>): Promise<SubgraphResponse> => {
    try {
      return await source.execute(request)
    } finally {
      // Reads that wait for a flight get its response; no later read joins it.
      for (const lane of lanes.values()) lane.flights.length = 0
    }
  }

  const land = (scope: string, lane: Lane<Scope>, flight: Flight<Scope>) => {
    const at = lane.flights.indexOf(flight)
    if (at !== -1) lane.flights.splice(at, 1)
    if (lane.flights.length === 0 && lane.batches.length === 0 && lanes.get(scope) === lane) lanes.delete(scope)
  }

  return {
    ...source,
    execute: request => (request.query.startsWith('mutation') ? write(request) : read(request)),
  }
}

/**
 * The planner gives this name to nothing else: a client's variable of the name has another one in what
 * subgraphs get.
 */
function entitiesOf({ variables }: SubgraphRequest): readonly unknown[] | undefined {
  const { representations } = variables
  return Array.isArray(representations) ? representations : undefined
}

function addTo<Scope extends RequestScope>(batches: Batch<Scope>[], waiter: Waiter<Scope>): void {
  const { request } = waiter
  const entities = entitiesOf(request)
  if (entities === undefined) return void batches.push({ others: null, waiters: [waiter], size: 0 })
  const others = othersIn(request.variables)
  const open = batches.find(
    batch =>
      batch.others === others &&
      asksAlike(batch.waiters[0].request, request) &&
      batch.size + entities.length <= BATCH_ENTITIES_MAX,
  )
  if (open === undefined) return void batches.push({ others, waiters: [waiter], size: entities.length })
  open.waiters.push(waiter)
  open.size += entities.length
}

/** The variables besides the entities, as JSON. */
function othersIn(variables: SubgraphRequest['variables']): string {
  const names = Object.keys(variables)
  if (names.length === 1) return '{}'
  const { representations: _, ...others } = variables
  return JSON.stringify(others)
}

function findSame<Scope extends RequestScope>(
  flights: readonly Flight<Scope>[],
  request: SubgraphRequest<Scope>,
): Flight<Scope> | undefined {
  let variables: string | undefined
  return flights.find(flight => {
    if (!asksAlike(flight.request, request)) return false
    flight.variables ??= JSON.stringify(flight.request.variables)
    variables ??= JSON.stringify(request.variables)
    return flight.variables === variables
  })
}

const isOfOne = ([first, ...others]: Batch['waiters']): boolean =>
  others.every(({ request }) => request.context === first.request.context)

const isOfEvent = ({ request }: Pick<Waiter, 'request'>): boolean => request.context.isOfEvent === true

const asksAlike = (one: SubgraphRequest, other: SubgraphRequest): boolean =>
  one.query === other.query && one.operationName === other.operationName
