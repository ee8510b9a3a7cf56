import { refuseInput, type InputProblem } from '@waystone/kit/errors'

/** The refusals of this subgraph, as members of its result unions. */

export const completionNotFound = () =>
  ({ __typename: 'CompletionNotFound', message: 'You have no completion with this id' }) as const

export const puzzleClosed = (why: 'over' | 'solved') =>
  ({
    __typename: 'PuzzleClosed',
    message: why === 'over' ? 'This puzzle takes no more attempts: it is over' : 'You have solved this puzzle already',
  }) as const

export const noAttemptsLeft = (limit: number) =>
  ({
    __typename: 'NoAttemptsLeft',
    message: `All of your ${limit} attempts at this puzzle are used up`,
    limit,
  }) as const

export const matchNotFound = () =>
  ({ __typename: 'MatchNotFound', message: 'You are no player of a match with this id' }) as const

/** All problems in one message; `field` is the first one's. */
export const invalidInput = (problems: readonly [InputProblem, ...InputProblem[]]) =>
  refuseInput(problems, ({ field, message }) => `${field} ${message}`)

export type Refusal<Make extends (...args: never[]) => unknown> = ReturnType<Make>
