export interface Payment {
  /** The purchase's id: the provider's idempotency key. */
  readonly id: string
  readonly method: string
  readonly amountCents: number
  readonly currency: string
}

export type PaymentOutcome = 'CHARGED' | 'DECLINED'

/** Who takes the money. */
export interface PaymentProvider {
  /** Whether the provider could know such a payment method at all. */
  knowsMethod(method: string): boolean
  /** Charges once per id, however often it is asked: a repeat answers as the first did. May take long, may fail without saying how far it came. */
  charge(payment: Payment): Promise<PaymentOutcome>
  /** For payments whose answer was lost: how the payment ended. One that was not charged yet never will be after this. */
  conclude(id: string): Promise<PaymentOutcome>
  /** Gives back what was charged under the id, once, however often it is asked. May fail without saying how far it came. */
  refund(id: string): Promise<void>
}
