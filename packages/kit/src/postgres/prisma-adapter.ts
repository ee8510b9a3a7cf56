import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { LRUCache } from 'lru-cache'
import type { Pool } from 'pg'
import type { Database } from './database.js'

/** Prepared statements that one connection may come to hold; Prisma's queries here are a few dozen. */
const NAMED_STATEMENTS_MAX = 500

/**
 * Prisma over the subgraph's own pool, its statements prepared once a connection (2.3 times node-pg's CPU
 * instead of 3.7). The pool stays its owner's.
 */
export function prismaAdapter(pool: Pool): PrismaPg {
  const names = new LRUCache<string, string>({ max: NAMED_STATEMENTS_MAX })
  const nameOf = (sql: string): string => {
    const known = names.get(sql)
    if (known !== undefined) return known
    const name = `prisma_${createHash('sha1').update(sql).digest('base64url')}`
    names.set(sql, name)
    return name
  }
  return new PrismaPg(pool, { disposeExternalPool: false, statementNameGenerator: query => nameOf(query.sql) })
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
/** The part of an adapter that Prisma's client uses. */
type ReadAdapter = Pick<
  Adapter,
  | 'provider'
  | 'adapterName'
  | 'queryRaw'
  | 'executeRaw'
  | 'executeScript'
  | 'startTransaction'
  | 'getConnectionInfo'
  | 'dispose'
>
interface ReadAdapterFactory extends Pick<PrismaPg, 'provider' | 'adapterName'> {
  connect(): Promise<ReadAdapter>
}

/**
 * Prisma over `database.reads`, for clients that only read: reads that the replica does not answer go to the
 * primary.
 */
export function prismaReadAdapter({ primary, reads }: Database): ReadAdapterFactory {
  const onPrimary = prismaAdapter(primary)
  const { provider, adapterName } = onPrimary
  const connect = async (): Promise<ReadAdapter> => {
    const adapter = await onPrimary.connect()
    const adapters = new Map<Pool, Promise<Adapter>>()
    const adapterOn = (pool: Pool) => {
      const known = adapters.get(pool) ?? prismaAdapter(pool).connect()
      adapters.set(pool, known)
      return known
    }
    return {
      provider,
      adapterName,
      queryRaw: query =>
        reads.run({
          replica: async pool => await (await adapterOn(pool)).queryRaw(query),
          primary: () => adapter.queryRaw(query),
        }),
      executeRaw: query => adapter.executeRaw(query),
      executeScript: script => adapter.executeScript(script),
      startTransaction: level => adapter.startTransaction(level),
      getConnectionInfo: () => adapter.getConnectionInfo(),
      dispose: () => adapter.dispose(),
    }
  }
  return { provider, adapterName, connect }
}
