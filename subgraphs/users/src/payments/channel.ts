import type { Clock } from '@waystone/kit/clock'
import type { HttpRequest } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { Queryable } from '@waystone/kit/postgres'
import type { PaymentNotice } from '../domain/payment-notice.js'
import type { PaymentProvider } from '../domain/payment-provider.js'

/** Where a provider sends its events, and how they are checked. */
export interface PaymentNotices {
  readonly path: string
  /** Of the raw body. */
  readonly bodyMaxBytes: number
  /** @throws RequestFault BAD_REQUEST for what the provider has not signed for this installation. */
  read(request: Pick<HttpRequest, 'headers' | 'body'>): Promise<PaymentNotice>
}

/** A provider, and how it tells of what happens to its payments. */
export interface PaymentChannel {
  /** Returns whether the payment method belongs to this provider. */
  takes(method: string): boolean
  readonly provider: PaymentProvider
  readonly notices: PaymentNotices | null
  /** Of a provider that is asked for its events; they may be those of before. */
  readonly listNotices: (() => Promise<readonly PaymentNotice[]>) | null
}

export interface ChannelNeeds {
  /** Of payments, on the primary database. */
  readonly db: Queryable
  readonly clock: Clock
  readonly logger: Logger
}
