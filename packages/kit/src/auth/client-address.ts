import { createHmac, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { acceptedTexts, signingText, type InternalSecret } from './internal-secret.js'

/**
 * Headers by which the gateway tells a subgraph the client's address; without the signature the peer's own
 * address counts.
 */
export const clientAddressHeaders = { address: 'x-client-address', signature: 'x-client-address-signature' } as const

const SIGNATURES_MAX = 10_000
/**
 * By secret, of which a process has one or, during a rotation, two, and address. Clients come again and
 * again: their addresses are signed once.
 */
const signatures = new Map<string, LRUCache<string, string>>()

/**
 * Binds an address to the holders of the secret: another client that reaches a subgraph cannot choose the
 * address that limits count.
 */
export const signClientAddress = (secret: InternalSecret, address: string): string =>
  signWith(signingText(secret), address)

function signWith(secret: string, address: string): string {
  let ofSecret = signatures.get(secret)
  if (ofSecret === undefined) signatures.set(secret, (ofSecret = new LRUCache({ max: SIGNATURES_MAX })))
  const known = ofSecret.get(address)
  if (known !== undefined) return known
  const made = createHmac('sha256', secret).update(`client-address\n${address}`).digest('base64url')
  ofSecret.set(address, made)
  return made
}

/**
 * Checks that a request comes from a holder of the secret, such as the gateway: it bears a signed client
 * address.
 */
export const isSignedCaller = (secret: InternalSecret, headers: { get(name: string): string | undefined }): boolean =>
  signedAddress(secret, headers) !== null

/** The forwarded address where its signature is right, the peer's otherwise. */
export function clientAddressOf(
  secret: InternalSecret,
  request: { headers: ReadonlyMap<string, string>; remoteAddress: string },
): string {
  return signedAddress(secret, request.headers) ?? request.remoteAddress
}

function signedAddress(secret: InternalSecret, headers: { get(name: string): string | undefined }): string | null {
  const address = headers.get(clientAddressHeaders.address)
  const signature = headers.get(clientAddressHeaders.signature)
  if (address === undefined || signature === undefined) return null
  const given = Buffer.from(signature)
  const isSigned = acceptedTexts(secret).some(text => {
    const expected = Buffer.from(signWith(text, address))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return isSigned ? address : null
}
