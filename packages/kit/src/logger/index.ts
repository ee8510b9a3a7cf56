import { pino, type DestinationStream, type Logger } from 'pino'
import { shownError } from './shown-error.js'

export type { Logger }

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

/** One JSON line a record on standard output, secrets removed. */
export function createLogger(options: { name: string; level: string; destination?: DestinationStream }): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      serializers: { err: shownError },
      redact: { paths: redacted.flatMap(field => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
    },
    options.destination ?? pino.destination(1),
  )
}
