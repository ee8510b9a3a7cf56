import type { GraphQLError } from 'graphql'

/** The result of an operation, before errors are masked and formatted. */
export interface OperationResult {
  data?: Record<string, unknown> | null | undefined
  errors?: readonly GraphQLError[] | undefined
  extensions?: Record<string, unknown> | undefined
  /** The data is shared with other requests and must not change. */
  readonly [sharedData]?: true
}

/** No name that an answer could have. */
export const sharedData = Symbol('shared data')
