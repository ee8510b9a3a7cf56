import type { GraphQLError } from 'graphql'
import type { JsonObject } from '../json/json.js'

/** A deferred fragment's data at one place of the answer. */
export interface IncrementalPart {
  readonly data: JsonObject | null
  readonly path: readonly (string | number)[]
  readonly label?: string
  readonly errors?: readonly GraphQLError[]
}

/** A payload that follows the initial answer. The last one has `hasNext: false`. */
export interface IncrementalPayload {
  readonly incremental?: readonly IncrementalPart[]
  readonly hasNext: boolean
}

/** Takes what follows an answer; called at most once for a request, before its answer is given back. */
export interface IncrementalReceiver {
  readonly deliver: (payloads: AsyncIterable<IncrementalPayload>) => void
  /** Null as long as nothing follows. */
  readonly following: AsyncIterable<IncrementalPayload> | null
}

export function createIncrementalReceiver(): IncrementalReceiver {
  let following: AsyncIterable<IncrementalPayload> | null = null
  return {
    deliver: payloads => {
      following = payloads
    },
    get following() {
      return following
    },
  }
}
