import { filtered, type Dialect } from './dialect.js'

export const clickhouse: Dialect = {
  whole: expression => exact(expression),
  // A sum of Int64 is an Int64 that overflows without an error.
  sum: (expression, where) => exact(filtered(`sum(toInt128(${expression}))`, where)),
  wideSum: expression => `sum(toInt128(${expression}))`,
  quotient: (dividend, divisor) => `intDivOrNull(toInt128(${dividend}), toInt128(${divisor}))`,
  scaled: (units, scale) =>
    `toDecimal64(toDecimal128(${units}, 0) * toDecimal128('${unit(scale)}', ${scale}), ${scale})`,
  double: expression => `toFloat64(${expression})`,
  truth: condition => `toBool(${condition})`,
  text: expression => `toString(${expression})`,
  day: time => `toDate(${time})`,
  week: day => `toMonday(${day})`,
  hour: time => `toInt64(toHour(${time}))`,
  minutesBetween: (from, to) => `dateDiff('minute', ${from}, ${to})`,
  daysBetween: (from, to) => `toInt64(${to} - ${from})`,
  // quantileExact takes the value at the floor of the rank, and so the greater one of two as their median.
  quantile: (expression, tenths) =>
    `if(count(${expression}) = 0, NULL, arraySort(groupArray(${expression}))[intDiv(count(${expression}) * ${tenths} + 9, 10)])`,
}

/** accurateCast refuses a number that does not fit; CAST and toInt64 take its lower bits. */
const exact = (expression: string) => `accurateCast(${expression}, 'Nullable(Int64)')`

const unit = (scale: number) => (10 ** -scale).toFixed(scale)
