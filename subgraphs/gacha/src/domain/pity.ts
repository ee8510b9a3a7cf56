import type { Rarity } from './rarity.js'

/** How long a user has been without luck on a banner: all that a draw remembers. */
export interface Pity {
  /** Single pulls since the last ULTRA_RARE item, or since the first pull. */
  readonly pullsSinceUltraRare: number
  /** The same for SUPER_RARE; an ULTRA_RARE item counts as a pull without one. */
  readonly pullsSinceSuperRare: number
  /** The next ULTRA_RARE item is a featured one. */
  readonly ultraRareGuaranteed: boolean
  readonly superRareGuaranteed: boolean
}

/**
 * The pity after an item of a banner with a model, by the item's own rarity. It is shown, and no draw depends on it:
 * guarantees are counters of the model, so none is told here.
 */
export const countedPity = (pity: Pity, rarity: Rarity): Pity => ({
  pullsSinceUltraRare: rarity === 'ULTRA_RARE' ? 0 : pity.pullsSinceUltraRare + 1,
  pullsSinceSuperRare: rarity === 'SUPER_RARE' ? 0 : pity.pullsSinceSuperRare + 1,
  ultraRareGuaranteed: false,
  superRareGuaranteed: false,
})

export const noPity: Pity = {
  pullsSinceUltraRare: 0,
  pullsSinceSuperRare: 0,
  ultraRareGuaranteed: false,
  superRareGuaranteed: false,
}
