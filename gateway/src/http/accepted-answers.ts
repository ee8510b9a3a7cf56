import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'

/**
 * How an operation can be answered: at once, as server-sent events, or in parts. `deferred parts` are those of
 * 2022; `pending parts` those of the current proposal, which announces deferred fragments before their data.
 */
export type AnswerKind = 'json' | 'event stream' | 'subscription parts' | 'deferred parts' | 'pending parts'

/** Clients send few different headers; made-up ones push each other out, and long ones were refused before. */
const ACCEPTS_MAX = 200

const onlyJson: readonly AnswerKind[] = ['json']
const known = new LRUCache<string, readonly AnswerKind[]>({ max: ACCEPTS_MAX })

/**
 * The kinds of answers that an Accept header allows, the preferred one first: by weight, then by their order
 * in the header. JSON comes first where neither decides. Streams and parts have to be named: a wildcard
 * stands for JSON alone.
 */
export function acceptedAnswers(accept: string | undefined): readonly AnswerKind[] {
  // Most headers name neither.
  if (accept === undefined || !/event-stream|multipart/i.test(accept)) return onlyJson
  const existing = known.get(accept)
  if (existing !== undefined) return existing
  const made = negotiate(accept)
  known.set(accept, made)
  return made
}

/** How a query or a mutation is answered to a client with these preferences. */
export const preferredForQuery = (accepted: readonly AnswerKind[]): AnswerKind =>
  accepted.find(kind => kind !== 'subscription parts') ?? 'json'

/**
 * Names that a kind has within `negotiate`. Without parameters: a type that has some would come before others
 * of its weight. Names of parts have quotes, which no range of a header keeps.
 */
const names: ReadonlyMap<string, AnswerKind> = new Map([
  ['application/json', 'json'],
  ['application/graphql-response+json', 'json'],
  ['text/event-stream', 'event stream'],
  ['multipart/"subscription"', 'subscription parts'],
  ['multipart/"deferred"', 'deferred parts'],
  ['multipart/"pending"', 'pending parts'],
])

function negotiate(accept: string): readonly AnswerKind[] {
  const ranges = accept.split(',').map(nameRange)
  const offered = [...names.keys()].filter(
    name => names.get(name) === 'json' || ranges.some(range => range.startsWith(`${name};`)),
  )
  const preferred = new Negotiator({ headers: { accept: ranges.join(',') } }).mediaTypes(offered)
  return [...new Set(preferred.flatMap(name => names.get(name) ?? []))]
}

/** A range of the header, such as `multipart/mixed;boundary="-";deferSpec=20220824;q=0.5`, as its name and weight. */
function nameRange(range: string): string {
  const [type = '', ...parameters] = range.toLowerCase().replaceAll(/[\s"]/g, '').split(';')
  const weight = parameters.find(parameter => parameter.startsWith('q=')) ?? 'q=1'
  return `${type === 'multipart/mixed' ? partsOf(parameters) : type};${weight}`
}

function partsOf(parameters: readonly string[]): string {
  if (parameters.some(parameter => parameter.startsWith('subscriptionspec=1.0'))) return 'multipart/"subscription"'
  if (parameters.includes('incrementalspec=v0.2')) return 'multipart/"pending"'
  return parameters.includes('deferspec=20220824') ? 'multipart/"deferred"' : 'multipart/mixed'
}
