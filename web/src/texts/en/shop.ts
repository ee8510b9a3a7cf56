/** Texts of the screen. */
export const shop = {} as const
