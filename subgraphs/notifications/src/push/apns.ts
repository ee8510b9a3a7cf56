import { connect, constants, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import type { Clock } from '@waystone/kit/clock'
import { importPKCS8, SignJWT } from 'jose'
import * as z from 'zod'
import { retryAfterMs, type PushOutcome } from '../domain/delivery.js'
import { PUSH_KEPT_SECONDS, retryAfterError, shortened, type PushMessage, type PushProvider } from './provider.js'

/** Apple refuses a token that is older than an hour, and one that is newly made more often than every 20 minutes. */
const TOKEN_LIFETIME_MS = 50 * 60 * 1_000
const ANSWER_BYTES_MAX = 10_000
/** A connection that is not used is given up. */
const IDLE_MAX_MS = 60_000

const failure = z.object({ reason: z.string() })
/** Reasons that say of the device token that it is of no more use for this app. */
const GONE: ReadonlySet<string> = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic', 'ExpiredToken', 'Unregistered'])
const TOKEN_REFUSED: ReadonlySet<string> = new Set(['ExpiredProviderToken', 'InvalidProviderToken'])

interface Settings {
  readonly url: string
  /** The key file's text, PKCS 8. */
  readonly key: string
  readonly keyId: string
  readonly teamId: string
  /** The app's bundle id. */
  readonly topic: string
}

/**
 * The Apple Push Notification service over HTTP/2, with tokens. `apns-id` is the delivery's and stays with each try;
 * a device shows the last of the notifications with one collapse id.
 */
export function createApns(
  settings: Settings,
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number },
): PushProvider {
  const { url, topic } = settings
  const providerTokens = createProviderTokens(settings, clock)
  let session: ClientHttp2Session | null = null

  const connected = (): ClientHttp2Session => {
    if (session !== null && !session.closed && !session.destroyed) return session
    const made = connect(url)
    // The requests under way hear of it themselves; without a listener the process would end.
    made.on('error', () => made.destroy())
    made.on('goaway', () => made.close())
    made.setTimeout(IDLE_MAX_MS, () => made.close())
    made.unref()
    session = made
    return made
  }

  return {
    push: async (token, message) => {
      try {
        const answer = await ask(connected(), {
          headers: {
            [constants.HTTP2_HEADER_METHOD]: 'POST',
            [constants.HTTP2_HEADER_PATH]: `/3/device/${token}`,
            authorization: `bearer ${await providerTokens.get()}`,
            'apns-topic': topic,
            'apns-push-type': 'alert',
            'apns-id': message.deliveryId,
            'apns-collapse-id': message.notificationId,
            'apns-expiration': String(Math.floor(clock.now().getTime() / 1_000) + PUSH_KEPT_SECONDS),
          },
          body: JSON.stringify(contentOf(message)),
          timeoutMs,
        })
        const { reason } = failure.safeParse(answer.body).data ?? { reason: '' }
        if (TOKEN_REFUSED.has(reason)) providerTokens.forget()
        return outcomeOf(answer, { reason, now: clock.now() })
      } catch (error) {
        return retryAfterError(error)
      }
    },
    close: async () => session?.destroy(),
  }
}

const contentOf = ({ notificationId, kind, title, body, data }: PushMessage) => {
  const content = { aps: { alert: { title, body: shortened(body) }, sound: 'default' }, id: notificationId, kind }
  const whole = { ...content, data }
  // Apple takes 4,096 bytes.
  return Buffer.byteLength(JSON.stringify(whole)) <= 4_000 ? whole : content
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

function outcomeOf({ status, headers }: Answer, { reason, now }: { reason: string; now: Date }): PushOutcome {
  if (status === 200) return { kind: 'sent' }
  const error = `APNs answered ${status}: ${reason}`
  if (status === 410 || GONE.has(reason)) return { kind: 'gone', error }
  if (status !== 429 && status < 500 && !TOKEN_REFUSED.has(reason)) return { kind: 'refused', error }
  const header = headers['retry-after']
  return { kind: 'retry', error, afterMs: retryAfterMs(header ?? null, now) }
}

function ask(
  session: ClientHttp2Session,
  { headers, body, timeoutMs }: { headers: Readonly<Record<string, string>>; body: string; timeoutMs: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ...headers })
    const chunks: Buffer[] = []
    let received: IncomingHttpHeaders = {}
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => {
      stream.close(constants.NGHTTP2_CANCEL)
      // A connection that answers nothing may be dead: the next try makes a new one.
      session.destroy()
      fail(new Error(`APNs has not answered within ${timeoutMs} ms`))
    }, timeoutMs)
    stream.on('response', answered => {
      received = answered
    })
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (chunks.reduce((sum, { length }) => sum + length, 0) > ANSWER_BYTES_MAX) stream.close(constants.NGHTTP2_CANCEL)
    })
    stream.on('error', fail)
    stream.on('close', () => {
      clearTimeout(timer)
      const status = Number(received[':status'])
      if (!Number.isInteger(status)) return reject(new Error('The connection to APNs ended without an answer'))
      resolve({ status, headers: received, body: jsonOf(Buffer.concat(chunks).toString('utf8')) })
    })
    stream.end(body)
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // An answer without a body is how APNs says that all is well.
    return null
  }
}

function createProviderTokens({ key, keyId, teamId }: Settings, clock: Clock) {
  let kept: { token: Promise<string>; untilMs: number } | null = null
  const make = async (issuedAt: number) =>
    await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setIssuedAt(issuedAt)
      .sign(await importPKCS8(key, 'ES256'))
  return {
    get: (): Promise<string> => {
      const nowMs = clock.now().getTime()
      if (kept === null || nowMs >= kept.untilMs)
        kept = { token: make(Math.floor(nowMs / 1_000)), untilMs: nowMs + TOKEN_LIFETIME_MS }
      return kept.token
    },
    /** Called when Apple has refused the token. */
    forget: () => {
      kept = null
    },
  }
}
