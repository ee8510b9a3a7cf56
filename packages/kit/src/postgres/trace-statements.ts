import { AsyncResource } from 'node:async_hooks'
import type { Span, SpanStatusCode } from '@opentelemetry/api'
import { DatabaseError, type ClientBase, type Pool } from 'pg'
import type { Tracing } from '../tracing/tracing.js'

/** Of a statement's text; the rest tells no more than its beginning. */
const TEXT_CHARACTERS_MAX = 2_000
/** Texts in statements are constants of the code as a rule; a span holds none, to be safe. */
const TEXT_LITERAL = /'(?:[^']|'')*'/g
/** OpenTelemetry's code for an error, which is not worth loading its library for. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the library that has it is not loaded
const ERROR = 2 as SpanStatusCode.ERROR

type Query = (...given: unknown[]) => unknown

/**
 * Makes each statement of the pool a span of the request that runs it: its text without values, how many rows
 * it answered, its SQLSTATE when it failed. Outside of a request, as in jobs, nothing is traced.
 */
export function traceStatements(pool: Pool, options: { database: string; tracing: Tracing }): void {
  pool.on('connect', client => traceClient(client, options))
  // A connection is lent by the request that gives it back: what waited for it goes on in its own trace.
  const connect = pool.connect.bind(pool)
  pool.connect = ((callback?: Parameters<typeof connect>[0]) =>
    callback === undefined ? connect() : connect(AsyncResource.bind(callback))) as typeof pool.connect
}

function traceClient(client: ClientBase, { database, tracing }: { database: string; tracing: Tracing }): void {
  const query = client.query.bind(client) as Query
  const traced: Query = (...given) => {
    const { name, text } = statementOf(given[0])
    const span = tracing.begin(name, {
      'db.system.name': 'postgresql',
      'db.namespace': database,
      'db.query.text': shownText(text),
    })
    if (span === undefined) return query(...given)
    const callback = given.at(-1)
    if (typeof callback === 'function') {
      const answer = (error: unknown, result: unknown): unknown => {
        end(span, { error, result })
        return (callback as Query)(error, result)
      }
      return query(...given.slice(0, -1), answer)
    }
    const answer = query(...given)
    if (answer instanceof Promise) {
      answer.then(
        (result: unknown) => end(span, { result }),
        (error: unknown) => end(span, { error }),
      )
    } else {
      // A cursor or another reader of rows, whose end is its own affair.
      span.end()
    }
    return answer
  }
  client.query = traced as ClientBase['query']
}

/** A statement's name where it is a prepared one; else its verb. */
function statementOf(given: unknown): { name: string; text: string } {
  if (typeof given === 'string') return { name: verbOf(given), text: given }
  const { name, text } = (given ?? {}) as { name?: unknown; text?: unknown }
  const shown = typeof text === 'string' ? text : ''
  return { name: typeof name === 'string' && name !== '' ? name : verbOf(shown), text: shown }
}

const verbOf = (text: string): string => /\w+/.exec(text)?.[0]?.toUpperCase() ?? 'SQL'

const shownText = (text: string): string => text.replaceAll(TEXT_LITERAL, "'…'").slice(0, TEXT_CHARACTERS_MAX)

function end(span: Span, { error, result }: { error?: unknown; result?: unknown }): void {
  const failure = error ?? undefined
  if (failure !== undefined) {
    span.setStatus({ code: ERROR })
    if (failure instanceof DatabaseError && failure.code !== undefined)
      span.setAttribute('db.response.status_code', failure.code)
  }
  const { rowCount } = (result ?? {}) as { rowCount?: unknown }
  if (typeof rowCount === 'number') span.setAttribute('db.response.returned_rows', rowCount)
  span.end()
}
