import type { Translation } from '@waystone/kit/locale'

/** Rarities, the highest first: the order in which a roll is read, so that a higher one takes precedence. */
export const rarities = ['ULTRA_RARE', 'SUPER_RARE', 'RARE'] as const
export type Rarity = (typeof rarities)[number]

export const itemKinds = ['HERO', 'WEAPON', 'CONSUMABLE'] as const
export type ItemKind = (typeof itemKinds)[number]

/** An item that a player can own. */
export interface Item {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly rarity: Rarity
  readonly kind: ItemKind
  /** The key of its picture; null or left out: the default of its id. */
  readonly art?: string | null
  /** That its texts are written in; null or left out: en. */
  readonly locale?: string | null | undefined
  readonly translations?: readonly Translation<'name' | 'description'>[] | null | undefined
}
