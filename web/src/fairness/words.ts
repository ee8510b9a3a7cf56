import { hexOf } from './digest.js'

/** Exclusive upper bound of a word: 48 bits, which a double holds exactly. */
export const WORD_RANGE = 2 ** 48
const WORD_BYTES = 6
const WORDS_PER_DIGEST = 5

/** The randomness of one item: docs/decisions/010-fairness-numbers.md, "Words". */
export interface Words {
  next(): Promise<number>
  /** The digests so far, to be shown. */
  readonly digests: readonly { readonly message: string; readonly hex: string }[]
}

/** An HMAC key from the 32 bytes of a server seed. */
export const keyOf = async (serverSeed: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  await crypto.subtle.importKey('raw', serverSeed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

export function wordsOf(
  key: CryptoKey,
  { clientSeed, nonce, index }: { clientSeed: string; nonce: number; index: number },
): Words {
  const digests: { message: string; hex: string }[] = []
  let view = new DataView(new ArrayBuffer(0))
  let taken = WORDS_PER_DIGEST
  return {
    digests,
    next: async () => {
      if (taken === WORDS_PER_DIGEST) await computeDigest()
      const at = taken * WORD_BYTES
      taken += 1
      return view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2)
    },
  }

  async function computeDigest() {
    const round = digests.length
    const message = `${clientSeed}:${nonce}:${index}${round === 0 ? '' : `:${round}`}`
    const digest = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(message))
    digests.push({ message, hex: hexOf(new Uint8Array(digest)) })
    view = new DataView(digest)
    taken = 0
  }
}

export interface UniformNumber {
  readonly word: number
  readonly range: number
  /** word mod range. */
  readonly value: number
}

/** A number from 0 to range − 1, each from equally many words: words that would favour small ones are thrown away. */
export async function uniform(words: Words, range: number): Promise<UniformNumber> {
  const limit = WORD_RANGE - (WORD_RANGE % range)
  let word = await words.next()
  while (word >= limit) word = await words.next()
  return { word, range, value: word % range }
}
