import type { PaymentNotice } from '../domain/payment-notice.js'
import type { ChannelNeeds, PaymentChannel } from './channel.js'
import { createGoogleApi, type GoogleApi, type ProductPurchase } from './google-api.js'
import { createReceiptProvider, type Receipt } from './receipts.js'
import type { ServiceAccount } from '@waystone/kit/google'
import type { Products } from './settings.js'

/** `google:<product id>:<purchase token>`. */
const METHOD = /^google:(?<productId>[a-z0-9._]{1,148}):(?<token>[\w.-]{1,1500})$/
const VOIDED_PAGES_MAX = 50

const PURCHASED = 0
const CANCELED = 1
const TEST_PURCHASE = 0
const NOT_ACKNOWLEDGED = 0

export interface GoogleSettings {
  readonly packageName: string
  readonly account: ServiceAccount
  readonly apiUrl: string
  readonly takesTestPurchases: boolean
  readonly products: Products
}

/** Google Play: the method names the product and the purchase token, which Google is asked about. */
export function createGoogleChannel(settings: GoogleSettings, needs: ChannelNeeds): PaymentChannel {
  const { products, takesTestPurchases } = settings
  const api = createGoogleApi(settings, needs)
  const provider = createReceiptProvider(
    {
      name: 'google',
      products,
      readReceipt: async method => {
        const sale = saleOf(method)
        const purchase = await api.getPurchase(sale)
        if (purchase === null) return 'Google does not know it'
        if (purchase.purchaseType === TEST_PURCHASE && !takesTestPurchases) return 'it is of a tester, who paid nothing'
        return receiptOf(sale, purchase)
      },
      acknowledge: ({ productId, reference: token }) => api.acknowledge({ productId, token }),
      takenBackCents: async ({ method, amountCents }) => {
        const purchase = await api.getPurchase(saleOf(method))
        return purchase === null || purchase.purchaseState === CANCELED ? amountCents : 0
      },
    },
    needs,
  )
  return {
    takes: method => METHOD.test(method),
    provider,
    notices: null,
    listNotices: () => listVoided(api),
  }
}

function saleOf(method: string): { productId: string; token: string } {
  const { productId = '', token = '' } = METHOD.exec(method)?.groups ?? {}
  return { productId, token }
}

function receiptOf({ productId, token }: { productId: string; token: string }, purchase: ProductPurchase): Receipt {
  const { purchaseState, quantity = 1, obfuscatedExternalAccountId: userId = null } = purchase
  const state = purchaseState === PURCHASED ? 'SOLD' : purchaseState === CANCELED ? 'REVOKED' : 'PENDING'
  // Google gives the money back after three days for what is not acknowledged.
  const isUnacknowledged = purchase.acknowledgementState === NOT_ACKNOWLEDGED
  return { reference: token, productId, quantity, userId, state, isUnacknowledged }
}

/** Purchases that were cancelled, refunded or charged back within the last thirty days, which is what Google lists. */
async function listVoided(api: GoogleApi): Promise<PaymentNotice[]> {
  const notices: PaymentNotice[] = []
  let pageToken: string | null = null
  for (let page = 0; page < VOIDED_PAGES_MAX; page++) {
    const answer = await api.listVoided(pageToken)
    for (const { purchaseToken: reference, voidedTimeMillis } of answer.voidedPurchases ?? [])
      notices.push({ provider: 'google', eventId: `${reference}@${voidedTimeMillis}`, type: 'voided', reference })
    pageToken = answer.tokenPagination?.nextPageToken ?? null
    if (pageToken === null) break
  }
  return notices
}
