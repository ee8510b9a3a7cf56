import { isTimeZone } from '@waystone/events'
import { faultOfName, isReservedName, type NameFault } from '@waystone/kit/names'
import * as z from 'zod'

export const USERNAME_LENGTH = { min: 3, max: 24 } as const
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const
export const DISPLAY_NAME_LENGTH_MAX = 40
const EMAIL_LENGTH_MAX = 254

/** What an account and its profile are made of. */
export interface NewProfile {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly displayName: string
  readonly timeZone: string
}

/** Says which field is not what it should be, in a sentence for the player; null where all is well. */
export type Problem = { readonly field: string; readonly message: string } | null

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
  return {
    field: 'username',
    message: `A username is ${min} to ${max} letters (a–z), digits or underscores; this one has ${shownLength(username)}.`,
  }
}

/** As better-auth understands addresses, which is narrower than the scalar: it must not be the first to find fault. */
export function problemOfEmail(email: string): Problem {
  const field = 'email'
  if (email.length > EMAIL_LENGTH_MAX)
    return { field, message: `An e-mail address has at most ${EMAIL_LENGTH_MAX} characters, not ${email.length}.` }
  if (!z.email().safeParse(email).success)
    return {
      field,
      message: 'An e-mail address looks like name@example.com; this one is none that mail can be sent to.',
    }
  return null
}

export function problemOfPassword(password: string): Problem {
  const { min, max } = PASSWORD_LENGTH
  return password.length >= min && password.length <= max
    ? null
    : { field: 'password', message: `A password has ${min} to ${max} characters, not ${password.length}.` }
}

/**
 * Passwords that are tried first at a known account: its names, and one character again and again. Lists of common
 * passwords hold neither.
 */
function problemOfGuess({ username, email, displayName, password }: NewProfile): Problem {
  const guess = password.trim().toLowerCase()
  const names = [username, displayName, email, email.split('@', 1)[0] ?? ''].map(name => name.toLowerCase())
  if (names.includes(guess))
    return { field: 'password', message: 'A password must not be a name or the e-mail address of the account.' }
  return new Set(guess).size > 1
    ? null
    : { field: 'password', message: 'A password needs at least two different characters.' }
}

/**
 * Letters of any script and emoji are welcome; what is invisible, and what can be taken for a reserved name,
 * is not.
 */
export function problemOfDisplayName(displayName: string): Problem {
  // By code points: an emoji of one is one character.
  const { length } = Array.from(displayName)
  const field = 'displayName'
  if (length < 1 || length > DISPLAY_NAME_LENGTH_MAX)
    return { field, message: `A display name has 1 to ${DISPLAY_NAME_LENGTH_MAX} characters, not ${length}.` }
  const fault = faultOfName(displayName)
  return fault === null ? null : { field, message: nameFaults[fault] }
}

const nameFaults: Readonly<Record<NameFault, string>> = {
  CONTROL: 'A display name must not contain control characters.',
  INVISIBLE: 'A display name must not contain characters that show nothing.',
  BLANK: 'A display name needs a character that can be seen.',
  RESERVED: 'This name is reserved for those who run the game, or looks like one that is.',
}

/** Names that pass for those who run the game. Accounts that they make themselves may have them. */
export const problemOfReservedUsername = (username: string): Problem =>
  isReservedName(username) ? { field: 'username', message: nameFaults.RESERVED } : null

export const problemOfTimeZone = (timeZone: string): Problem =>
  isTimeZone(timeZone)
    ? null
    : {
        field: 'timeZone',
        message: 'A time zone is an IANA name such as Europe/Paris or UTC; this one is not known.',
      }

const shownLength = (text: string) => `${text.length} character${text.length === 1 ? '' : 's'}`
