/** Texts of the screen. */
export const banners = {} as const
