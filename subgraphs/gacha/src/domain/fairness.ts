import { createHash, createHmac } from 'node:crypto'
import type { Words } from './words.js'

/** Bytes of a server seed. */
export const SERVER_SEED_BYTES = 32
/** No colon, which separates the parts of the message, and nothing that editors would change. */
const CLIENT_SEED = /^[A-Za-z0-9_-]{1,64}$/
const WORD_BYTES = 6
const WORDS_PER_DIGEST = 5

/** Names the derivation below in every proof; a change of it gets a new name. */
export const FAIRNESS_ALGORITHM = 'waystone-hmac-sha256-v1'

export const clientSeedRule = '1 to 64 letters, digits, "-" or "_"'
export const isClientSeed = (text: string): boolean => CLIENT_SEED.test(text)

/** The commitment that is shown before a pull: SHA-256 of the 32 seed bytes, in lower-case hexadecimal. */
export const commitmentOf = (serverSeed: Uint8Array): string => createHash('sha256').update(serverSeed).digest('hex')

/**
 * The randomness of one pulled item (`waystone-hmac-sha256-v1`):
 *
 *     digest(0) = HMAC-SHA256(key = the 32 bytes of the server seed, message = `${clientSeed}:${nonce}:${index}`)
 *     digest(r) = HMAC-SHA256(the same key, `${clientSeed}:${nonce}:${index}:${r}`)   for r = 1, 2, …
 *
 * where nonce counts the user's orders under this seed from 0, and index the items of the order from 0. Bytes 0–29 of a
 * digest are five words of 48 bits, big-endian; digest(1) and later ones are only made when five words did not suffice,
 * which rejection makes possible and improbable. `uniform` turns words into numbers.
 */
export function wordsOf(seed: { serverSeed: Uint8Array; clientSeed: string; nonce: number; index: number }): Words {
  const message = `${seed.clientSeed}:${seed.nonce}:${seed.index}`
  let round = 0
  let taken = 0
  let digest = createHmac('sha256', seed.serverSeed).update(message).digest()
  return () => {
    if (taken === WORDS_PER_DIGEST) {
      round += 1
      taken = 0
      digest = createHmac('sha256', seed.serverSeed).update(`${message}:${round}`).digest()
    }
    const word = digest.readUIntBE(taken * WORD_BYTES, WORD_BYTES)
    taken += 1
    return word
  }
}
