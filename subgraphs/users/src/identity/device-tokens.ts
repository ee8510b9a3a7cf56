import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Proofs that a device has signed in to an account before, as in OWASP's device cookies: failed sign-ins of
 * strangers do not delay such a device. A device token alone grants no access: sign-in still needs the
 * password.
 */
export interface DeviceTokens {
  /** @param known the device's id, where it had a token before */
  make(userId: string, at: Date, known: string | null): string
  /** The id of the device; null for a token that is forged, of another account, or older than half a year. */
  read(token: string, userId: string, at: Date): string | null
}

const KEY_BYTES = 32
const ID_BYTES = 12
const SECOND_MS = 1_000
const LIFETIME_MS = 180 * 24 * 60 * 60 * SECOND_MS
const TOKEN = /^([\w-]{16})\.([0-9a-z]{1,9})\.([\w-]{43})$/

export function createDeviceTokens(secret: string): DeviceTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'waystone device tokens', KEY_BYTES))
  const sign = (userId: string, id: string, seconds: string): string =>
    createHmac('sha256', key).update(`${userId}.${id}.${seconds}`).digest('base64url')
  return {
    make: (userId, at, known) => {
      const id = known ?? randomBytes(ID_BYTES).toString('base64url')
      const seconds = Math.floor(at.getTime() / SECOND_MS).toString(36)
      return `${id}.${seconds}.${sign(userId, id, seconds)}`
    },
    read: (token, userId, at) => {
      const [, id, seconds, signature] = TOKEN.exec(token) ?? []
      if (id === undefined || seconds === undefined || signature === undefined) return null
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(userId, id, seconds))]
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
      return at.getTime() - Number.parseInt(seconds, 36) * SECOND_MS > LIFETIME_MS ? null : id
    },
  }
}
