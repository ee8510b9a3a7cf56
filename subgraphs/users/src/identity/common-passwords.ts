import { PASSWORD_LENGTH } from '../domain/profile.js'

let loading: Promise<ReadonlySet<string>> | undefined

/**
 * Returns whether zxcvbn's list of common passwords has the password; case is ignored. Only the about 18,000
 * entries of the required length count. The list is loaded at the first sign-up: resident memory then grows
 * by 15 MB, of which 4 MB are the list.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  loading ??= load()
  return (await loading).has(password.toLowerCase())
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].filter(({ length }) => length >= PASSWORD_LENGTH.min))
}
