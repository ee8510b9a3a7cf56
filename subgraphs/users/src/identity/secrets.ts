import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** 256 bits of the operating system's generator: refresh tokens, and the session secrets that better-auth expects. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** The stored hash of a refresh token. Tokens are long and random, so a plain hash is safe. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The key follows from the secret alone, and the secret's hash, which is kept, does not lead to it. */
const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'waystone refresh token successor', KEY_BYTES))

/** Encrypts `text` so that only the holder of `secret` can read it: nonce, ciphertext, tag. */
export function sealWith(secret: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(secret), nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** @throws Error when `sealed` was made with another secret, or was changed. */
export function openWith(secret: string, sealed: Buffer): string {
  const tagAt = sealed.length - TAG_BYTES
  const decipher = createDecipheriv(CIPHER, keyOf(secret), sealed.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(sealed.subarray(tagAt))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final()]).toString('utf8')
}
