/** Texts of the inventory, and of items wherever they stand. */
export const inventory = {
  title: 'Inventory',
  empty: 'You own nothing yet. Banners change that.',
  emptyFiltered: 'Nothing you own is of this kind and rarity.',
  kindLabel: 'Kind',
  rarityLabel: 'Rarity',
  all: 'All',
  rarity: { RARE: 'Rare', SUPER_RARE: 'Super rare', ULTRA_RARE: 'Ultra rare' },
  kind: { HERO: 'Hero', WEAPON: 'Weapon', CONSUMABLE: 'Consumable' },
  quantity: '× {{quantity}}',
  owned: 'You own {{quantity}}.',
  since: 'The first one came {{when}}.',
  pages: 'Pages of the inventory',
  count_one: '{{count}} kind of item',
  count_other: '{{count}} kinds of items',
} as const
