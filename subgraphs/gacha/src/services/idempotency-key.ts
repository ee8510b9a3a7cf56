import { invalidInput } from '../errors.js'

const KEY_LENGTH = { min: 1, max: 100 } as const

/** The refusal of a key that no client should make; null for a right one. */
export function refuseKey(key: string): ReturnType<typeof invalidInput> | null {
  if (key.length >= KEY_LENGTH.min && key.length <= KEY_LENGTH.max && !hasControlCharacters(key)) return null
  return invalidInput({
    field: 'idempotencyKey',
    message: `A key has ${KEY_LENGTH.min} to ${KEY_LENGTH.max} printable characters`,
    rule: 'LENGTH',
    ...KEY_LENGTH,
  })
}

/** The key was used, with another intent. */
export const usedKey = () =>
  invalidInput({
    field: 'idempotencyKey',
    message: 'This key was used for something else: make a new one for each intent',
    rule: 'USED',
  })

// oxlint-disable-next-line no-control-regex -- Postgres takes no NUL; no key needs other control characters
const hasControlCharacters = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text)
