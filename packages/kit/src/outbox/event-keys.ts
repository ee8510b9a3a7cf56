import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** An Ed25519 pair; each half is 32 bytes as base64url, so that it fits a setting. */
export interface EventKeyPair {
  /** Known to the processes of one producer only. */
  readonly signingKey: string
  /** Known to all consumers. */
  readonly publicKey: string
}

const KEY_TEXT = /^[A-Za-z0-9_-]{43}$/
/** Bytes of a digest that name a key: no two keys that are made by chance share them. */
const KEY_ID_BYTES = 8
/** PKCS #8 (RFC 8410) of an Ed25519 key up to its 32 bytes; Node takes a private key alone in no shorter form. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

export const newEventKeyPair = (): EventKeyPair => {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { signingKey: d, publicKey: x }
}

/** A pair that follows from 32 secret bytes: the same bytes give the same pair. */
export const eventKeyPairOf = (seed: Buffer): EventKeyPair => {
  const signingKey = seed.toString('base64url')
  return { signingKey, publicKey: publicKeyOf(signingKey) }
}

/**
 * The keys of development, where nothing is set. They can be computed from this code, so production refuses
 * them.
 */
export const developmentKeyPair = (producer: string): EventKeyPair =>
  eventKeyPairOf(createHash('sha256').update(`waystone development events ${producer}`).digest())

/** Checks that a text is one key of a pair; public and private keys look alike. */
export const isEventKey = (text: string): boolean =>
  KEY_TEXT.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text

export const publicKeyOf = (signingKey: string): string =>
  createPublicKey(signingKeyObject(signingKey)).export({ format: 'jwk' }).x ?? ''

/** The name of a key within an entry of a stream. */
export const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(publicKey).digest().subarray(0, KEY_ID_BYTES).toString('base64url')

export const signingKeyObject = (signingKey: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, Buffer.from(signingKey, 'base64url')]),
    format: 'der',
    type: 'pkcs8',
  })

export const publicKeyObject = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })

/** Keys by producer, as settings give them. */
export interface EventKeyTexts {
  readonly signing: Readonly<Record<string, string>>
  /** Two of one producer while it changes its key. */
  readonly public: Readonly<Record<string, readonly string[]>>
}

/** Both halves for each of the producers. */
export const developmentKeys = (producers: readonly string[]): EventKeyTexts => {
  const pairs = producers.map(name => [name, developmentKeyPair(name)] as const)
  return {
    signing: Object.fromEntries(pairs.map(([name, { signingKey }]) => [name, signingKey])),
    public: Object.fromEntries(pairs.map(([name, { publicKey }]) => [name, [publicKey]])),
  }
}
