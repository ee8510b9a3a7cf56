/** An event that a payment provider has sent and signed. */
export interface PaymentNotice {
  readonly provider: string
  readonly eventId: string
  readonly type: string
  /** The provider's own id of the payment that it is about; null for events of no payment. */
  readonly reference: string | null
}
