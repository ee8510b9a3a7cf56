import type { InputProblem } from '@waystone/kit/errors'
import { normalName } from '@waystone/kit/names'
import { isObscene, maskObscene } from '@waystone/kit/obscene-words'

export const TEXT_LENGTH_MAX = 500
export const REASON_LENGTH_MAX = 500
/** In UTF-16, before anything is looked at: a letter with marks may take several units. */
const INPUT_LENGTH_MAX = TEXT_LENGTH_MAX * 8
const LENGTH_MIN = 1
const KEY_LENGTH = { min: 1, max: 100 }

/** Line breaks are allowed in a message, unlike any other control character. */
const CONTROL = /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u
const VISIBLE = /(?!\u2800)[\p{L}\p{N}\p{P}\p{S}]/u
const KEY_CONTROL = /\p{Cc}/u

/** The words that readers see, and those that were sent where they differ. */
export interface MessageText {
  readonly text: string
  readonly original: string | null
}

/** @param field the input field that the problem names. */
export function parseMessageText(given: string, field: string): MessageText | { readonly problem: InputProblem } {
  const parsed = parseWords(given, { field, max: TEXT_LENGTH_MAX })
  if ('problem' in parsed) return parsed
  const { words } = parsed
  return isObscene(words) ? { text: maskObscene(words), original: words } : { text: words, original: null }
}

/** A text of 1 to `max` characters that shows something, in NFC and without blanks around it. */
export function parseWords(
  given: string,
  { field, max }: { field: string; max: number },
): { readonly words: string } | { readonly problem: InputProblem } {
  const words = given.length > INPUT_LENGTH_MAX ? given : normalName(given.replaceAll('\r\n', '\n'))
  const length = given.length > INPUT_LENGTH_MAX ? given.length : Array.from(words).length
  if (length < LENGTH_MIN || length > max)
    return {
      problem: {
        field,
        message: `Expected ${LENGTH_MIN} to ${max} characters, got ${length}`,
        rule: 'LENGTH',
        min: LENGTH_MIN,
        max,
        actual: length,
      },
    }
  if (CONTROL.test(words) || !VISIBLE.test(words))
    return {
      problem: { field, message: 'Expected characters that can be seen, and no control characters', rule: 'FORMAT' },
    }
  return { words }
}

export function keyProblem(key: string, field: string): InputProblem | null {
  const isKey = key.length >= KEY_LENGTH.min && key.length <= KEY_LENGTH.max && !KEY_CONTROL.test(key)
  return isKey
    ? null
    : {
        field,
        message: `A key has ${KEY_LENGTH.min} to ${KEY_LENGTH.max} printable characters`,
        rule: 'LENGTH',
        ...KEY_LENGTH,
      }
}
