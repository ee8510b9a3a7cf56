import * as z from 'zod'

/** pino's levels: trace, debug, info, warn, error, fatal. */
const levels = [10, 20, 30, 40, 50, 60] as const
const USER_HASH = /^[\w-]{16}$/
const TRACE_ID = /^[0-9a-f]{32}$/

/**
 * One line of the log of any process: JSON with these fields, and more that depend on the message. A request's
 * lines have its `requestId` in every process; with tracing, its `traceId` as well.
 */
export const logLine = z
  .looseObject({
    level: z.literal(levels).describe('10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal'),
    time: z.int().min(0).describe('milliseconds since 1970'),
    pid: z.int().describe('process id'),
    hostname: z.string().describe('machine or container'),
    name: z.string().min(1).describe('the process: gateway, users, …'),
    msg: z.string().min(1).describe('what happened; the same text whenever it happens'),
    requestId: z.string().max(128).optional().describe('of the client’s request, in all processes alike'),
    traceId: z.string().regex(TRACE_ID).optional().describe('of the W3C trace, where one is followed'),
    userHash: z.string().regex(USER_HASH).optional().describe('the user, as HMAC-SHA-256 by LOG_USER_KEY'),
    operation: z.string().nullish().describe('name of the GraphQL operation, or of the call'),
    durationMs: z.number().min(0).optional(),
    err: z
      .looseObject({ type: z.string(), message: z.string(), stack: z.string() })
      .or(z.string())
      .optional()
      .describe('an error, without values of statements'),
    userId: z.never().optional().describe('never: a line names a user by userHash'),
  })
  .describe('A line of the log of any Waystone process')

export type LogLine = z.infer<typeof logLine>
