/** Texts of the screen. */
export const account = {} as const
