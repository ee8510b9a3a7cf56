import type { Currency } from '@waystone/events'
import type { Bar } from '@waystone/jurisdictions'
import type { Undrawable } from './banner-model/draw-order.js'
import type { Memory } from './banner-model/memory.js'
import type { Pity } from './pity.js'
import type { SealedSeed } from './seed-sealing.js'

export type PullStatus = 'RESERVING' | 'REFUSED' | 'DRAWN' | 'SETTLED' | 'RELEASING' | 'RELEASED'

/** The part of a balance that a price may take alone: what was given, or what was bought. */
export type CurrencyKind = 'FREE' | 'PAID'

/** An amount of a currency. */
export interface Payable {
  readonly currency: Currency
  readonly amount: number
  /** Left out where both parts of the balance pay. */
  readonly kind?: CurrencyKind | undefined
}

/** So much of a currency that is granted. */
export interface CurrencyAmount {
  readonly currency: Currency
  readonly amount: number
}

/** So many of an item: a price, or a grant. */
export interface ItemAmount {
  readonly itemId: string
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
  /** Of an order that was paid in tickets: the one of the order's first price in a currency, at a cost of 0. */
  readonly currency: Currency
  readonly cost: number
  /** The part of the balance that alone pays the cost; null where both do. */
  readonly priceKind: CurrencyKind | null
  /** ItemAmount that were taken when the order was recorded; null for an order in a currency. */
  readonly tickets: ItemAmount | null
  /** Prices after this one, where the order has several: the first that the wallet can pay takes its place. */
  readonly otherPrices: readonly Payable[]
  readonly createdAt: Date
  /** The balance of the wallet when it refused, of its kind where the price has one; null unless REFUSED. */
  readonly available: number | null
  /** If true, it is given up since the banner had too little left for it. */
  readonly soldOut: boolean
  /** The price that its order had moved on to, which is why it is given up; null for any other order. */
  readonly movedCost: number | null
  /** True if the order names the odds that its player was shown. */
  readonly oddsNamed: boolean
  /** The law of the player's country for which it was refused; null where it did not. */
  readonly bar: Bar | null
  /** The reason in the memory of its user for which it is given up; null for any other order. */
  readonly undrawable: Undrawable | null
}

/**
 * True if users has nothing to set aside: an order without a price, or one that was paid in tickets. An
 * order of rarities is reserved at any price: users and the audit expect a reservation of each.
 */
export const isFree = ({ orderName, cost, otherPrices }: Priced): boolean =>
  orderName !== null && cost === 0 && otherPrices.length === 0

type Priced = Pick<PullOrder, 'orderName' | 'cost' | 'otherPrices'>

/** The seed that a draw, or a change between draws, has a nonce of. */
export interface SeedProof {
  readonly serverSeedHash: string
  /** Null while the seed is in use. */
  readonly sealedSeed: SealedSeed | null
  /** Null for a seed from before next seeds were committed to. */
  readonly nextServerSeedHash: string | null
  readonly seedNumber: number
  readonly clientSeed: string
  readonly nonce: number
}

/** The seeds and counters that a drawn order was drawn with. */
export interface DrawRecord extends SeedProof {
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
  /** Which copy of the item it was for the user, counting from 1; null on a banner with rarities. */
  readonly copy: number | null
  /** The shards that were given for it as a duplicate; null for none. */
  readonly shards: ItemAmount | null
  /** The free currency that was granted for it as a duplicate; null for none. */
  readonly payout: CurrencyAmount | null
}
