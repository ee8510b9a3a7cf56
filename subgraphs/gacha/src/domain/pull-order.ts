import type { Currency } from '@waystone/events'
import type { Pity } from './pity.js'
import type { SealedSeed } from './seed-sealing.js'

export type PullStatus = 'RESERVING' | 'REFUSED' | 'DRAWN' | 'SETTLED' | 'RELEASING' | 'RELEASED'

/** An order of one or ten items: one row of the coordinator's log. */
export interface PullOrder {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly bannerVersion: number
  readonly count: number
  readonly idempotencyKey: string
  readonly status: PullStatus
  readonly currency: Currency
  readonly cost: number
  readonly createdAt: Date
  /** The balance of the wallet when it refused; null unless REFUSED. */
  readonly available: number | null
}

/** The seeds and counters that a drawn order was drawn with. */
export interface DrawRecord {
  readonly serverSeedHash: string
  /** Null while the seed is in use. */
  readonly sealedSeed: SealedSeed | null
  /** Null for a seed from before next seeds were committed to. */
  readonly nextServerSeedHash: string | null
  readonly seedNumber: number
  readonly clientSeed: string
  readonly nonce: number
  readonly pityBefore: Pity
}

/** An order that has been drawn, which is a Pull in the schema. */
export interface DrawnPull extends PullOrder {
  readonly draw: DrawRecord
}

/** One item of a drawn order, as its user got it. */
export interface PulledItem {
  readonly itemId: string
  readonly featured: boolean
  readonly duplicate: boolean
  readonly pullsSinceUltraRare: number
}
