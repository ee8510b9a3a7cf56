import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

/** Headers by which the gateway tells a subgraph the client's address; without the signature the peer's own address counts. */
export const clientAddressHeaders = { address: 'x-client-address', signature: 'x-client-address-signature' } as const

/** Binds an address to one request, so that nobody who reaches a subgraph directly can choose the address that limits count. */
export const signClientAddress = (secret: string | KeyObject, client: { address: string; requestId: string }): string =>
  createHmac('sha256', secret).update(`client-address\n${client.requestId}\n${client.address}`).digest('base64url')

/** The forwarded address where its signature is right, the peer's otherwise. */
export function clientAddressOf(
  secret: string,
  request: { headers: ReadonlyMap<string, string>; remoteAddress: string; requestId: string },
): string {
  const address = request.headers.get(clientAddressHeaders.address)
  const signature = request.headers.get(clientAddressHeaders.signature)
  if (address === undefined || signature === undefined) return request.remoteAddress
  const expected = Buffer.from(signClientAddress(secret, { address, requestId: request.requestId }))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected) ? address : request.remoteAddress
}
