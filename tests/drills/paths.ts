import { once } from 'node:events'
import { connectClient } from '@waystone/kit/postgres'
import { subgraphs } from '../chaos/postgres.js'
import type { Cluster } from '../cluster/cluster.js'

const NOTIFIED_WITHIN_MS = 5_000
const ROUNDS = 3

/**
 * Checks on the ways through haproxy what needs a session: prepared statements for writes and for reads, and
 * LISTEN beside NOTIFY of another session. Also that each port leads where it says.
 * @returns what does not work
 */
export async function brokenPaths({ postgres, ports }: Cluster): Promise<readonly string[]> {
  const url = postgres.url('users', 'paths')
  const problems: string[] = []
  const check = async (what: string, work: () => Promise<boolean>) => {
    const works = await work().catch((error: unknown) => {
      problems.push(`${what}: ${String(error)}`)
      return true
    })
    if (!works) problems.push(`${what} does not work`)
  }
  await check('a prepared statement on the primary', () => prepares(url, false))
  for (const port of ports.reads) {
    const readUrl = new URL(url)
    readUrl.port = String(port)
    await check(`a prepared statement on the replica of port ${port}`, () => prepares(readUrl.href, true))
  }
  for (const subgraph of subgraphs)
    await check(`LISTEN of ${subgraph}`, () => notifies(postgres.url(subgraph, 'paths')))
  return problems
}

/** The same named statement several times in one session: parsed once, executed by its name. */
async function prepares(url: string, isReplica: boolean): Promise<boolean> {
  const client = await connectClient({ connectionString: url })
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const { rows } = await client.query<{ replica: boolean; round: number }>({
        name: 'waystone_paths',
        text: 'select pg_is_in_recovery() as replica, $1::int as round',
        values: [round],
      })
      if (rows[0]?.replica !== isReplica || rows[0].round !== round) return false
    }
    const { rows } = await client.query("select from pg_prepared_statements where name = 'waystone_paths'")
    return rows.length === 1
  } finally {
    await client.end()
  }
}

async function notifies(url: string): Promise<boolean> {
  const [listener, speaker] = [
    await connectClient({ connectionString: url }),
    await connectClient({ connectionString: url }),
  ]
  try {
    await listener.query('listen waystone_paths')
    const heard = once(listener, 'notification', { signal: AbortSignal.timeout(NOTIFIED_WITHIN_MS) })
    await speaker.query("notify waystone_paths, 'heard'")
    const [message] = (await heard) as [{ payload?: string }]
    return message.payload === 'heard'
  } finally {
    await Promise.all([listener.end(), speaker.end()])
  }
}
