import type { InputProblem } from '@waystone/kit/errors'
import type { Attachment } from './attachment.js'
import { uuidOf } from './uuid.js'

export type SendingKind = 'MAIL' | 'ANNOUNCEMENT'

/** The content of a sending, the same for all recipients. */
export interface SendingContent {
  readonly kind: SendingKind
  /** The name that a mail is sent in; null of an announcement. */
  readonly sender: string | null
  /** The subject of a mail. */
  readonly title: string
  readonly body: string
  readonly attachments: readonly Attachment[]
  readonly data: Readonly<Record<string, unknown>>
  readonly expiresAt: Date | null
}

/** To whom: all who have an account at that moment, or these, each once and in their order. */
export type Recipients =
  | { readonly everyone: true; readonly userIds: readonly [] }
  | { readonly everyone: false; readonly userIds: readonly string[] }

/** A sending with how far it has come. */
export interface Sending extends SendingContent {
  readonly id: string
  readonly everyone: boolean
  readonly userIds: readonly string[]
  /** The last user, by id, who has it; null before the first. */
  readonly position: string | null
  readonly recipients: number
  readonly done: number
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export const RECIPIENTS_MAX = 1_000
const TEXTS = {
  from: { min: 1, max: 100 },
  subject: { min: 1, max: 200 },
  title: { min: 1, max: 100 },
  body: { min: 1, max: 5_000 },
} as const
const ANNOUNCEMENT_BODY_MAX = 2_000
const DATA_LENGTH_MAX = 4_000
const IDEMPOTENCY_KEY = /^[\w.:-]{1,200}$/

/** Recipients that are left out count as failed once the sending has ended. */
export const failedOf = ({ recipients, done, finishedAt }: Sending): number =>
  finishedAt === null ? 0 : Math.max(0, recipients - done)

export function readRecipients(given: {
  readonly userIds?: readonly string[] | null | undefined
  readonly everyone?: boolean | null | undefined
}): Recipients | InputProblem {
  const { userIds = null, everyone = null } = given
  if (everyone === true && userIds === null) return { everyone: true, userIds: [] }
  if (userIds === null || everyone === true)
    return { field: 'to', message: 'Expected exactly one of userIds and everyone: true' }
  const [min, max, actual] = [1, RECIPIENTS_MAX, userIds.length]
  if (actual < min || actual > max)
    return {
      field: 'to.userIds',
      message: `Expected ${min} to ${max} users, not ${actual}`,
      rule: 'COUNT',
      min,
      max,
      actual,
    }
  const ids = userIds.map(uuidOf)
  const wrong = ids.indexOf(null)
  if (wrong >= 0) return { field: `to.userIds[${wrong}]`, message: 'No user has this id', rule: 'UNKNOWN' }
  return { everyone: false, userIds: [...new Set(ids.flatMap(id => id ?? []))].toSorted() }
}

export function problemOfText(field: keyof typeof TEXTS, text: string, kind: SendingKind): InputProblem | null {
  const { min } = TEXTS[field]
  const max = field === 'body' && kind === 'ANNOUNCEMENT' ? ANNOUNCEMENT_BODY_MAX : TEXTS[field].max
  const actual = text.trim().length
  if (actual < min || actual > max)
    return { field, message: `Expected ${min} to ${max} characters, not ${actual}`, rule: 'LENGTH', min, max, actual }
  return problemOfCharacters(field, text)
}

const problemOfCharacters = (field: string, text: string): InputProblem | null =>
  text.includes('\0') ? { field, message: 'Expected a text without the character NUL', rule: 'FORMAT' } : null

/** The data of an announcement is an object, which clients read. */
export function problemOfData(data: unknown): InputProblem | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { field: 'data', message: 'Expected an object', rule: 'FORMAT' }
  const text = JSON.stringify(data)
  const [max, actual] = [DATA_LENGTH_MAX, text.length]
  if (actual > max)
    return {
      field: 'data',
      message: `Expected at most ${max} characters of JSON, not ${actual}`,
      rule: 'LENGTH',
      max,
      actual,
    }
  return isStorable(data)
    ? null
    : { field: 'data', message: 'Expected well-formed texts without the character NUL', rule: 'FORMAT' }
}

/** A jsonb holds neither the character NUL nor half of a surrogate pair, in keys and in values. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\p{Cs}\0]/u.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, one]) => isStorable(key) && isStorable(one))
}

const KEY_LENGTH = { min: 1, max: 200 }

export const problemOfKey = (key: string): InputProblem | null =>
  IDEMPOTENCY_KEY.test(key)
    ? null
    : {
        field: 'idempotencyKey',
        message: `A key has ${KEY_LENGTH.min} to ${KEY_LENGTH.max} letters, digits or any of _ . : -`,
        rule: 'LENGTH',
        ...KEY_LENGTH,
      }
