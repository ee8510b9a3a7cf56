import type { Following, IncrementalPayload } from '@waystone/federation/contract'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'

/** Writes one answer in parts; each part is called for once, in their order. */
export interface IncrementalWriter {
  /** The fields of the first part besides the initial answer's. */
  readonly first: object
  readonly next: (payload: IncrementalPayload) => object
}

export type FormatErrors = (errors: readonly GraphQLError[]) => readonly GraphQLFormattedError[]

/** A format of answers in parts. */
export interface IncrementalFormat {
  readonly contentType: string
  /** @param initial the initial answer's JSON. */
  readonly createWriter: (initial: string, following: Following, formatErrors: FormatErrors) => IncrementalWriter
}
