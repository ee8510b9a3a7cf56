import type { Clock } from '@waystone/kit/clock'
import { importPKCS8, SignJWT } from 'jose'
import * as z from 'zod'
import type { ServiceAccount } from './settings.js'

const REQUEST_TIMEOUT_MS = 10_000
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher'
const ASSERTION_LIFETIME_S = 3_600
/** A token is renewed before it ends, so that none ends on its way. */
const RENEWED_BEFORE_MS = 60_000

const productPurchase = z.object({
  purchaseState: z.number(),
  acknowledgementState: z.number(),
  quantity: z.number().optional(),
  /** 0: a licence tester's, who pays nothing. */
  purchaseType: z.number().optional(),
  obfuscatedExternalAccountId: z.string().optional(),
})
export type ProductPurchase = z.output<typeof productPurchase>

const voidedPurchases = z.object({
  voidedPurchases: z.array(z.object({ purchaseToken: z.string(), voidedTimeMillis: z.string() })).optional(),
  tokenPagination: z.object({ nextPageToken: z.string().optional() }).optional(),
})

/** The part of Google's Android Publisher API that checks purchases of consumable products. */
export interface GoogleApi {
  /** @returns null for a token that Google does not know. */
  getPurchase(purchase: { productId: string; token: string }): Promise<ProductPurchase | null>
  acknowledge(purchase: { productId: string; token: string }): Promise<void>
  listVoided(pageToken: string | null): Promise<z.output<typeof voidedPurchases>>
}

export function createGoogleApi(
  settings: { apiUrl: string; packageName: string; account: ServiceAccount },
  { clock }: { clock: Clock },
): GoogleApi {
  const { apiUrl, packageName, account } = settings
  const accessTokens = createAccessTokens(account, clock)
  const base = `${apiUrl}/androidpublisher/v3/applications/${encodeURIComponent(packageName)}/purchases`
  const pathOf = ({ productId, token }: { productId: string; token: string }) =>
    `/products/${encodeURIComponent(productId)}/tokens/${encodeURIComponent(token)}`

  const ask = async (method: 'GET' | 'POST', path: string): Promise<Response> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${await accessTokens.get()}` },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    if (response.status === 401) accessTokens.forget()
    return response
  }

  return {
    getPurchase: async purchase => {
      const response = await ask('GET', pathOf(purchase))
      // 400 and 404: no such token or product; 410: it is too old to be known.
      if ([400, 404, 410].includes(response.status)) return null
      return productPurchase.parse(await bodyOf(response))
    },
    acknowledge: async purchase => {
      const response = await ask('POST', `${pathOf(purchase)}:acknowledge`)
      if (!response.ok) await bodyOf(response)
    },
    listVoided: async pageToken => {
      const query = pageToken === null ? '' : `?token=${encodeURIComponent(pageToken)}`
      return voidedPurchases.parse(await bodyOf(await ask('GET', `/voidedpurchases${query}`)))
    },
  }
}

const accessTokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() })

interface AccessTokens {
  get(): Promise<string>
  /** Called when Google has refused the token. */
  forget(): void
}

/**
 * Trades an assertion that the service account signs for an access token, and keeps that for as long as it is
 * valid.
 */
function createAccessTokens(account: ServiceAccount, clock: Clock): AccessTokens {
  let kept: { token: string; untilMs: number } | null = null
  const get = async () => {
    const nowMs = clock.now().getTime()
    if (kept !== null && nowMs < kept.untilMs) return kept.token
    const issuedAt = Math.floor(nowMs / 1000)
    const assertion = await new SignJWT({ scope: SCOPE })
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

async function bodyOf(response: Response): Promise<unknown> {
  if (response.ok) return await response.json()
  throw new Error(`Google answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
}
