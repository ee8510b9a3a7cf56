import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Clock } from '../clock/index.js'
import { watchFile } from '../discovery/watched-file.js'
import type { Logger } from '../logger/index.js'

/**
 * A secret that is rotated while the process runs: one text signs at a time, and those before and after it
 * are accepted.
 */
export interface RotatingSecret {
  /** The text that signs now. */
  signing(): string
  /** All texts whose signatures are accepted now. */
  accepted(): readonly string[]
}

/** The secret that services sign their calls with: a text for good, or one that is rotated. */
export type InternalSecret = string | RotatingSecret

export const signingText = (secret: InternalSecret): string => (typeof secret === 'string' ? secret : secret.signing())
export const acceptedTexts = (secret: InternalSecret): readonly string[] =>
  typeof secret === 'string' ? [secret] : secret.accepted()

const SECRET_LENGTH_MIN = 32
const SECRET_BYTES = 32
/** A rotation adds one and another takes away those that are over. */
const SECRETS_MAX = 20

const moment = z.iso.datetime().transform(text => new Date(text))
const fileShape = z.object({
  secrets: z
    .array(
      z.object({
        secret: z.string().min(SECRET_LENGTH_MIN),
        /** The one of the latest of these moments that have come signs. */
        signsFrom: moment,
        /** Null for the newest. */
        acceptedUntil: moment.nullable(),
      }),
    )
    .min(1)
    .max(SECRETS_MAX),
})
export type ScheduledSecret = z.output<typeof fileShape>['secrets'][number]

/** Reads INTERNAL_SECRETS_FILE. @throws Error that says what was expected, and nothing of what is there. */
export function readSecretsFile(path: string): readonly ScheduledSecret[] {
  const text = readFileSync(path, 'utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // JSON.parse quotes what it read.
    throw new Error('expected JSON')
  }
  const result = fileShape.safeParse(value)
  if (!result.success) throw new Error(`expected a schedule of secrets: ${z.prettifyError(result.error)}`)
  return result.data.secrets
}

export const secretsFileText = (secrets: readonly ScheduledSecret[]): string =>
  `${JSON.stringify({ secrets }, null, 2)}\n`

/** The secret that signs at a moment; the earliest where none does yet. */
export function signingSecretAt(secrets: readonly ScheduledSecret[], now: Date): ScheduledSecret | undefined {
  const inOrder = secrets.toSorted((one, other) => one.signsFrom.getTime() - other.signsFrom.getTime())
  return inOrder.findLast(({ signsFrom }) => signsFrom <= now) ?? inOrder[0]
}

const isAcceptedAt = ({ acceptedUntil }: ScheduledSecret, now: Date): boolean =>
  acceptedUntil === null || acceptedUntil > now

export const newSecretSchedule = (secret: string, now: Date): readonly ScheduledSecret[] => [
  { secret, signsFrom: now, acceptedUntil: null },
]

/**
 * The schedule with one more secret: it is accepted from now on, signs `aheadMs` later, and the others are
 * accepted for another `keptMs`. Expired secrets are left out. During a rotation another one changes nothing.
 */
export function rotateSchedule(
  secrets: readonly ScheduledSecret[],
  { now, aheadMs, keptMs }: { now: Date; aheadMs: number; keptMs: number },
): readonly ScheduledSecret[] {
  const current = secrets.filter(secret => isAcceptedAt(secret, now))
  if (current.some(({ signsFrom }) => signsFrom > now)) return secrets
  const signsFrom = new Date(now.getTime() + aheadMs)
  const acceptedUntil = new Date(signsFrom.getTime() + keptMs)
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return [
    ...current.map(one => ({ ...one, acceptedUntil: one.acceptedUntil ?? acceptedUntil })),
    { secret, signsFrom, acceptedUntil: null },
  ]
}

/**
 * The secret of INTERNAL_SECRETS_FILE, read again whenever the file changes; INTERNAL_SECRET where there is
 * no file.
 */
export function openInternalSecret(
  settings: { readonly INTERNAL_SECRET: string; readonly INTERNAL_SECRETS_FILE?: string | undefined },
  { clock, logger }: { clock: Clock; logger: Logger },
): { readonly secret: InternalSecret; close(): void } {
  const path = settings.INTERNAL_SECRETS_FILE
  if (path === undefined) return { secret: settings.INTERNAL_SECRET, close: () => undefined }
  let schedule: readonly ScheduledSecret[] = []
  const watching = watchFile(
    path,
    () => (schedule = readSecretsFile(path)),
    error =>
      logger.error({ err: error, file: path }, 'the secrets of services cannot be read, those from before count'),
  )
  const secret: RotatingSecret = {
    signing: () => signingSecretAt(schedule, clock.now())?.secret ?? '',
    accepted: () => schedule.filter(one => isAcceptedAt(one, clock.now())).map(one => one.secret),
  }
  return { secret, close: () => watching.close() }
}
