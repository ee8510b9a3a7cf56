import * as z from 'zod'

/** A key with its id, which stands beside everything that was encrypted with it. */
export interface EncryptionKey {
  readonly id: string
  /** 32 bytes, for AES-256. */
  readonly key: Buffer
}

const KEY_BYTES = 32
/** 32 bytes, as base64 or base64url write them. */
const KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43})=?$/
/** Reserved: marks what was never encrypted. */
const PLAIN = 'plain'

/** Prints a new key. Operators run it, so a test does, too. */
export const newKeyCommand = `node -p "'k1:' + crypto.randomBytes(32).toString('base64url')"`

/**
 * Encryption keys as `id:key`, separated by commas, with a default that works in development only. The first
 * key encrypts; the others decrypt what was encrypted before, so that a key can be replaced.
 */
export const encryptionKeysSetting = (developmentDefault: string) =>
  z
    .string()
    .default(developmentDefault)
    .transform((text, problems) => {
      const keys = text.split(',').map(entry => parseKey(entry.trim()))
      const known = keys.filter(key => key !== null)
      if (known.length < keys.length)
        problems.addIssue(
          `expected id:key, or several separated by commas: ids of 1 to 32 letters, digits, "-" or "_", keys of 32 bytes in base64; ${newKeyCommand} prints a new one`,
        )
      if (new Set(known.map(({ id }) => id)).size < known.length)
        problems.addIssue('expected an id of its own for each key')
      return known
    })
    .meta({ developmentDefault, howToMake: newKeyCommand })

function parseKey(entry: string): EncryptionKey | null {
  const [, id, encoded] = KEY.exec(entry) ?? []
  if (id === undefined || encoded === undefined || id === PLAIN) return null
  const key = Buffer.from(encoded, 'base64url')
  return key.length === KEY_BYTES ? { id, key } : null
}
