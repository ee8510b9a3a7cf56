/** Texts of the screen. */
export const pulls = {} as const
