/** Texts of the console's screen. */
export const consoleContent = {} as const
