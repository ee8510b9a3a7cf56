import type { Currency } from '@waystone/events'
import type { Undrawable } from './banner-model/draw-order.js'
import type { Memory } from './banner-model/memory.js'
import type { Pity } from './pity.js'
import type { SealedSeed } from './seed-sealing.js'

export type PullStatus = 'RESERVING' | 'REFUSED' | 'DRAWN' | 'SETTLED' | 'RELEASING' | 'RELEASED'

/** An amount of a currency. */
export interface Payable {
  readonly currency: Currency
  readonly amount: number
}

/** An order of some items: one row of the coordinator's log. */
export interface PullOrder {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly bannerVersion: number
  readonly count: number
  /** The order of the model that it is; null on a banner with rarities. */
  readonly orderName: string | null
  readonly idempotencyKey: string
  readonly status: PullStatus
  readonly currency: Currency
  readonly cost: number
  /** Prices after this one, where the order has several: the first that the wallet can pay takes its place. */
  readonly otherPrices: readonly Payable[]
  readonly createdAt: Date
  /** The balance of the wallet when it refused; null unless REFUSED. */
  readonly available: number | null
  /** If true, it is given up since the banner had too little left for it. */
  readonly soldOut: boolean
  /** The price that its order had moved on to, which is why it is given up; null for any other order. */
  readonly movedCost: number | null
  /** The reason in the memory of its user for which it is given up; null for any other order. */
  readonly undrawable: Undrawable | null
}

/**
 * True if users has nothing to set aside. An order of rarities is reserved at any price: users and the audit expect a
 * reservation of each.
 */
export const isFree = ({ orderName, cost, otherPrices }: Priced): boolean =>
  orderName !== null && cost === 0 && otherPrices.length === 0

type Priced = Pick<PullOrder, 'orderName' | 'cost' | 'otherPrices'>

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
  /** Null on a banner with rarities, whose memory is the pity. */
  readonly memory: { readonly before: Memory; readonly after: Memory } | null
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
  /** "TIER.POOL"; null on a banner with rarities. */
  readonly outcome: string | null
}
