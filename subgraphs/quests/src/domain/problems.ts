import type { InputProblem } from '@waystone/kit/errors'

/** Something wrong with a draft: the path into it, and what was expected and what came. */
export type Problem = InputProblem

export const NAME_LENGTH_MAX = 80
export const DESCRIPTION_LENGTH_MAX = 2_000
export const OBJECTIVE_DESCRIPTION_LENGTH_MAX = 200

/** A text has 1 to `max` characters without the blanks around it. */
export const textProblems = (field: string, text: string, max: number): Problem[] =>
  lengthProblems(field, text.trim(), { min: 1, max })

export function lengthProblems(field: string, text: string, { min, max }: { min: number; max: number }): Problem[] {
  const actual = text.length
  if (actual >= min && actual <= max) return []
  return [{ field, message: `must have ${min}–${max} characters, not ${actual}`, rule: 'LENGTH', min, max, actual }]
}

export function countProblems(field: string, actual: number, { min, max }: { min: number; max: number }): Problem[] {
  if (actual >= min && actual <= max) return []
  return [{ field, message: `must have ${min}–${max} entries, not ${actual}`, rule: 'COUNT', min, max, actual }]
}

/** A whole number within a range. */
export function rangeProblems(field: string, value: number, { min, max }: { min: number; max: number }): Problem[] {
  if (Number.isInteger(value) && value >= min && value <= max) return []
  return [{ field, message: `must be a whole number from ${min} to ${max}`, rule: 'RANGE', min, max }]
}
