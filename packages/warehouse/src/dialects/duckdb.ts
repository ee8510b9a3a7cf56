import { filtered, type Dialect } from './dialect.js'

export const duckdb: Dialect = {
  whole: expression => `CAST(${expression} AS BIGINT)`,
  // Of 128 bits before the cast.
  sum: (expression, where) => `CAST(${filtered(`sum(${expression})`, where)} AS BIGINT)`,
  wideSum: expression => `sum(CAST(${expression} AS HUGEINT))`,
  quotient: (dividend, divisor) => `CAST(${dividend} AS HUGEINT) // nullif(${divisor}, 0)`,
  // A decimal divided by anything is a double; multiplied by a decimal, it is a decimal.
  scaled: (units, scale) =>
    `CAST(CAST(${units} AS DECIMAL(18, 0)) * CAST('${unit(scale)}' AS DECIMAL(${scale + 1}, ${scale})) AS DECIMAL(18, ${scale}))`,
  double: expression => `CAST(${expression} AS DOUBLE)`,
  truth: condition => `(${condition})`,
  text: expression => `CAST(${expression} AS VARCHAR)`,
  day: time => `CAST(${time} AS DATE)`,
  week: day => `CAST(date_trunc('week', ${day}) AS DATE)`,
  hour: time => `hour(${time})`,
  minutesBetween: (from, to) => `date_diff('minute', ${from}, ${to})`,
  daysBetween: (from, to) => `(${to} - ${from})`,
  quantile: (expression, tenths) => `quantile_disc(${expression}, ${tenths / 10})`,
}

const unit = (scale: number) => (10 ** -scale).toFixed(scale)
