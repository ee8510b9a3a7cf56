import type { Queryable } from '@waystone/kit/postgres'

/** How many kinds of refused calls are listed. */
const KINDS_MAX = 10

export interface RefusedCalls {
  readonly count: number
  /** The most frequent first. */
  readonly lines: readonly string[]
}

/** Calls of other services, or of who pretends to be one, that a subgraph has refused within the last 24 hours. */
export async function findRefusedCalls(database: Queryable): Promise<RefusedCalls> {
  const { rows } = await database.query<KindRow>({
    text: `SELECT status, operation, reason, remote_address, sum(times)::int AS times, max(refused_at) AS last_at,
        (sum(sum(times)) OVER ())::int AS total
      FROM refused_call WHERE refused_at > now() - interval '24 hours'
      GROUP BY status, operation, reason, remote_address ORDER BY sum(times) DESC, max(refused_at) DESC LIMIT ${KINDS_MAX}`,
  })
  return { count: rows[0]?.total ?? 0, lines: rows.map(textOf) }
}

interface KindRow {
  readonly status: number
  readonly operation: string
  readonly reason: string
  readonly remote_address: string
  readonly times: number
  readonly last_at: Date
  readonly total: number
}

const textOf = ({ status, operation, reason, remote_address: address, times, last_at: lastAt }: KindRow): string =>
  `${times} × ${status === 0 ? '' : `${status} ${operation} from ${address}: `}${reason}, last at ${lastAt.toISOString()}`
