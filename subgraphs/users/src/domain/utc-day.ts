const LENGTH = '2026-11-30'.length

/** The day of UTC, as 2026-11-30. */
export const utcDayOf = (moment: Date): string => moment.toISOString().slice(0, LENGTH)
