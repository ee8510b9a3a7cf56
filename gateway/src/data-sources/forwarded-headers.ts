import { clientAddressHeaders, signClientAddress, type InternalSecret } from '@waystone/kit/auth'
import { LRUCache } from 'lru-cache'
import type { GatewayContext } from '../requests/gateway-context.js'
import { createRequestNotes } from '../requests/request-notes.js'
import type { SubgraphRequest } from '../requests/subgraph-request.js'

/** The headers that identify the client to subgraphs. */
export interface Forwarding {
  /** Names and values in turn. */
  headersOf(request: Pick<SubgraphRequest, 'context' | 'headers' | 'traceparent'>): readonly string[]
  /**
   * The same for a subgraph in this process, which gets the client's address unsigned: the call itself is
   * trusted.
   */
  localHeadersOf(request: Pick<SubgraphRequest, 'context' | 'headers' | 'traceparent'>): ReadonlyMap<string, string>
  /** Equal for requests of which subgraphs hear the same, apart from their ids: only those may share an answer. */
  scopeOf(request: Pick<SubgraphRequest, 'context' | 'headers'>): string
}

/** Values that all fetches of a request have in common; the first fetch creates the headers. */
interface OfRequest {
  readonly scope: string
  headers: readonly string[] | undefined
  localHeaders: ReadonlyMap<string, string> | undefined
}

export function createForwarding(internalSecret: InternalSecret): Forwarding {
  const known = createRequestNotes<OfRequest>('forwarded headers')
  const forwardedOf = (context: GatewayContext) => {
    const existing = known.get(context)
    if (existing !== undefined) return existing
    const made: OfRequest = { scope: scopeOfClient(context), headers: undefined, localHeaders: undefined }
    known.set(context, made)
    return made
  }
  return {
    headersOf: request => {
      const { context, headers, traceparent } = request
      const ofRequest = forwardedOf(context)
      const forwarded = (ofRequest.headers ??= forwardedHeaders({ context }, internalSecret))
      if (headers === undefined && traceparent === undefined) return forwarded
      return [...withMore(entriesOf(forwarded), request)].flat()
    },
    localHeadersOf: request => {
      const { context, headers, traceparent } = request
      const ofRequest = forwardedOf(context)
      const forwarded = (ofRequest.localHeaders ??= new Map(entriesOf(headersOfClient(context))))
      if (headers === undefined && traceparent === undefined) return forwarded
      return withMore(forwarded, request)
    },
    scopeOf: ({ context, headers }) => {
      const { scope } = forwardedOf(context)
      return headers === undefined ? scope : `${scope}${scopeOf(headers)}`
    },
  }
}

/** Per-fetch headers never override identity headers. */
const withMore = (
  forwarded: Iterable<readonly [string, string]>,
  { headers = {}, traceparent }: Pick<SubgraphRequest, 'headers' | 'traceparent'>,
): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(headers),
    ...(traceparent === undefined ? [] : [['traceparent', traceparent] as const]),
    ...forwarded,
  ])

/**
 * Builds the headers that tell subgraphs about a request: its token, its id, the client's user agent and
 * address. The address is signed, so that a client that reaches a subgraph directly cannot choose the address
 * that limits count.
 * @returns names and values in turn.
 */
export function forwardedHeaders(
  { context }: Pick<SubgraphRequest, 'context'>,
  internalSecret: InternalSecret,
): readonly string[] {
  const signature = signClientAddress(internalSecret, context.remoteAddress)
  return [...headersOfClient(context), clientAddressHeaders.signature, signature]
}

function headersOfClient(context: GatewayContext): string[] {
  // The id names the request, and the signature depends on the address: neither identifies the client.
  const headers = ['x-request-id', context.requestId]
  for (const { name, of } of whoAsks) {
    const value = of(context)
    if (value !== null) headers.push(name, value)
  }
  return headers
}

/** Names with their values. */
export const entriesOf = (headers: readonly string[]): [string, string][] =>
  headers.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : []))

/** The parts of a request's context that are equal for all requests of the same client. */
const whoAsks: readonly { readonly name: string; readonly of: (context: GatewayContext) => string | null }[] = [
  { name: 'authorization', of: ({ authorization }) => authorization },
  { name: 'user-agent', of: ({ userAgent }) => userAgent },
  { name: clientAddressHeaders.address, of: ({ remoteAddress }) => remoteAddress },
]

/**
 * The scope includes every identity header, so that a header that is added later cannot be forgotten here.
 */
function scopeOfClient(context: GatewayContext): string {
  let scope = ''
  for (const { name, of } of whoAsks) scope += scopeEntry(name, of(context))
  return scope
}

function scopeOf(headers: Readonly<Record<string, string>>): string {
  let scope = ''
  for (const [name, value] of Object.entries(headers)) scope += scopeEntry(name, value)
  return scope
}

/** With its length, no value can be taken for another one and the beginning of the next. */
function scopeEntry(name: string, value: string | null): string {
  if (value === null) return `${name}\n`
  return value.length > LONG_VALUE ? `${name}#${numberOf(value)}\n` : `${name}:${value.length}:${value}\n`
}

/** In characters: more than this costs more to compare, again and again, than to look up once. */
const LONG_VALUE = 64
/** In characters, all together: clients choose the length of these texts. */
const NUMBERED_MAX = 10_000_000
const numbered = new LRUCache<string, number>({ maxSize: NUMBERED_MAX, sizeCalculation: (_, value) => value.length })
let numbersGiven = 0

/** A number that no other value has had or will have; a value that has not been here for long gets another one. */
function numberOf(value: string): number {
  const known = numbered.get(value)
  if (known !== undefined) return known
  numbered.set(value, ++numbersGiven)
  return numbersGiven
}
