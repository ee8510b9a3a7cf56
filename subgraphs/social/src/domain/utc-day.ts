/** The UTC day of a moment, as `2026-11-21`. */
export const utcDayOf = (moment: Date): string => moment.toISOString().slice(0, 10)
