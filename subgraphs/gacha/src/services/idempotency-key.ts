import { invalidInput } from '../errors.js'

const KEY_LENGTH = { min: 1, max: 100 } as const

/** The refusal of a key that a client has made; null for one that can be kept. */
export const keyProblem = (key: string) =>
  key.length < KEY_LENGTH.min || key.length > KEY_LENGTH.max || hasControlCharacters(key)
    ? invalidInput({
        field: 'idempotencyKey',
        message: `A key has ${KEY_LENGTH.min} to ${KEY_LENGTH.max} printable characters`,
        rule: 'LENGTH',
        ...KEY_LENGTH,
      })
    : null

// oxlint-disable-next-line no-control-regex -- Postgres takes no NUL; no key needs other control characters
const hasControlCharacters = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text)
