import type { Problem } from './domain/problems.js'

/** The refusals of this subgraph, as members of its result unions. */

export const completionNotFound = () =>
  ({ __typename: 'CompletionNotFound', message: 'You have no completion with this id' }) as const

/** All problems in one message; `field` is the first one's. */
export const invalidInput = (problems: readonly [Problem, ...Problem[]]) =>
  ({
    __typename: 'InvalidInput',
    field: problems[0].field,
    message: problems.map(({ field, message }) => `${field} ${message}`).join('; '),
  }) as const

export type Refusal<Make extends (...args: never[]) => unknown> = ReturnType<Make>
