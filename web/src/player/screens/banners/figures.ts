import { formatNumber, formatPercent } from '../../../texts/format.js'

/** A chance that the server tells in percent. */
export const percent = (value: number): string => formatPercent(value / 100)
/** A number of pulls, which may be an average. */
export const pulls = (value: number): string => formatNumber(Math.round(value * 10) / 10)
/** A dash for a figure that there is none of. */
export const orDash = (value: number | null | undefined, format: (value: number) => string): string =>
  typeof value === 'number' ? format(value) : '–'
