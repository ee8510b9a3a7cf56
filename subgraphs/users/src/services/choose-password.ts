import { problemOfNewPassword } from '../domain/profile.js'
import { invalidInput } from '../errors.js'
import { isCommonPassword } from '../identity/common-passwords.js'

interface Names {
  readonly username: string
  readonly email: string | null
  readonly displayName: string
}

/** The refusal of a password that must not be chosen by the user of these names; null for one that may. */
export async function refusalOfPassword(names: Names, password: string, field: string) {
  const problem = problemOfNewPassword(names, password)
  if (problem !== null) return invalidInput({ ...problem, field })
  return (await isCommonPassword(password))
    ? invalidInput({
        field,
        message: 'This password is one of the most used; choose another one.',
        rule: 'GUESSABLE',
      })
    : null
}
