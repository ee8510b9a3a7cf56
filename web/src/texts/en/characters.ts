/** Texts of the screen. */
export const characters = {} as const
