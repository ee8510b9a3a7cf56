/** Texts of the console's screen. */
export const consoleMaps = {} as const
