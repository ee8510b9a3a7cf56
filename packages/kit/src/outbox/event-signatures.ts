import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { keyIdOf, publicKeyObject, publicKeyOf, signingKeyObject, type EventKeyTexts } from './event-keys.js'

/** Shows that a producer wrote an entry into one of its streams. */
export interface EventProof {
  readonly keyId: string
  readonly signature: string
  /** Digests of all entries that the signature covers, this one's among them. */
  readonly digests: string
}

/** An event as text, and the stream that it belongs into. */
export interface StreamEntry {
  readonly stream: string
  readonly text: string
}

export interface EventSigner {
  /** A proof for each entry, in their order. */
  sign(entries: readonly StreamEntry[]): EventProof[]
}

/**
 * `denied`: it verified, and its producer, when asked, did not confirm it. `forgotten`: it verified, and is so old that
 * the inbox may have known it.
 */
export type RefusalReason =
  | 'malformed'
  | 'unsigned'
  | 'unknown_key'
  | 'wrong_signature'
  | 'foreign_type'
  | 'denied'
  | 'forgotten'

/** Returns the producer of an event type; null for a type that this build does not know. */
export type ProducerOf = (type: string) => string | null

export interface EventVerifier {
  /** Why an entry, whose event is of the type, is not the producer's, or null when it is. */
  refusalOf(entry: StreamEntry & { readonly type: string }, proof: EventProof | null): RefusalReason | null
}

/** The keys of one process: those that it signs with, by producer, and those that it believes. */
export interface EventKeys {
  /** @throws Error when this process has no key of the producer. */
  signerOf(producer: string): EventSigner
  verifierOf(producer: string): EventVerifier
}

/**
 * Entries that share a signature. Ed25519 takes 25 µs of CPU to sign and 66 µs to verify, a digest 2 µs:
 * groups of 16 cost a sixth of single signatures, and 0.7 KB an entry (decision 052). A lone event is not
 * held back for company.
 */
const GROUP_MAX = 16
/** Signatures that were found to be right: the rest of a group needs only its digest. */
const VERIFIED_MAX = 256
const CONTEXT = 'waystone events 1\n'
const SEPARATOR = '.'

/**
 * @param producerOf a producer's key is good for its own types of events only: it cannot say what is
 * another's to say
 */
export function createEventKeys(keys: EventKeyTexts, producerOf: ProducerOf = () => null): EventKeys {
  return {
    signerOf: producer => {
      const signingKey = keys.signing[producer]
      if (signingKey === undefined) throw new Error(`Expected a key to sign the events of ${producer} with`)
      return createSigner(signingKey)
    },
    verifierOf: producer =>
      createVerifier(keys.public[producer] ?? [], type => (producerOf(type) ?? producer) !== producer),
  }
}

function createSigner(signingKey: string): EventSigner {
  const key = signingKeyObject(signingKey)
  const keyId = keyIdOf(publicKeyOf(signingKey))
  const signGroup = (group: readonly StreamEntry[]): EventProof[] => {
    const digests = group.map(digestOf).join(SEPARATOR)
    const signature = sign(null, signedBytes(digests), key).toString('base64url')
    return group.map(() => ({ keyId, signature, digests }))
  }
  return {
    sign: entries => {
      const proofs: EventProof[] = []
      for (let start = 0; start < entries.length; start += GROUP_MAX)
        proofs.push(...signGroup(entries.slice(start, start + GROUP_MAX)))
      return proofs
    },
  }
}

function createVerifier(publicKeys: readonly string[], isForeign: (type: string) => boolean): EventVerifier {
  const keys = new Map(publicKeys.map(key => [keyIdOf(key), publicKeyObject(key)]))
  /** By signature, the key and the digests that it is right for. */
  const verified = new LRUCache<string, { key: KeyObject; digests: string }>({ max: VERIFIED_MAX })

  const isRight = (key: KeyObject, { signature, digests }: EventProof): boolean => {
    const known = verified.get(signature)
    if (known !== undefined && known.key === key && known.digests === digests) return true
    if (!verify(null, signedBytes(digests), key, Buffer.from(signature, 'base64url'))) return false
    verified.set(signature, { key, digests })
    return true
  }
  return {
    refusalOf: (entry, proof) => {
      if (proof === null) return 'unsigned'
      const key = keys.get(proof.keyId)
      if (key === undefined) return 'unknown_key'
      const isCovered = proof.digests
        .split(SEPARATOR, GROUP_MAX + 1)
        .slice(0, GROUP_MAX)
        .includes(digestOf(entry))
      if (!isCovered || !isRight(key, proof)) return 'wrong_signature'
      return isForeign(entry.type) ? 'foreign_type' : null
    },
  }
}

/** Over the stream as well: an entry is good in its own stream only. The id is part of the text. */
const digestOf = ({ stream, text }: StreamEntry): string =>
  createHash('sha256').update(`${stream}\n`).update(text).digest('base64url')

const signedBytes = (digests: string): Buffer => Buffer.from(`${CONTEXT}${digests}`)
