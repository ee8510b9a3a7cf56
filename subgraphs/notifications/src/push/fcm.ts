import type { Clock } from '@waystone/kit/clock'
import { createAccessTokens, type ServiceAccount } from '@waystone/kit/google'
import * as z from 'zod'
import { retryAfterMs, type PushOutcome } from '../domain/delivery.js'
import { PUSH_KEPT_SECONDS, retryAfterError, shortened, type PushMessage, type PushProvider } from './provider.js'

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'
const ERROR_LENGTH_MAX = 500

const failure = z.object({
  error: z.object({
    message: z.string().optional(),
    status: z.string().optional(),
    details: z.array(z.object({ errorCode: z.string().optional() })).optional(),
  }),
})

/** Errors that say of the token that it is of no use to this sender, now or later. */
const GONE: ReadonlySet<string> = new Set(['UNREGISTERED', 'SENDER_ID_MISMATCH'])

/**
 * Firebase Cloud Messaging, HTTP v1. A device shows the last of the notifications with one tag, so a try that comes a
 * second time replaces the first.
 */
export function createFcm(
  { url, account, projectId }: { url: string; account: ServiceAccount; projectId: string },
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number },
): PushProvider {
  const accessTokens = createAccessTokens(account, { scope: SCOPE, clock })
  const address = `${url}/v1/projects/${encodeURIComponent(projectId)}/messages:send`
  return {
    push: async (token, message) => {
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: { authorization: `Bearer ${await accessTokens.get()}`, 'content-type': 'application/json' },
          body: JSON.stringify({ message: { token, ...contentOf(message) } }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        })
        if (response.status === 401) accessTokens.forget()
        return await outcomeOf(response, clock.now())
      } catch (error) {
        return retryAfterError(error)
      }
    },
    close: async () => {},
  }
}

function contentOf({ notificationId, kind, title, body, data }: PushMessage) {
  const tag = notificationId
  return {
    notification: { title, body: shortened(body) },
    // Values are texts here; clients parse them.
    data: { id: notificationId, kind, data: JSON.stringify(data) },
    android: { collapse_key: tag, ttl: `${PUSH_KEPT_SECONDS}s`, notification: { tag } },
    apns: { headers: { 'apns-collapse-id': tag } },
    webpush: { headers: { TTL: String(PUSH_KEPT_SECONDS) }, notification: { tag } },
  }
}

async function outcomeOf(response: Response, now: Date): Promise<PushOutcome> {
  const text = await response.text()
  if (response.ok) return { kind: 'sent' }
  const { error: said } = failure.safeParse(jsonOf(text)).data ?? {}
  const code = said?.details?.find(({ errorCode }) => errorCode !== undefined)?.errorCode ?? said?.status ?? ''
  const words = `${code} ${said?.message ?? text}`.trim().slice(0, ERROR_LENGTH_MAX)
  const error = `FCM answered ${response.status}: ${words}`
  if (GONE.has(code)) return { kind: 'gone', error }
  const isForLater = [401, 408, 429].includes(response.status) || response.status >= 500
  if (!isForLater) return { kind: 'refused', error }
  return { kind: 'retry', error, afterMs: retryAfterMs(response.headers.get('retry-after'), now) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A SyntaxError is how JSON says that a text is none, such as the page of a proxy.
    return null
  }
}
