import { derivedId } from '../domain/derived-id.js'
import { lengthProblems, type Problem } from '../domain/problems.js'
import { invalidInput, type Refusal } from '../errors.js'
import { IDEMPOTENCY_KEY_LENGTH_MAX } from './run-catalog-command.js'

/**
 * The id of what a request makes, and the request's own. Both follow from the key, so a repeat is known by
 * them, and the key, which is a text of the client's, is kept nowhere. They are written as JSON, since a key
 * may hold line breaks.
 */
export function requestIds(
  what: string,
  of: { userId: string; idempotencyKey: string; subject: string; answer: unknown },
): { readonly id: string; readonly request: string } {
  const { userId, idempotencyKey, subject, answer } = of
  return {
    id: derivedId(what, JSON.stringify([userId, idempotencyKey])),
    request: derivedId(what, JSON.stringify([userId, idempotencyKey, subject, answer])),
  }
}

export const keyProblems = (key: string): Problem[] =>
  lengthProblems('idempotencyKey', key, { min: 1, max: IDEMPOTENCY_KEY_LENGTH_MAX })

/** A key that was used for another answer, or elsewhere. */
export const otherRequest: Problem = {
  field: 'idempotencyKey',
  message: 'must be new: something else was sent with it',
  rule: 'USED',
}

export function refusedWith([first, ...rest]: readonly Problem[]): Refusal<typeof invalidInput> {
  if (first === undefined) throw new Error('Expected at least one problem')
  return invalidInput([first, ...rest])
}
