import type { Payment, PaymentOutcome, PaymentProvider } from '../domain/payment-provider.js'
import { claimPayment, findPayment, type PaymentRecord } from '../repositories/payment.js'
import type { ChannelNeeds } from './channel.js'
import type { Products } from './settings.js'

/** A sale, as the shop tells it. */
export interface Receipt {
  /** The shop's own id of the sale, which is credited once, whichever user sends it. */
  readonly reference: string
  readonly productId: string
  readonly quantity: number
  /** The account that the app named when it opened the shop; null when it named none. */
  readonly userId: string | null
  readonly state: 'SOLD' | 'PENDING' | 'REVOKED'
  /** True if the shop refunds the sale unless the delivery is acknowledged. */
  readonly isUnacknowledged: boolean
}

/** A shop that sells and takes the money itself; a purchase shows its receipt, which is checked here. */
export interface Shop {
  readonly name: string
  readonly products: Products
  /** @returns why it is no receipt of this shop, as a text for the log. @throws when the shop cannot be asked now. */
  readReceipt(method: string): Promise<Receipt | string>
  /** Called after the claim, for receipts that are not acknowledged. */
  acknowledge(receipt: Receipt): Promise<void>
  /** Of a receipt that was credited. */
  takenBackCents(payment: Payment, record: PaymentRecord): Promise<number>
}

/** Purchases that are paid in a shop before they are begun. The money cannot be given back from here. */
export function createReceiptProvider(shop: Shop, { db, clock, logger }: ChannelNeeds): PaymentProvider {
  const read = async (payment: Payment): Promise<Receipt | string> => {
    const receipt = await shop.readReceipt(payment.method)
    return typeof receipt === 'string' ? receipt : (problemOf(receipt, payment, shop.products) ?? receipt)
  }
  const check = async (payment: Payment): Promise<PaymentOutcome> => {
    const receipt = await read(payment)
    if (typeof receipt === 'string') return decline(payment, receipt)
    if (receipt.state === 'PENDING') return 'PENDING'
    const claim = { purchaseId: payment.id, provider: shop.name, reference: receipt.reference, at: clock.now() }
    const noted = await claimPayment(db, claim)
    if (noted?.reference !== receipt.reference) return decline(payment, 'another purchase has it')
    // A notice of the shop that came before the claim found no purchase to act on, so it is read once more.
    const claimed = await read(payment)
    if (typeof claimed === 'string') return decline(payment, claimed)
    if (claimed.isUnacknowledged) await shop.acknowledge(claimed)
    return 'CHARGED'
  }
  const decline = ({ id, userId }: Payment, problem: string): PaymentOutcome => {
    logger.warn({ purchase: id, userId, shop: shop.name, problem }, 'a receipt was refused')
    return 'DECLINED'
  }
  return {
    refusalOf: () => null,
    isPrepaid: () => true,
    charge: check,
    // No answer can be lost: the receipt says the same again.
    conclude: check,
    refund: async ({ id }) => {
      throw new Error(`Only the shop ${shop.name} can give back the money of the purchase ${id}`)
    },
    inspect: async payment => {
      const record = await findPayment(db, payment.id)
      if (record === null) return { outcome: 'PENDING', takenBackCents: 0 }
      const takenBackCents = await shop.takenBackCents(payment, record)
      // A purchase refunded before its credit is never credited; a credited one stays so and is reversed.
      return { outcome: takenBackCents >= payment.amountCents ? 'DECLINED' : 'CHARGED', takenBackCents }
    },
    confirmationOf: async () => null,
  }
}

function problemOf(receipt: Receipt, payment: Payment, products: Products): string | null {
  if (receipt.state === 'REVOKED') return 'the shop has taken it back'
  if (receipt.userId === null) return 'it names no account'
  if (receipt.userId.toLowerCase() !== payment.userId) return 'it is of another account'
  if (products[receipt.productId] !== payment.packId) return `the product ${receipt.productId} is not the pack`
  return receipt.quantity === 1 ? null : `it is of ${receipt.quantity}, where a purchase is of one`
}
