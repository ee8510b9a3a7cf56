/** One thing that a player can own. */
export interface ItemContent {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly rarity: 'RARE' | 'SUPER_RARE' | 'ULTRA_RARE'
  readonly kind: 'HERO' | 'WEAPON' | 'CONSUMABLE'
  /** The key of its picture. */
  readonly art: string
  /** Translations of the English texts; a missing translation falls back to English. */
  readonly translations?: readonly { readonly locale: string; readonly name?: string; readonly description?: string }[]
}
