/** Texts of the screen. */
export const inventory = {} as const
