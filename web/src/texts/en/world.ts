/** Texts of the screen. */
export const world = {} as const
