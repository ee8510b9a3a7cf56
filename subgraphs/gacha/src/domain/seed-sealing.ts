import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * A server seed as the database keeps it: `key id:sealed`, where sealed is base64url of IV (12 bytes),
 * ciphertext (32) and tag (16) of AES-256-GCM.
 */
export type SealedSeed = string

/** The seed's owner and its public hash, which the tag covers: a sealed seed opens in no other place than its own. */
export interface SeedPlace {
  readonly userId: string
  readonly serverSeedHash: string
}

/** Encrypts server seeds for the database, and decrypts them for a draw or a reveal. */
export interface SeedSealer {
  /** The first one seals; any of them opens. */
  readonly keyIds: readonly string[]
  seal(serverSeed: Buffer, place: SeedPlace): SealedSeed
  /** @throws Error for a key that is not known, and for a seed that was changed or moved since it was sealed */
  open(sealed: SealedSeed, place: SeedPlace): Buffer
}

/** Marks the seeds from before seeds were sealed, `plain:base64`. A constraint keeps new ones out. */
export const PLAIN = 'plain'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** @param keys the first one seals */
export function createSeedSealer(
  keys: readonly { readonly id: string; readonly key: Buffer }[],
  random: { bytes(count: number): Buffer },
): SeedSealer {
  const [current] = keys
  if (current === undefined) throw new Error('Seeds need a key to be sealed with')
  const byId = new Map(keys.map(({ id, key }) => [id, key]))
  return {
    keyIds: keys.map(({ id }) => id),
    seal: (serverSeed, place) => {
      const iv = random.bytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, current.key, iv).setAAD(boundTo(place))
      const sealed = Buffer.concat([iv, cipher.update(serverSeed), cipher.final(), cipher.getAuthTag()])
      return `${current.id}:${sealed.toString('base64url')}`
    },
    open: (sealed, place) => {
      const { keyId, bytes } = partsOf(sealed)
      const key = byId.get(keyId)
      if (key === undefined) throw new Error(`A seed is sealed with the key "${keyId}", which is not known`)
      const end = bytes.length - TAG_BYTES
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(boundTo(place))
        .setAuthTag(bytes.subarray(end))
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, end)), decipher.final()])
    },
  }
}

/** The seed of `plain:…`; null for one that is sealed. */
export function plainSeedOf(sealed: SealedSeed): Buffer | null {
  const { keyId, bytes } = partsOf(sealed)
  return keyId === PLAIN ? bytes : null
}

const boundTo = ({ userId, serverSeedHash }: SeedPlace): Buffer => Buffer.from(`${userId}:${serverSeedHash}`)

function partsOf(sealed: SealedSeed): { keyId: string; bytes: Buffer } {
  const [keyId = '', encoded = ''] = sealed.split(':', 2)
  return { keyId, bytes: Buffer.from(encoded, 'base64url') }
}
