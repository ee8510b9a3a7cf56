import { pino, type DestinationStream, type Logger } from 'pino'
import { activeTraceId } from '../tracing/active-span.js'
import { shownError } from './shown-error.js'
import { withoutUserId } from './user-hash.js'

export type { Logger }
export { hashUser } from './user-hash.js'

/** Where secrets could sit in what is logged; pino replaces them before anything is written. */
const redacted = [
  'authorization',
  'password',
  'accessToken',
  'refreshToken',
  'token',
  'secret',
  'cookie',
  'challenge',
  'backupCodes',
]

/**
 * One JSON line a record on standard output, of the form that logLine describes, secrets removed.
 * @param options.userKey LOG_USER_KEY: without it, no line names a user.
 */
export function createLogger(options: {
  name: string
  level: string
  userKey?: string | undefined
  destination?: DestinationStream
}): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      serializers: { err: shownError },
      mixin: traceOfLine,
      formatters: { log: fields => ('userId' in fields ? withoutUserId(fields, options.userKey) : fields) },
      redact: { paths: redacted.flatMap(field => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
    },
    options.destination ?? pino.destination(1),
  )
}

/** A new object each time: pino adds the fields of the line to it. */
function traceOfLine(): object {
  const traceId = activeTraceId()
  return traceId === undefined ? {} : { traceId }
}
