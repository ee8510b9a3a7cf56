import type { InputProblem } from '@waystone/kit/errors'
import { isTimeZone } from '@waystone/events'
import { faultOfName, isReservedName, type NameFault } from '@waystone/kit/names'
import * as z from 'zod'
import { isNowhere } from './account-address.js'

export const USERNAME_LENGTH = { min: 3, max: 24 } as const
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const
export const DISPLAY_NAME_LENGTH = { min: 1, max: 40 } as const
const EMAIL_LENGTH_MAX = 254

/** The input for a new account and its profile. */
export interface NewProfile {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly displayName: string
  readonly timeZone: string
}

/** Says which field is not what it should be, in a sentence for the player; null where all is well. */
export type Problem = InputProblem | null

/** The first thing that is wrong with a new account. */
export const problemOfNewProfile = (profile: NewProfile): Problem =>
  problemOfUsername(profile.username) ??
  problemOfEmail(profile.email) ??
  problemOfPassword(profile.password) ??
  problemOfGuess(profile) ??
  problemOfDisplayName(profile.displayName) ??
  problemOfTimeZone(profile.timeZone)

/** Letters, digits and underscores of ASCII: no two names can look alike and differ. */
export function problemOfUsername(username: string): Problem {
  const { min, max } = USERNAME_LENGTH
  if (/^[A-Za-z0-9_]+$/.test(username) && username.length >= min && username.length <= max) return null
  const actual = username.length
  return {
    field: 'username',
    message: `A username is ${min} to ${max} letters (a–z), digits or underscores; this one has ${shownLength(actual)}.`,
    rule: 'LENGTH',
    min,
    max,
    actual,
  }
}

/** As better-auth understands addresses, which is narrower than the scalar: it must not be the first to find fault. */
export function problemOfEmail(email: string): Problem {
  const field = 'email'
  const max = EMAIL_LENGTH_MAX
  const actual = email.length
  if (actual > max)
    return {
      field,
      message: `An e-mail address has at most ${max} characters, not ${actual}.`,
      rule: 'LENGTH',
      max,
      actual,
    }
  if (!z.email().safeParse(email).success || isNowhere(email))
    return {
      field,
      message: 'An e-mail address looks like name@example.com; this one is none that mail can be sent to.',
      rule: 'FORMAT',
    }
  return null
}

export function problemOfPassword(password: string): Problem {
  const { min, max } = PASSWORD_LENGTH
  const actual = password.length
  if (actual >= min && actual <= max) return null
  const message = `A password has ${min} to ${max} characters, not ${actual}.`
  return { field: 'password', message, rule: 'LENGTH', min, max, actual }
}

/** The first fault of another password for an account with these names. */
export const problemOfNewPassword = (names: Omit<PasswordOfNames, 'password'>, password: string): Problem =>
  problemOfPassword(password) ?? problemOfGuess({ ...names, password })

interface PasswordOfNames {
  readonly username: string
  /** Null for an account without an address. */
  readonly email: string | null
  readonly displayName: string
  readonly password: string
}

/**
 * Passwords that are tried first at a known account: its names, and one character again and again. Lists of common
 * passwords hold neither.
 */
function problemOfGuess({ username, email, displayName, password }: PasswordOfNames): Problem {
  const guess = password.trim().toLowerCase()
  const addresses = email === null ? [] : [email, email.split('@', 1)[0] ?? '']
  const names = [username, displayName, ...addresses].map(name => name.toLowerCase())
  if (names.includes(guess))
    return {
      field: 'password',
      message: 'A password must not be a name or the e-mail address of the account.',
      rule: 'GUESSABLE',
    }
  return new Set(guess).size > 1
    ? null
    : { field: 'password', message: 'A password needs at least two different characters.', rule: 'GUESSABLE' }
}

/**
 * Checks a display name. Letters of any script and emoji are allowed; invisible names, and names that look
 * like a reserved one, are not.
 */
export function problemOfDisplayName(displayName: string): Problem {
  // By code points: an emoji of one is one character.
  const { length: actual } = Array.from(displayName)
  const { min, max } = DISPLAY_NAME_LENGTH
  const field = 'displayName'
  if (actual < min || actual > max) {
    const message = `A display name has ${min} to ${max} characters, not ${actual}.`
    return { field, message, rule: 'LENGTH', min, max, actual }
  }
  const fault = faultOfName(displayName)
  if (fault === null) return null
  return { field, message: nameFaults[fault], rule: fault === 'RESERVED' ? 'RESERVED' : 'FORMAT' }
}

const nameFaults: Readonly<Record<NameFault, string>> = {
  CONTROL: 'A display name must not contain control characters.',
  INVISIBLE: 'A display name must not contain characters that show nothing.',
  BLANK: 'A display name needs a character that can be seen.',
  RESERVED: 'This name is reserved for those who run the game, or looks like one that is.',
}

/** Refuses names that impersonate the operators. Accounts that operators make may have them. */
export const problemOfReservedUsername = (username: string): Problem =>
  isReservedName(username) ? { field: 'username', message: nameFaults.RESERVED, rule: 'RESERVED' } : null

export const problemOfTimeZone = (timeZone: string): Problem =>
  isTimeZone(timeZone)
    ? null
    : {
        field: 'timeZone',
        message: 'A time zone is an IANA name such as Europe/Paris or UTC; this one is not known.',
        rule: 'UNKNOWN',
      }

const shownLength = (length: number) => `${length} character${length === 1 ? '' : 's'}`
