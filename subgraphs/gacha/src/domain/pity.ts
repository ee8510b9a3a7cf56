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

export const noPity: Pity = {
  pullsSinceUltraRare: 0,
  pullsSinceSuperRare: 0,
  ultraRareGuaranteed: false,
  superRareGuaranteed: false,
}
