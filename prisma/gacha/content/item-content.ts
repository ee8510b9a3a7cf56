/** One thing that a player can own. */
export interface ItemContent {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly rarity: 'RARE' | 'SUPER_RARE' | 'ULTRA_RARE'
  readonly kind: 'HERO' | 'WEAPON' | 'CONSUMABLE'
  /** The key of its picture. */
  readonly art: string
  /** Of English texts; what is missing is shown in English. */
  readonly translations?: readonly { readonly locale: string; readonly name?: string; readonly description?: string }[]
}
