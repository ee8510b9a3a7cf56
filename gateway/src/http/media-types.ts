import { RequestFault } from '@waystone/kit/errors'
import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'

const JSON_TYPE = 'application/json; charset=utf-8'
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8'

/** Clients send few different Accept headers; made-up ones push each other out. */
const ACCEPTS_MAX = 200
/** In characters. Browsers and GraphQL clients stay below 200. */
export const ACCEPT_LENGTH_MAX = 1_000

/** Which media type an Accept header asks for. Apollo Server negotiates each one once; from then on it is known. */
export interface MediaTypes {
  /** Undefined when Apollo Server has yet to say. */
  typeFor(accept: string | undefined): string | undefined
  /** For answers that Apollo Server does not make, by the client's Accept header. */
  errorTypeFor(accept: string | undefined): string
  learn(accept: string | undefined, type: string): void
}

export function createMediaTypes(): MediaTypes {
  const learned = new LRUCache<string, string>({ max: ACCEPTS_MAX })
  const typeFor = (accept: string | undefined) => (accept ? (common.get(accept) ?? learned.get(accept)) : JSON_TYPE)
  return {
    typeFor,
    errorTypeFor: accept => typeFor(accept) ?? JSON_TYPE,
    learn: (accept, type) => {
      if (accept && !common.has(accept) && (type === JSON_TYPE || type === GRAPHQL_TYPE)) learned.set(accept, type)
    },
  }
}

/** Apart from the rest, since a lookup that also notes its use costs more. */
const common: ReadonlyMap<string, string> = new Map([
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
])

/**
 * A weight that is no number from 0 to 1, as RFC 9110 (12.4.2) has it, says nothing: its range counts as one
 * without a weight, which is 1. Apollo Server would take it for 0, and refuse a client that names what it
 * wants.
 */
const UNREADABLE_WEIGHT = /;[ \t]*q=(?!(?:0(?:\.\d*)?|\.\d+|1(?:\.0*)?)[ \t]*(?:[;,]|$))[^;,]*/gi

export const withReadableWeights = (accept: string): string => accept.replaceAll(UNREADABLE_WEIGHT, '')

/**
 * Apollo Server says so only when the operation has run, which a mutation must not for an answer that cannot
 * be given. All answers are JSON in UTF-8: another charset, or a weight of 0, is refused.
 * @throws GraphQLError BAD_REQUEST with status 406
 */
export function refuseUnacceptable(accept: string | undefined): void {
  if (!accept || new Negotiator({ headers: { accept } }).mediaTypes([JSON_TYPE, GRAPHQL_TYPE]).length > 0) return
  throw new GraphQLError(`The Accept header must allow ${JSON_TYPE} or ${GRAPHQL_TYPE}`, {
    extensions: { code: 'BAD_REQUEST', http: { status: 406 } },
  })
}

/** @throws RequestFault BAD_REQUEST for a header that takes long to read: no client needs one. */
export function refuseLongAccept(accept: string | undefined): void {
  if (accept === undefined || accept.length <= ACCEPT_LENGTH_MAX) return
  throw new RequestFault('BAD_REQUEST', `The Accept header may have at most ${ACCEPT_LENGTH_MAX} characters`)
}
