const DAY_MS = 86_400_000

/** The UTC day of a moment, as `2026-11-21`. */
export const utcDayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

/** The first moment of the UTC day of a moment. */
export const startOfUtcDay = (moment: Date): Date => new Date(Math.floor(moment.getTime() / DAY_MS) * DAY_MS)

/** The first moment of the next UTC day. */
export const nextUtcDay = (moment: Date): Date => new Date((Math.floor(moment.getTime() / DAY_MS) + 1) * DAY_MS)

/** The UTC day so many days before that of a moment. */
export const utcDayBefore = (moment: Date, days: number): string => utcDayOf(new Date(moment.getTime() - days * DAY_MS))
