import { Type, type JWSTransactionDecodedPayload, type SignedDataVerifier } from '@apple/app-store-server-library'
import { RequestFault } from '@waystone/kit/errors'
import type { HttpRequest } from '@waystone/kit/http'
import * as z from 'zod'
import type { PaymentNotice } from '../domain/payment-notice.js'
import { findTakenBackShare, noteTakenBackShare } from '../repositories/payment-report.js'
import { createAppleVerifier, forgeryOf, type AppleTrust } from './apple-verifier.js'
import type { ChannelNeeds, PaymentChannel } from './channel.js'
import { createReceiptProvider, type Receipt } from './receipts.js'
import type { Products } from './settings.js'

const PREFIX = 'apple:'
const NOTICE_MAX_BYTES = 64_000
/** The library counts a revoked part in thousandths of a percent. */
const WHOLE = 100_000

export interface AppleSettings extends AppleTrust {
  readonly products: Products
}

/** The App Store: the method is `apple:` with the signed transaction (StoreKit's jwsRepresentation). */
export function createAppleChannel(settings: AppleSettings, needs: ChannelNeeds): PaymentChannel {
  const verifier = createAppleVerifier(settings, needs.clock)
  const { products } = settings
  const { db } = needs
  const provider = createReceiptProvider(
    {
      name: 'apple',
      products,
      readReceipt: async method => {
        try {
          const receipt = receiptOf(await verifier().verifyAndDecodeTransaction(method.slice(PREFIX.length)))
          if (typeof receipt === 'string') return receipt
          // A transaction that was signed before its refund does not know of it; Apple's notice did.
          const isRevoked = (await findTakenBackShare(db, { provider: 'apple', reference: receipt.reference })) >= WHOLE
          return isRevoked ? { ...receipt, state: 'REVOKED' } : receipt
        } catch (error) {
          return forgeryOf(error)
        }
      },
      acknowledge: async () => {},
      takenBackCents: async ({ amountCents }, { reference }) => {
        const share = await findTakenBackShare(db, { provider: 'apple', reference: reference ?? '' })
        return Math.round((amountCents * share) / WHOLE)
      },
    },
    needs,
  )
  return {
    takes: method => method.startsWith(PREFIX),
    provider,
    notices: {
      path: '/payments/apple',
      bodyMaxBytes: NOTICE_MAX_BYTES,
      read: request => readAppleNotice(verifier(), needs, request),
    },
    listNotices: null,
  }
}

function receiptOf(transaction: JWSTransactionDecodedPayload): Receipt | string {
  const { transactionId, productId, quantity = 1, type, appAccountToken = null, revocationDate } = transaction
  if (type !== Type.CONSUMABLE) return `it is of the type ${type}, where packs are consumables`
  if (transactionId === undefined || productId === undefined) return 'it names no transaction or no product'
  const state = revocationDate === undefined ? 'SOLD' : 'REVOKED'
  return { reference: transactionId, productId, quantity, userId: appAccountToken, state, isUnacknowledged: false }
}

const body = z.object({ signedPayload: z.string() })

/**
 * Reads an App Store Server Notification of version 2 and keeps what it says of the transaction, the newest
 * of all that come: also of one that has not been shown here yet.
 */
async function readAppleNotice(
  verifier: SignedDataVerifier,
  { db }: ChannelNeeds,
  request: Pick<HttpRequest, 'body'>,
): Promise<PaymentNotice> {
  try {
    const { signedPayload } = body.parse(JSON.parse(request.body.toString()))
    const notification = await verifier.verifyAndDecodeNotification(signedPayload)
    const { notificationType, notificationUUID = '', data } = notification
    const notice = { provider: 'apple', eventId: notificationUUID, type: String(notificationType) }
    if (data?.signedTransactionInfo === undefined) return { ...notice, reference: null }
    const transaction = await verifier.verifyAndDecodeTransaction(data.signedTransactionInfo)
    const { transactionId: reference = '', signedDate = 0, revocationDate, revocationPercentage = WHOLE } = transaction
    const share = revocationDate === undefined ? 0 : revocationPercentage
    await noteTakenBackShare(db, { provider: 'apple', reference, share, at: new Date(signedDate) })
    return { ...notice, reference }
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError)) forgeryOf(error)
    throw new RequestFault('BAD_REQUEST', 'Expected a notification that Apple has signed for this app')
  }
}
