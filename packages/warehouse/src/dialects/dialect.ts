/**
 * Expressions that the engines write, or mean, differently. A question is written once, of these and of what both
 * understand alike, so it is in both engines or in none, and its answer has the same values and types.
 */
export interface Dialect {
  /** A whole number as BIGINT; null stays, and a number that does not fit is an error. */
  whole(expression: string): string
  /** The sum as BIGINT; a sum that does not fit is an error. */
  sum(expression: string, where?: string): string
  /** The sum in 128 bits. */
  wideSum(expression: string): string
  /** The whole part of a quotient; null where the divisor is null or zero. */
  quotient(dividend: string, divisor: string): string
  /** A whole number of units of 10^-scale as DECIMAL(18, scale). */
  scaled(units: string, scale: number): string
  double(expression: string): string
  truth(condition: string): string
  /** An id or a name as text: ids have another order in each engine, and texts have one. */
  text(expression: string): string
  /** The UTC day of a time. */
  day(time: string): string
  /** The Monday of the week of a day. */
  week(day: string): string
  /** The hour of a time within its UTC day. */
  hour(time: string): string
  /** Boundaries of minutes between two times. */
  minutesBetween(from: string, to: string): string
  daysBetween(from: string, to: string): string
  /** The smallest of the whole numbers that at least so many tenths of them do not exceed; null without any. */
  quantile(expression: string, tenths: number): string
}

/** An aggregate over the rows that meet a condition. */
export const filtered = (aggregate: string, where: string | undefined): string =>
  where === undefined ? aggregate : `${aggregate} FILTER (WHERE ${where})`

/** A quotient of whole numbers that are not negative, as a decimal, rounded half up; null where the divisor is zero. */
export function ratio(
  { quotient, scaled }: Dialect,
  { dividend, divisor, scale }: { dividend: string; divisor: string; scale: number },
): string {
  return scaled(quotient(`(${dividend}) * ${2 * 10 ** scale} + (${divisor})`, `(${divisor}) * 2`), scale)
}

/** A double as a decimal, rounded half up: the engines round doubles in two ways. */
export const rounded = ({ whole, scaled }: Dialect, double: string, scale: number): string =>
  scaled(whole(`floor((${double}) * ${10 ** scale} + 0.5)`), scale)
