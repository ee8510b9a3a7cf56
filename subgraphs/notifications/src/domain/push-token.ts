import { ECDH } from 'node:crypto'
import type { InputProblem } from '@waystone/kit/errors'
import * as z from 'zod'
import { isPublicHost } from './public-address.js'

export type PushPlatform = 'WEB' | 'FCM' | 'APNS'

/** A device that is pushed to. */
export interface PushToken {
  readonly id: string
  readonly userId: string
  readonly platform: PushPlatform
  /** The address of the device at the push service. */
  readonly token: string
  readonly device: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** Devices of one user. */
export const PUSH_TOKENS_MAX = 10
const DEVICE_LENGTH_MAX = 100
const TOKEN_LENGTH_MAX = 4_096
const ENDPOINT_LENGTH_MAX = 1_024
const P256DH_BYTES = 65
const AUTH_BYTES = 16

const bytes = (length: number) =>
  z
    .string()
    .regex(/^[\w-]+={0,2}$/)
    .refine(text => Buffer.from(text, 'base64url').length === length)

/** A browser's public key: a point of P-256, as web pushes are encrypted for it. */
const isPoint = (text: string): boolean => {
  try {
    return ECDH.convertKey(text, 'prime256v1', 'base64url', 'base64url', 'compressed').length > 0
  } catch {
    // Bytes that are no point of the curve.
    return false
  }
}

/** A browser's PushSubscription, without what is of no use here. */
const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(ENDPOINT_LENGTH_MAX),
  keys: z.object({ p256dh: bytes(P256DH_BYTES).refine(isPoint), auth: bytes(AUTH_BYTES) }),
})
export type WebSubscription = z.infer<typeof subscription>

/** Reads a token that was checked when it was registered. @throws ZodError for another one. */
export const readSubscription = (token: string): WebSubscription => subscription.parse(JSON.parse(token))

/** Checks the token of a device. @returns the token as it is kept and the address that tells devices apart */
export function checkToken(
  platform: PushPlatform,
  token: string,
): { readonly token: string; readonly address: string } | InputProblem {
  if (token.length === 0 || token.length > TOKEN_LENGTH_MAX) {
    const [min, max, actual] = [1, TOKEN_LENGTH_MAX, token.length]
    return {
      field: 'token',
      message: `Expected ${min} to ${max} characters, not ${actual}`,
      rule: 'LENGTH',
      min,
      max,
      actual,
    }
  }
  if (platform === 'WEB') return checkSubscription(token)
  const isSound = platform === 'APNS' ? /^[0-9a-f]{64,200}$/i.test(token) : /^[\w:.-]+$/.test(token)
  const kept = platform === 'APNS' ? token.toLowerCase() : token
  return isSound
    ? { token: kept, address: kept }
    : { field: 'token', message: 'Expected a device token of this platform', rule: 'FORMAT' }
}

function checkSubscription(token: string): ReturnType<typeof checkToken> {
  const parsed = subscription.safeParse(jsonOf(token)).data
  const endpoint = parsed === undefined ? null : endpointOf(parsed.endpoint)
  if (parsed !== undefined && endpoint !== null)
    return { token: JSON.stringify({ ...parsed, endpoint }), address: endpoint }
  const max = ENDPOINT_LENGTH_MAX
  return {
    field: 'token',
    message: `Expected the JSON of a PushSubscription: a public https endpoint of at most ${max} characters, and its keys`,
    rule: 'FORMAT',
    max,
  }
}

/**
 * The endpoint in its one spelling; null where it cannot be a push service's, which listen at the port of https of
 * public hosts and know no login.
 */
function endpointOf(given: string): string | null {
  const url = new URL(given)
  url.hash = ''
  const isSound = url.port === '' && url.username === '' && url.password === '' && isPublicHost(url.hostname)
  return isSound && url.href.length <= ENDPOINT_LENGTH_MAX ? url.href : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A SyntaxError is how JSON says that a text is none.
    return null
  }
}

export function problemOfDevice(device: string): InputProblem | null {
  const [min, max, actual] = [1, DEVICE_LENGTH_MAX, device.trim().length]
  if (actual >= min && actual <= max)
    return /\p{Cc}/u.test(device)
      ? { field: 'device', message: 'Expected a name without control characters', rule: 'FORMAT' }
      : null
  return {
    field: 'device',
    message: `Expected ${min} to ${max} characters, not ${actual}`,
    rule: 'LENGTH',
    min,
    max,
    actual,
  }
}
