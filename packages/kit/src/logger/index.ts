import { pino, type Logger } from 'pino'

export type { Logger }

/** Where secrets could sit in what is logged; pino replaces them before anything is written. */
const redacted = ['authorization', 'password', 'accessToken', 'refreshToken', 'token', 'secret', 'cookie']

/** One JSON line a record on standard output, secrets removed. */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    redact: { paths: redacted.flatMap(field => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
  })
}
