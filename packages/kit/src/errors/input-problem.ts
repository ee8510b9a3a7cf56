/** Rules that a value can violate, as codes that clients can put in words of their own. */
export const inputRules = [
  'LENGTH',
  'COUNT',
  'RANGE',
  'ONE_OF',
  'FORMAT',
  'UNKNOWN',
  'RESERVED',
  'GUESSABLE',
  'USED',
  'ELSEWHERE',
  'OTHER',
] as const
export type InputRule = (typeof inputRules)[number]

/**
 * One problem of an input. Each number or name in the message is a property as well: a client that translates
 * the message has no other source for it (tests/refusals.test.ts).
 */
export interface InputProblem {
  /** The path within the input. */
  readonly field: string
  /** The expected and the actual value, in words; never a value that the client sent. */
  readonly message: string
  /** OTHER when left out. */
  readonly rule?: InputRule
  readonly min?: number
  readonly max?: number
  /** The actual length, count or sum. */
  readonly actual?: number
  readonly allowed?: readonly string[]
  /** Other names in the message, such as the quests of a cycle. */
  readonly names?: readonly string[]
}

/**
 * The refusal of an input, the same type in all subgraphs.
 * @param tell makes one message of a problem and its field, where there may be several
 */
export const refuseInput = (
  problems: readonly [InputProblem, ...InputProblem[]],
  tell: (problem: InputProblem) => string = ({ message }) => message,
) =>
  ({
    __typename: 'InvalidInput',
    field: problems[0].field,
    message: problems.map(tell).join('; '),
    problems: problems.map(({ field, message, rule, min, max, actual, allowed, names }) => ({
      field,
      message,
      rule: rule ?? 'OTHER',
      min: min ?? null,
      max: max ?? null,
      actual: actual ?? null,
      allowed: allowed ?? null,
      names: names ?? null,
    })),
  }) as const
