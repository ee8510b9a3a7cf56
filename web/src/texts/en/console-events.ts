/** Texts of the console's screen. */
export const consoleEvents = {} as const
