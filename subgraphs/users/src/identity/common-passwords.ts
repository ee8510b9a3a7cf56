import { PASSWORD_LENGTH } from '../domain/profile.js'

let loading: Promise<ReadonlySet<string>> | undefined

/**
 * Whether a password is among the about 18,000 of those most used that are long enough to be asked for
 * (zxcvbn's list), in any case. The list is read at the first sign-up: the process then has 15 MB more
 * resident, of which 4 MB are the list.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  loading ??= load()
  return (await loading).has(password.toLowerCase())
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].filter(({ length }) => length >= PASSWORD_LENGTH.min))
}
