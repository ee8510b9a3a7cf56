/** Texts of the screen. */
export const history = {} as const
