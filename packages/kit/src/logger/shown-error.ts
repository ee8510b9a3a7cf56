import { pino } from 'pino'

/**
 * Where a database error repeats rows and parameters: `detail` is such as `Key (email)=(aria@example.com)
 * already exists.`
 */
const valuesOfDatabase = ['detail', 'where', 'internalQuery', 'query', 'parameters', 'params', 'meta'] as const

/**
 * SQLSTATE class 22: PostgreSQL prints the value that it cannot read, such as `invalid input syntax for type
 * uuid: "…"`.
 */
const dataException = /^22[0-9A-Z]{3}$/
const printedValue = /: ".*"/gs

/** An error as it is logged: without the values that a statement was run with, which may be a client's. */
export function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const shown: Record<string, unknown> = { ...pino.stdSerializers.err(error) }
  for (const name of valuesOfDatabase) delete shown[name]
  delete shown['raw']
  if (typeof shown['code'] !== 'string' || !dataException.test(shown['code'])) return shown
  for (const name of ['message', 'stack'])
    if (typeof shown[name] === 'string') shown[name] = shown[name].replaceAll(printedValue, '')
  return shown
}
