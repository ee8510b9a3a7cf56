/** Texts of the console's screen. */
export const consolePlayers = {} as const
