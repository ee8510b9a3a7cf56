import type { InputProblem } from '@waystone/kit/errors'
import { isAdminScope } from '@waystone/kit/roles'

/** The time-based codes of RFC 6238, as every authenticator app makes them. */
export const CODE_DIGITS = 6
export const PERIOD_SECONDS = 30
/** Clocks of phones differ: the codes of this many periods before and after count as well. */
export const PERIODS_AROUND = 1

export const BACKUP_CODES = 10
/** Of each half: "7k3pq-x9m2a". */
export const BACKUP_CODE_HALF = 5

/** From the right password to the code. */
export const CHALLENGE_LIFETIME_MS = 5 * 60_000

export type TwoFactorState = 'OFF' | 'BEGUN' | 'ENABLED'

/** A user's second factor, without its secrets. */
export interface TwoFactor {
  readonly state: TwoFactorState
  readonly enabledAt: Date | null
  readonly backupCodesLeft: number
  /** True for a user who is an administrator, and whose rights may depend on it. */
  readonly isAdministrators: boolean
}

/** The parts of a second factor that are kept, encrypted with BETTER_AUTH_SECRET. */
export interface SealedFactor {
  readonly secret: string
  readonly backupCodes: string
}

/** Returns the number of the period that a moment is in, counted from 1970. */
export const periodOf = (at: Date): number => Math.floor(at.getTime() / 1_000 / PERIOD_SECONDS)

const TIME_BASED = new RegExp(String.raw`^\d{${CODE_DIGITS}}$`)
const BACKUP = new RegExp(`^[a-z0-9]{${BACKUP_CODE_HALF}}-[a-z0-9]{${BACKUP_CODE_HALF}}$`)

export interface GivenCode {
  readonly kind: 'TIME_BASED' | 'BACKUP'
  readonly text: string
}

const CODE_LENGTH_MAX = 64

/** Reads a code as it was typed: spaces and upper case do not matter. Null for a text that is no code. */
export function readCode(typed: string): GivenCode | null {
  if (typed.length > CODE_LENGTH_MAX) return null
  const text = typed.replaceAll(/\s/g, '').toLowerCase()
  if (TIME_BASED.test(text)) return { kind: 'TIME_BASED', text }
  return BACKUP.test(text) ? { kind: 'BACKUP', text } : null
}

export const problemOfCode = (): InputProblem => ({
  field: 'code',
  message: 'A code is the digits that the authenticator app shows, or a backup code such as abcde-fghij',
  rule: 'FORMAT',
})

/** Without a second factor that the server requires, a user has no rights of an administrator. */
export const provenScopes = (
  scopes: readonly string[],
  { isRequired, isEnabled }: { isRequired: boolean; isEnabled: boolean },
): readonly string[] => (isRequired && !isEnabled ? scopes.filter(scope => !isAdminScope(scope)) : scopes)
