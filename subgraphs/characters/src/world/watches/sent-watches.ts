import type { Projection } from '../notifier/projection.js'
import type { ViewRequest, WatchRequest } from './watch-source.js'

/** Watches that one call begins, and their different projections: together less than the body of a call may hold. */
export const WATCHES_PER_CALL_MAX = 500
export const PROJECTIONS_PER_CALL_MAX = 8

export interface NumberedWatch {
  readonly watchId: number
  readonly request: WatchRequest
}

/** A request whose projection is a number: most viewers have the same one, and a call has it once. */
export type SentRequest =
  | Exclude<WatchRequest, { readonly kind: 'view' }>
  | (Omit<ViewRequest, 'projection'> & { readonly projection: number })

export interface SentWatches {
  readonly projections: readonly Projection[]
  readonly add: readonly { readonly watchId: number; readonly request: SentRequest }[]
}

/** The watches in as few calls as have room for them, in their order. */
export function packWatches(watches: readonly NumberedWatch[]): readonly SentWatches[] {
  const calls: { projections: Projection[]; add: { watchId: number; request: SentRequest }[] }[] = []
  for (const { request, watchId } of watches) {
    let call = calls.at(-1)
    const known =
      request.kind === 'view' ? call?.projections.findIndex(({ key }) => key === request.projection.key) : undefined
    const isFull =
      call === undefined ||
      call.add.length >= WATCHES_PER_CALL_MAX ||
      (known === -1 && call.projections.length >= PROJECTIONS_PER_CALL_MAX)
    if (call === undefined || isFull) calls.push((call = { projections: [], add: [] }))
    if (request.kind !== 'view') call.add.push({ watchId, request })
    else {
      const isKnown = !isFull && known !== undefined && known !== -1
      const projection = isKnown ? known : call.projections.push(request.projection) - 1
      call.add.push({ watchId, request: { ...request, projection } })
    }
  }
  return calls
}

/** @throws RangeError for a projection that the call does not have */
export function unpackWatches({ add, projections }: SentWatches): readonly NumberedWatch[] {
  return add.map(({ request, watchId }) => {
    if (request.kind !== 'view') return { watchId, request }
    const projection = projections[request.projection]
    if (projection === undefined) throw new RangeError(`There is no projection ${request.projection}`)
    return { watchId, request: { ...request, projection } }
  })
}
