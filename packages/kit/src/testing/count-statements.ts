import type { Pool, PoolClient } from 'pg'

/**
 * Records the text of every statement that goes through the pool, Prisma's and a transaction's BEGIN and
 * COMMIT too.
 */
export function countStatements(pool: Pool): { readonly statements: string[]; reset(): void; stop(): void } {
  const statements: string[] = []
  const originals = new Map<PoolClient, PoolClient['query']>()
  const onAcquire = (client: PoolClient) => {
    if (originals.has(client)) return
    const original = client.query
    originals.set(client, original)
    client.query = new Proxy(original, {
      apply: (target, self, args: unknown[]) => {
        statements.push(textOf(args[0]))
        return Reflect.apply(target, self, args)
      },
    })
  }
  // Before the requester of the connection gets it.
  pool.on('acquire', onAcquire)
  return {
    statements,
    reset: () => {
      statements.length = 0
    },
    stop: () => {
      pool.off('acquire', onAcquire)
      for (const [client, original] of originals) client.query = original
      originals.clear()
    },
  }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  if (typeof statement !== 'object' || statement === null || !('text' in statement)) return ''
  return String(statement.text)
}
