import { createDecipheriv, createECDH, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'

/** How a push service answers the next request. */
export type Reply =
  | { readonly status: number; readonly retryAfter?: string; readonly body?: object; readonly location?: string }
  /** Answers only after this promise. */
  | { readonly status: number; readonly after: Promise<unknown> }
  | 'never'

/** A request as a push service got it. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface PushService {
  readonly url: string
  readonly received: Received[]
  /** Answers in this order; then with `accepted`. */
  readonly replies: Reply[]
  close(): Promise<void>
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: Pick<ServerResponse, 'writeHead' | 'end'>
}

async function answer(service: Omit<PushService, 'close' | 'url'>, accepted: number, { request, response }: Exchange) {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  service.received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) })
  const reply = service.replies.shift() ?? { status: accepted }
  if (reply === 'never') return
  if ('after' in reply) await reply.after
  const { retryAfter, body, location } =
    'after' in reply ? ({} as { retryAfter?: string; body?: object; location?: string }) : reply
  response.writeHead(reply.status, {
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...(location !== undefined && { location }),
  })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

/** A push service of browsers, or FCM with its sign-in at `/token`. */
export async function startHttpService(accepted: number): Promise<PushService> {
  const service = { received: [] as Received[], replies: [] as Reply[] }
  const server = createHttpServer((request, response) => {
    if (request.url === '/token')
      return void response.end(JSON.stringify({ access_token: 'an access token', expires_in: 3_600 }))
    void answer(service, accepted, { request, response })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    ...service,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** APNs: HTTP/2, here without TLS. */
export async function startApns(): Promise<PushService> {
  const service = { received: [] as Received[], replies: [] as Reply[] }
  const sessions = new Set<ServerHttp2Session>()
  const server = createHttp2Server((request, response) => {
    void answer(service, 200, { request, response } as unknown as Exchange)
  })
  server.on('session', session => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    ...service,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const session of sessions) session.destroy()
      }),
  }
}

/** A browser that has subscribed. */
export interface Browser {
  readonly subscription: string
  /** The payload of a push, decrypted as RFC 8291 says. */
  decrypt(body: Buffer): { readonly id: string; readonly title: string; readonly body: string; readonly kind: string }
}

const hkdf = (ikm: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', ikm, salt, info, length))

export function aBrowser(endpoint: string): Browser {
  const keys = createECDH('prime256v1')
  const p256dh = keys.generateKeys()
  const auth = randomBytes(16)
  return {
    subscription: JSON.stringify({
      endpoint,
      expirationTime: null,
      keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') },
    }),
    decrypt: body => {
      // RFC 8188, section 2.1: salt, record size, the length of the sender's key and the key.
      const [salt, keyLength] = [body.subarray(0, 16), body.readUInt8(20)]
      const sender = body.subarray(21, 21 + keyLength)
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender])
      const ikm = hkdf(keys.computeSecret(sender), auth, info, 32)
      const key = hkdf(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
      const nonce = hkdf(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
      const record = body.subarray(21 + keyLength)
      const decipher = createDecipheriv('aes-128-gcm', key, nonce)
      decipher.setAuthTag(record.subarray(-16))
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
      // The last record ends with 2 and padding.
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')) as ReturnType<Browser['decrypt']>
    },
  }
}

/** A key file of Apple's, and the service account of a Firebase project whose sign-in is at `url`. */
export function pushSecrets(urls: { fcm: string; apns: string }): Record<string, string> {
  const pem = { type: 'pkcs8', format: 'pem' } as const
  const apple = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem)
  const google = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export(pem)
  return {
    FCM_URL: urls.fcm,
    FCM_SERVICE_ACCOUNT: JSON.stringify({
      client_email: 'push@waystone.example',
      private_key: google,
      token_uri: `${urls.fcm}/token`,
      project_id: 'waystone-test',
    }),
    APNS_URL: urls.apns,
    APNS_KEY: String(apple),
    APNS_KEY_ID: 'KEYID00001',
    APNS_TEAM_ID: 'TEAMID0001',
    APNS_TOPIC: 'example.waystone.game',
  }
}
