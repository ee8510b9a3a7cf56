import type { PityBefore } from '../generated/graphql.js'

export type { Rarity } from '../generated/graphql.js'

/** How long the player has been without luck: all that a draw remembers. */
export type Pity = Pick<
  PityBefore,
  'pullsSinceUltraRare' | 'pullsSinceSuperRare' | 'ultraRareGuaranteed' | 'superRareGuaranteed'
>

export const noPity: Pity = {
  pullsSinceUltraRare: 0,
  pullsSinceSuperRare: 0,
  ultraRareGuaranteed: false,
  superRareGuaranteed: false,
}

/** The part of a pull, as the API answers it, that its draw can be repeated from. */
export interface ProvenPull {
  readonly banner: { readonly id: string }
  /** The price that was paid; left out where it was not asked for. */
  readonly cost?: number
  readonly currency?: string
  readonly tickets?: ItemAmount | null
  readonly items: readonly {
    readonly item: { readonly id: string }
    readonly featured: boolean
    readonly pullsSinceUltraRare: number
    /** "TIER.POOL"; null on a banner with rarities. */
    readonly outcome?: string | null
    readonly copy?: number | null
    readonly shards?: ItemAmount | null
    readonly payout?: { readonly currency: string; readonly amount: number } | null
  }[]
  readonly proof: {
    readonly serverSeedHash: string
    readonly seedNumber: number
    readonly nextServerSeedHash?: string | null
    /** Null until the seed is rotated. */
    readonly serverSeed?: string | null
    readonly clientSeed: string
    readonly nonce: number
    readonly oddsHash: string
    readonly algorithm: string
    readonly definition: unknown
    readonly pityBefore: Pity
    /** Of a model: the order that was drawn, and the memory before and after it. Null on a banner with rarities. */
    readonly order?: string | null
    readonly before?: unknown
    readonly after?: unknown
  }
}

interface ItemAmount {
  readonly item: { readonly id: string }
  readonly amount: number
}

/** A change of what a banner remembers, which has a number among the pulls of its seed. */
export interface ProvenChange {
  readonly change: string
  /** The chosen item; null for a box that was filled again. */
  readonly item?: { readonly id: string } | null
  /** The items of a list of wishes; empty for any other change. */
  readonly items?: readonly { readonly id: string }[]
  readonly banner: { readonly id: string }
  readonly proof: Pick<
    ProvenPull['proof'],
    | 'serverSeedHash'
    | 'seedNumber'
    | 'serverSeed'
    | 'clientSeed'
    | 'nonce'
    | 'oddsHash'
    | 'definition'
    | 'before'
    | 'after'
  >
}

/** One comparison: the value that the server stated, and the one that this browser computed. */
export interface Check {
  readonly of:
    | 'count'
    | 'algorithm'
    | 'oddsHash'
    | 'clientSeed'
    | 'commitment'
    | 'definition'
    | 'item'
    | 'pity'
    | 'order'
    | 'price'
    | 'shards'
    | 'payout'
    | 'owned'
    | 'memoryBefore'
    | 'memoryAfter'
  /** Of a check of an item: its place in the pull, from 0. */
  readonly index?: number
  readonly said: string
  readonly computed: string
  readonly matches: boolean
}

export const check = (of: Check['of'], said: string, computed: string, index?: number): Check => ({
  of,
  said,
  computed,
  matches: said === computed,
  ...(index !== undefined && { index }),
})
