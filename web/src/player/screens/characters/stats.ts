/** The stats of the contract, in the order in which they are shown. */
export const STAT_NAMES = ['strength', 'agility', 'vitality', 'intelligence', 'dexterity', 'luck'] as const
