import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export const CLIENT_ID = 'example-game'
export const STEAM_APP_ID = '480'
export const STEAM_WEB_API_KEY = '0123456789ABCDEF0123456789ABCDEF'

async function listen(answer: RequestListener) {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The part of an OpenID Connect provider that verifiers ask, and the ID tokens that its clients get. */
export async function startIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const server = await listen((request, response) => {
    const discovery = { issuer: server.url, jwks_uri: `${server.url}/keys` }
    const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(request.url === '/keys' ? keys : discovery))
  })
  return {
    ...server,
    signIn: (sub: string) => {
      const nonce = randomBytes(32).toString('base64url')
      const iat = Math.floor(Date.now() / 1_000)
      const claims = { iss: server.url, aud: CLIENT_ID, sub, iat, exp: iat + 600 }
      const hashed = createHash('sha256').update(nonce).digest('hex')
      const signed = `${base64url({ alg: 'RS256', kid: 'k1' })}.${base64url({ ...claims, nonce: hashed })}`
      return { idToken: `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`, nonce }
    },
  }
}

/** ISteamUserAuth/AuthenticateUserTicket; a ticket is the number of its player, in hexadecimal digits. */
export async function startSteam() {
  const server = await listen((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://steam')
    if (request.headers['x-webapi-key'] !== STEAM_WEB_API_KEY) return void response.writeHead(403).end()
    const steamid = Buffer.from(searchParams.get('ticket') ?? '', 'hex')
      .toString()
      .split(' ', 1)[0]
    const params = { result: 'OK', steamid, ownersteamid: steamid, vacbanned: false, publisherbanned: false }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ response: { params } }))
  })
  return {
    ...server,
    ticketOf: (steamId: string) => Buffer.from(`${steamId} ${randomBytes(8).toString('hex')}`).toString('hex'),
  }
}
