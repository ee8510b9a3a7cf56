import type { Following, IncrementalPayload } from '@waystone/federation/contract'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import { createPendingWriter } from './pending-writer.js'

/** Writes one answer in parts; each part is called for once, in their order. */
export interface IncrementalWriter {
  /** What the first part has besides the initial answer. */
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

/** The format that a client names `deferSpec=20220824`: each part says its path, and nothing is announced. */
export const partsOf2022: IncrementalFormat = {
  contentType: 'multipart/mixed; boundary="-"; deferSpec=20220824',
  createWriter: (_initial, _following, formatErrors) => ({
    first: { hasNext: true },
    next: ({ incremental, hasNext }) => ({
      incremental: incremental?.map(({ data, path, label, errors }) => ({
        data,
        path,
        label,
        errors: errors && formatErrors(errors),
      })),
      hasNext,
    }),
  }),
}

/** The format that a client names `incrementalSpec=v0.2`, of graphql-js 17 alpha 9 and the current proposal. */
export const pendingParts: IncrementalFormat = {
  contentType: 'multipart/mixed; boundary="-"; incrementalSpec=v0.2',
  createWriter: createPendingWriter,
}
