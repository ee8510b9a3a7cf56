/** Something wrong with a draft: the path into it, and what was expected and what came. */
export interface Problem {
  readonly field: string
  readonly message: string
}

export const NAME_LENGTH_MAX = 80
export const DESCRIPTION_LENGTH_MAX = 2_000
export const OBJECTIVE_DESCRIPTION_LENGTH_MAX = 200

/** A text has 1 to `maxLength` characters without the blanks around it. */
export function textProblems(field: string, text: string, maxLength: number): Problem[] {
  const { length } = text.trim()
  return length >= 1 && length <= maxLength
    ? []
    : [{ field, message: `must have 1–${maxLength} characters, not ${length}` }]
}

export const countProblems = (field: string, count: number, range: { min: number; max: number }): Problem[] =>
  count >= range.min && count <= range.max
    ? []
    : [{ field, message: `must have ${range.min}–${range.max} entries, not ${count}` }]

/** A whole number within a range. */
export const rangeProblems = (field: string, value: number, range: { min: number; max: number }): Problem[] =>
  Number.isInteger(value) && value >= range.min && value <= range.max
    ? []
    : [{ field, message: `must be a whole number from ${range.min} to ${range.max}` }]
