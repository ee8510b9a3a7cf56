/** Texts of the screen. */
export const fairness = {} as const
