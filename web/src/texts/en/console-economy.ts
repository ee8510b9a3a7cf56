/** Texts of the console's screen. */
export const consoleEconomy = {} as const
