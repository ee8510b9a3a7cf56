/** Texts of the console's screen. */
export const consoleOverview = {} as const
