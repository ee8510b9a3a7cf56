import type { IncrementalFormat } from './incremental-writer.js'
import { createPendingWriter } from './pending-writer.js'

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
