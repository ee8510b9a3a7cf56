import type { GraphQLError } from 'graphql'
import type { JsonObject } from '../json/json.js'

/** A deferred fragment at one place of the answer, whose data follows. */
export interface PendingPart {
  /** Its number within the answer: several fragments may have one path and label. */
  readonly place: number
  readonly path: readonly (string | number)[]
  readonly label?: string
}

/** A deferred fragment's data at one place of the answer. It has the number that the place was pending with. */
export interface IncrementalPart extends PendingPart {
  readonly data: JsonObject | null
  readonly errors?: readonly GraphQLError[]
  /** Deferred fragments within this one that follow it; absent where there are none. */
  readonly nested?: readonly PendingPart[]
}

/** A payload that follows the initial answer. The last one has `hasNext: false`. */
export interface IncrementalPayload {
  readonly incremental?: readonly IncrementalPart[]
  readonly hasNext: boolean
}

/** Takes what follows an answer; called at most once for a request, before its answer is given back. */
export interface IncrementalReceiver {
  readonly deliver: (following: Following) => void
  /** Null as long as nothing follows. */
  readonly following: Following | null
}

/** The keys of an answer's object: null for a leaf, the keys below it for any other. */
export interface AnswerKeys extends ReadonlyMap<string, AnswerKeys | null> {}

/** The payloads that follow an initial answer, and the fragments that they are for. */
export interface Following {
  readonly payloads: AsyncIterable<IncrementalPayload>
  /** The fragments that the initial answer leaves out. One that turns out to be for other types gets no part. */
  readonly pending: readonly PendingPart[]
  /** Those of all parts together: they tell the object of a scalar from one with fields. */
  readonly keys: AnswerKeys
}

export function createIncrementalReceiver(): IncrementalReceiver {
  let following: Following | null = null
  return {
    deliver: given => {
      following = given
    },
    get following() {
      return following
    },
  }
}
