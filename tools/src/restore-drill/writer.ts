import { connectClient } from '@waystone/kit/postgres'

/** A write that PostgreSQL has acknowledged. */
export interface Acknowledged {
  readonly number: number
  /** By the clock of this process, when the acknowledgement had come. */
  readonly at: Date
}

export interface Writer {
  readonly acknowledged: readonly Acknowledged[]
  stop(): Promise<void>
}

const TABLE = 'drill_write'

/**
 * Writes numbers, each into the first database and then into the second, as an event of one subgraph has its effect in
 * another: whenever both are looked at as of one moment, the first has as many as the second, or one more.
 */
export async function startWriter(firstUrl: string, secondUrl: string): Promise<Writer> {
  const [first, second] = [
    await connectClient({ connectionString: firstUrl }),
    await connectClient({ connectionString: secondUrl }),
  ]
  for (const client of [first, second]) {
    // The server is killed on purpose.
    client.on('error', () => undefined)
    await client.query(`CREATE TABLE IF NOT EXISTS ${TABLE} (number bigint PRIMARY KEY)`)
  }
  const acknowledged: Acknowledged[] = []
  const stopping = new AbortController()
  const write = async () => {
    for (let number = (await newest(first)) + 1; !stopping.signal.aborted; number++) {
      for (const client of [first, second]) await client.query(`INSERT INTO ${TABLE} VALUES ($1)`, [number])
      acknowledged.push({ number, at: new Date() })
    }
  }
  const ended = write().catch(() => undefined)
  return {
    acknowledged,
    stop: async () => {
      stopping.abort()
      await ended
      await Promise.all([first, second].map(client => client.end().catch(() => undefined)))
    },
  }
}

/** The newest number of a database; 0 where it has none. */
export async function newestWrite(url: string): Promise<number> {
  const client = await connectClient({ connectionString: url })
  try {
    return await newest(client)
  } finally {
    await client.end()
  }
}

async function newest(client: Awaited<ReturnType<typeof connectClient>>): Promise<number> {
  const { rows } = await client.query<{ number: string | null }>(`SELECT max(number) AS number FROM ${TABLE}`)
  return Number(rows[0]?.number ?? 0)
}
