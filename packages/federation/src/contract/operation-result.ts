import type { GraphQLError } from 'graphql'
import type { sharedObjects } from './shared-objects.js'

/** The result of an operation, before errors are masked and formatted. */
export interface OperationResult {
  data?: Record<string, unknown> | null | undefined
  errors?: readonly GraphQLError[] | undefined
  extensions?: Record<string, unknown> | undefined
  readonly [sharedObjects]?: true
}
