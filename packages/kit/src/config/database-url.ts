import * as z from 'zod'

type Env = Readonly<Record<string, string | undefined>>

const PORT = '5432'
const HOST_SETTING = /^((?:[A-Z]+_)*)DATABASE_HOST$/

const expected =
  'expected postgres://user:password@host:port/database; within user and password the characters / @ # ? : % must be percent-encoded, or DATABASE_HOST, DATABASE_NAME, DATABASE_USER and DATABASE_PASSWORD given instead, as they are'

/**
 * A database by its URL. A password with an unencoded delimiter makes another URL of it, which may be a valid
 * one: the text after the delimiter is then host, path or fragment. The value is not repeated, since it holds
 * the password.
 */
export const databaseUrlSetting = z.string().refine(isDatabaseUrl, expected)

function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false
  const { username, password, pathname, search, hash } = new URL(text)
  if (hash !== '' || `${pathname}${search}`.includes('@')) return false
  return [username, password, pathname].every(isDecodable)
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    // A "%" that encodes nothing is a password that was not encoded.
    return false
  }
}

/**
 * The environment with a URL for each database that is named by its parts, so that a password may be any
 * text: `DATABASE_HOST`, `_PORT` (5432), `_NAME`, `_USER` and `_PASSWORD` give `DATABASE_URL`, and
 * `USERS_DATABASE_HOST` … give `USERS_DATABASE_URL`. A URL that is set stays.
 */
export function withDatabaseUrls(env: Env): Env {
  const urls: Record<string, string> = {}
  for (const name of Object.keys(env)) {
    const prefix = HOST_SETTING.exec(name)?.[1]
    if (prefix === undefined) continue
    const part = (of: string) => env[`${prefix}DATABASE_${of}`] ?? ''
    if (part('HOST') === '' || part('URL') !== '') continue
    const [user, password, database] = [part('USER'), part('PASSWORD'), part('NAME')].map(encodeURIComponent)
    const address = `${part('HOST')}:${part('PORT') || PORT}`
    urls[`${prefix}DATABASE_URL`] = `postgres://${user}:${password}@${address}/${database}`
  }
  return { ...env, ...urls }
}

/** Parts that are missing beside a host, which is not given for its own sake. */
export const missingDatabaseParts = (env: Env): readonly string[] =>
  Object.keys(env).flatMap(name => {
    const prefix = HOST_SETTING.exec(name)?.[1]
    if (prefix === undefined || !env[name] || env[`${prefix}DATABASE_URL`]) return []
    return [`${prefix}DATABASE_NAME`, `${prefix}DATABASE_USER`]
      .filter(part => !env[part])
      .map(part => `${part}: is needed beside ${name}`)
  })
