import { refuseInput, type InputProblem } from '@waystone/kit/errors'

/** The refusals of this subgraph, as members of its result unions. */

export const completionNotFound = () =>
  ({ __typename: 'CompletionNotFound', message: 'You have no completion with this id' }) as const

/** All problems in one message; `field` is the first one's. */
export const invalidInput = (problems: readonly [InputProblem, ...InputProblem[]]) =>
  refuseInput(problems, ({ field, message }) => `${field} ${message}`)

export type Refusal<Make extends (...args: never[]) => unknown> = ReturnType<Make>
