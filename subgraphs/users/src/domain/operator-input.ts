import { RequestFault, type InputProblem } from '@waystone/kit/errors'

/** Texts that administrators write, in characters. */
export const REASON_LENGTH = { min: 1, max: 500 } as const
export const NOTE_LENGTH = { min: 1, max: 2_000 } as const

/** The text without white space around it, as it is kept. */
export const keptText = (text: string): string => text.trim()

/** PostgreSQL takes no NUL in a text. */
export function problemOfText(
  field: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): InputProblem | null {
  const actual = keptText(text).length
  if (actual < min || actual > max)
    return {
      field,
      message: `A text of ${min} to ${max} characters; this one has ${actual}`,
      rule: 'LENGTH',
      min,
      max,
      actual,
    }
  return text.includes('\0') ? { field, message: 'A text without the character NUL', rule: 'FORMAT' } : null
}

/**
 * A reason that may be left out, as the log of actions keeps it: '' for none.
 * @throws RequestFault BAD_USER_INPUT for one that is too long.
 */
export function optionalReason(reason: string | null): string {
  const kept = keptText(reason ?? '')
  const problem = problemOfText('reason', kept, { min: 0, max: REASON_LENGTH.max })
  if (problem !== null) throw new RequestFault('BAD_USER_INPUT', `"reason": ${problem.message}`)
  return kept
}
