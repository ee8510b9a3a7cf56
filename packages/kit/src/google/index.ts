import { importPKCS8, SignJWT } from 'jose'
import * as z from 'zod'
import type { Clock } from '../clock/index.js'

/** A service account of Google, as its key file has it. */
export const serviceAccount = z.object({
  client_email: z.string().min(1),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'),
  project_id: z.string().min(1).optional(),
})
export type ServiceAccount = z.output<typeof serviceAccount>

const REQUEST_TIMEOUT_MS = 10_000
const ASSERTION_LIFETIME_S = 3_600
/** A token is renewed before it ends, so that none ends on its way. */
const RENEWED_BEFORE_MS = 60_000

const accessTokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() })

/** The access tokens of a service account for one scope. */
export interface AccessTokens {
  get(): Promise<string>
  /** Called when Google has refused the token. */
  forget(): void
}

/**
 * Trades an assertion that the service account signs for an access token, and keeps that for as long as it is
 * valid.
 */
export function createAccessTokens(
  account: ServiceAccount,
  { scope, clock }: { scope: string; clock: Clock },
): AccessTokens {
  let kept: { token: string; untilMs: number } | null = null
  const get = async () => {
    const nowMs = clock.now().getTime()
    if (kept !== null && nowMs < kept.untilMs) return kept.token
    const issuedAt = Math.floor(nowMs / 1000)
    const assertion = await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(account.client_email)
      .setAudience(account.token_uri)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ASSERTION_LIFETIME_S)
      .sign(await importPKCS8(account.private_key, 'RS256'))
    const response = await fetch(account.token_uri, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    const { access_token: token, expires_in: seconds } = accessTokenAnswer.parse(await bodyOf(response))
    kept = { token, untilMs: nowMs + seconds * 1000 - RENEWED_BEFORE_MS }
    return token
  }
  return {
    get,
    forget: () => {
      kept = null
    },
  }
}

/** @throws Error with what Google said */
export async function bodyOf(response: Response): Promise<unknown> {
  if (response.ok) return await response.json()
  throw new Error(`Google answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
}
