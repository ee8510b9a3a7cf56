import { createECDH } from 'node:crypto'

/** The keys that web pushes are signed with (RFC 8292), as base64url. */
export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

const PRIVATE_KEY_BYTES = 32

/** Checks that a text is a private key of P-256. */
export function isVapidPrivateKey(text: string): boolean {
  if (!/^[\w-]{43}$/.test(text)) return false
  try {
    return vapidKeysOf(text).publicKey !== ''
  } catch {
    // A number that is no key of the curve.
    return false
  }
}

/** The pair of a private key. @throws Error for a number that is no key of the curve */
export function vapidKeysOf(privateKey: string): VapidKeys {
  const ecdh = createECDH('prime256v1')
  const bytes = Buffer.from(privateKey, 'base64url')
  if (bytes.length !== PRIVATE_KEY_BYTES) throw new Error(`Expected a key of ${PRIVATE_KEY_BYTES} bytes`)
  ecdh.setPrivateKey(bytes)
  return { publicKey: ecdh.getPublicKey().toString('base64url'), privateKey }
}
