import type { Clock } from '@waystone/kit/clock'
import { bodyOf, createAccessTokens, type ServiceAccount } from '@waystone/kit/google'
import * as z from 'zod'

const REQUEST_TIMEOUT_MS = 10_000
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher'

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
  const accessTokens = createAccessTokens(account, { scope: SCOPE, clock })
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
