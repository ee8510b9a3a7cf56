/** Texts of the screen. */
export const quests = {} as const
