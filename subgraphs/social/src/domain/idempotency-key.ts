import type { InputProblem } from '@waystone/kit/errors'

export const KEY_LENGTH = { min: 1, max: 100 } as const

// oxlint-disable-next-line no-control-regex -- Postgres takes no NUL; no key needs other control characters
const CONTROL = /[\u0000-\u001f\u007f]/

/** The problem of a key that a client made for one intent; null for a sound one. */
export const problemOfKey = (key: string): InputProblem | null =>
  key.length >= KEY_LENGTH.min && key.length <= KEY_LENGTH.max && !CONTROL.test(key)
    ? null
    : {
        field: 'idempotencyKey',
        message: `A key has ${KEY_LENGTH.min} to ${KEY_LENGTH.max} printable characters`,
        rule: 'LENGTH',
        ...KEY_LENGTH,
      }

/** A key is for one intent: it was used for another one before. */
export const usedKey: InputProblem = {
  field: 'idempotencyKey',
  message: 'This key was used for something else: make a new one for each intent',
  rule: 'USED',
}
