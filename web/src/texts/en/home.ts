/** Texts of the screen. */
export const home = {} as const
