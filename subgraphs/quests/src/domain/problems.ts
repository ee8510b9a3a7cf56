import type { InputProblem } from '@waystone/kit/errors'

/** Something wrong with a draft: the path into it, what was expected and what came, and the numbers of both. */
export type Problem = InputProblem

export const NAME_LENGTH_MAX = 80
export const DESCRIPTION_LENGTH_MAX = 2_000
export const OBJECTIVE_DESCRIPTION_LENGTH_MAX = 200

/** A text has 1 to `max` characters without the blanks around it. */
export function textProblems(field: string, text: string, max: number): Problem[] {
  const { length: actual } = text.trim()
  const min = 1
  if (actual >= min && actual <= max) return []
  return [{ field, message: `must have ${min}–${max} characters, not ${actual}`, rule: 'LENGTH', min, max, actual }]
}

export const countProblems = (field: string, actual: number, range: { min: number; max: number }): Problem[] =>
  actual >= range.min && actual <= range.max
    ? []
    : [
        {
          field,
          message: `must have ${range.min}–${range.max} entries, not ${actual}`,
          rule: 'COUNT',
          actual,
          ...range,
        },
      ]

/** A whole number within a range. */
export const rangeProblems = (field: string, value: number, range: { min: number; max: number }): Problem[] =>
  Number.isInteger(value) && value >= range.min && value <= range.max
    ? []
    : [{ field, message: `must be a whole number from ${range.min} to ${range.max}`, rule: 'RANGE', ...range }]
