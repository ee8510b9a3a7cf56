/** Null for a mean or percentile that is infinite, since the event may never come, and for one that is not there. */
export const finite = (value: number | null | undefined): number | null =>
  value === undefined || value === null || !Number.isFinite(value) ? null : value
