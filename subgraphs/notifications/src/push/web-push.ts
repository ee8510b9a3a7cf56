import type { Clock } from '@waystone/kit/clock'
import { request, type Dispatcher } from 'undici'
import webPush from 'web-push'
import { retryAfterMs, type PushOutcome } from '../domain/delivery.js'
import { readSubscription } from '../domain/push-token.js'
import { payloadOf, PUSH_KEPT_SECONDS, type PushProvider } from './provider.js'
import { ForbiddenAddress } from './public-address.js'
import type { VapidKeys } from './vapid.js'

/** Of an answer, for the operators' log. */
const ERROR_BYTES_MAX = 300

/**
 * Web Push (RFC 8030): the payload is encrypted for the browser (RFC 8291) and the request signed (VAPID, RFC 8292) by
 * the package web-push. The request itself is made here: the address is the client's, so it goes through an agent
 * that calls public addresses only, and no redirect is followed.
 */
export function createWebPush(
  { keys, subject }: { keys: VapidKeys; subject: string },
  { agent, clock, timeoutMs }: { agent: Dispatcher; clock: Clock; timeoutMs: number },
): PushProvider {
  return {
    push: async (token, message) => {
      try {
        const { endpoint, method, headers, body } = webPush.generateRequestDetails(
          readSubscription(token),
          payloadOf(message),
          {
            vapidDetails: { subject, ...keys },
            TTL: PUSH_KEPT_SECONDS,
            // A push service that still has an earlier try replaces it (RFC 8030, section 5.4): at most 32 characters.
            topic: message.notificationId.replaceAll('-', ''),
            urgency: 'normal',
            contentEncoding: 'aes128gcm',
          },
        )
        const response = await request(endpoint, {
          method: method as Dispatcher.HttpMethod,
          headers,
          body,
          dispatcher: agent,
          signal: AbortSignal.timeout(timeoutMs),
        })
        return await outcomeOf(response, clock.now())
      } catch (error) {
        return outcomeOfError(error)
      }
    },
    close: () => agent.close(),
  }
}

async function outcomeOf({ statusCode, headers, body }: Dispatcher.ResponseData, now: Date): Promise<PushOutcome> {
  if (statusCode >= 200 && statusCode < 300) {
    await body.dump()
    return { kind: 'sent' }
  }
  const failure = { error: `The push service answered ${statusCode}`, detail: await textOf(body) }
  if (statusCode === 404 || statusCode === 410) return { kind: 'gone', ...failure }
  if (statusCode !== 429 && statusCode < 500) return { kind: 'refused', ...failure }
  const header = headers['retry-after']
  return { kind: 'retry', ...failure, afterMs: retryAfterMs(typeof header === 'string' ? header : null, now) }
}

/**
 * Users name the server and see the error, so it must not tell them how names resolve or what listens where from
 * inside: only that no answer came.
 */
function outcomeOfError(error: unknown): PushOutcome {
  const failure = {
    error: 'The push service has not answered',
    detail: error instanceof Error ? error.message : String(error),
  }
  return error instanceof ForbiddenAddress ? { kind: 'gone', ...failure } : { kind: 'retry', ...failure, afterMs: null }
}

async function textOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= ERROR_BYTES_MAX) break
  }
  return Buffer.concat(chunks).subarray(0, ERROR_BYTES_MAX).toString('utf8').trim()
}
