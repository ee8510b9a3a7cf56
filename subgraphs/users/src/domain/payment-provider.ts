/** A purchase as the payment provider sees it. */
export interface Payment {
  /** The purchase's id: the provider's idempotency key. */
  readonly id: string
  readonly userId: string
  readonly packId: string
  readonly method: string
  readonly amountCents: number
  readonly currency: string
  readonly begunAt: Date
}

/** PENDING: the player, or the provider, has not decided yet; a notice or recovery tells how it ends. */
export type PaymentOutcome = 'CHARGED' | 'DECLINED' | 'PENDING'

/** A payment as its provider has it now. */
export interface PaymentStanding {
  readonly outcome: PaymentOutcome
  /** The part of a charged payment that the buyer has back, or has disputed and not lost. */
  readonly takenBackCents: number
}

/** Takes the money. One implementation for each provider; all of them may fail without saying how far they came. */
export interface PaymentProvider {
  /** Why no payment can begin with this method, as a sentence for the player; null when one can. */
  refusalOf(method: string): string | null
  /** True if a shop has the money already (a receipt): limits do not apply to such a purchase. */
  isPrepaid(method: string): boolean
  /** Charges once per id, however often it is asked: a repeat answers as the first did. May take long. */
  charge(payment: Payment): Promise<PaymentOutcome>
  /** How a payment ended whose answer was lost. A payment that is DECLINED here is never charged afterwards. */
  conclude(payment: Payment): Promise<PaymentOutcome>
  /** Gives back what was charged under the id, once, however often it is asked. */
  refund(payment: Payment): Promise<void>
  /** Reads how the payment stands; neither charges nor bars it. */
  inspect(payment: Payment): Promise<PaymentStanding>
  /**
   * The text that the provider's client library needs to let the player confirm a PENDING payment; null when nothing
   * is asked.
   */
  confirmationOf(payment: Payment): Promise<string | null>
}
