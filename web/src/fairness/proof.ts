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
  readonly items: readonly {
    readonly item: { readonly id: string }
    readonly featured: boolean
    readonly pullsSinceUltraRare: number
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
  }
}

/** One comparison: the value that the server stated, and the one that this browser computed. */
export interface Check {
  readonly of: 'count' | 'algorithm' | 'oddsHash' | 'clientSeed' | 'commitment' | 'definition' | 'item' | 'pity'
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
