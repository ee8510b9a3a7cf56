import { numberOf } from '@waystone/federation/exact-numbers'
import { copyJson } from '@waystone/federation/json'
import { copyAsJson } from './as-json.js'
import type { Exchange, SubgraphResponse } from '@waystone/federation/contract'
import type { SubgraphRequest } from '../requests/subgraph-request.js'

/** Objects take several times as much as their text. */
const TIMES_AS_TEXT = 6

/** A request to a subgraph in this process and its response, as copies that the exchange owns. */
export class LocalExchange implements Exchange {
  readonly question: Exchange['question']
  readonly size: number
  readonly #answer: Pick<SubgraphResponse, 'data' | 'extensions'>

  constructor({ query, operationName, variables, numbers }: SubgraphRequest, { data, extensions }: SubgraphResponse) {
    this.question = { query, operationName, variables: copyJson(variables) as SubgraphRequest['variables'], numbers }
    this.#answer = { data: copyJson(data) as SubgraphResponse['data'], extensions: copyExtensions(extensions) }
    this.size = TIMES_AS_TEXT * (query.length + JSON.stringify([variables, data, extensions]).length)
  }

  /** A copy of what was answered. */
  get answer(): Pick<SubgraphResponse, 'data' | 'extensions'> {
    const { data, extensions } = this.#answer
    return { data: copyJson(data) as SubgraphResponse['data'], extensions: copyExtensions(extensions) }
  }

  isLike(other: Exchange): boolean {
    return other === this || (other instanceof LocalExchange && this.isAnsweredBy(other.#answer))
  }

  /** Checks that an error-free response equals the recorded one. */
  isAnsweredBy({ data, extensions }: { data?: unknown; extensions?: unknown }): boolean {
    return isAsJson(data, this.#answer.data) && isAsJson(extensions, this.#answer.extensions)
  }
}

const copyExtensions = (extensions: SubgraphResponse['extensions']) =>
  copyJson(extensions) as SubgraphResponse['extensions']

/**
 * Checks that a value would equal `json` after a round trip through JSON. Values that graphql-js creates are
 * compared without serializing them.
 */
function isAsJson(value: unknown, json: unknown): boolean {
  if (typeof value !== 'object' || value === null)
    return value === json || (typeof value === 'bigint' && numberOf(value) === json)
  if (Array.isArray(value)) return Array.isArray(json) && areAsJson(value, json)
  const object = value as Record<string, unknown>
  const prototype: unknown = Object.getPrototypeOf(object)
  // Dates and other objects with a `toJSON` of their own.
  if ((prototype !== null && prototype !== Object.prototype) || typeof object['toJSON'] === 'function')
    return isAsJson(copyAsJson(object), json)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false
  const other = json as Record<string, unknown>
  let count = 0
  for (const key in object) {
    const item = object[key]
    if (item === undefined) continue
    count++
    if (!isAsJson(item, other[key])) return false
  }
  for (const _ in other) count--
  return count === 0
}

function areAsJson(values: readonly unknown[], json: readonly unknown[]): boolean {
  if (values.length !== json.length) return false
  for (let index = 0; index < values.length; index++) if (!isAsJson(values[index] ?? null, json[index])) return false
  return true
}
