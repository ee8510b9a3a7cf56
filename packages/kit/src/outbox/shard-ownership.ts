import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { keepRunning } from './keep-running.js'
import { advisoryLock, openSession, type AdvisoryLock, type Session } from './session.js'
import { shards } from './streams.js'
import { createWakeup } from './wakeup.js'

const TICK_INTERVAL_MS = 500

/**
 * The shards that this process consumes. Each has one owner: the session in the consumer's database that
 * holds its advisory lock. When a process dies its locks are free at once, and the remaining processes take
 * them within a tick; when a process joins, the owners release the shards beyond their fair share.
 */
export interface ShardOwnership {
  /** By shard, the token that outranks those of earlier owners. */
  owned(producer: string): ReadonlyMap<number, string>
  stop(): Promise<void>
}

interface Shard {
  readonly producer: string
  readonly shard: number
  readonly lock: AdvisoryLock
}

export function ownShards(options: {
  group: string
  producers: readonly string[]
  pool: Pool
  logger: Logger
  onChange: () => void
}): ShardOwnership {
  const { group, producers, pool, logger, onChange } = options
  const all: Shard[] = producers.flatMap(producer =>
    shards.map(shard => ({
      producer,
      shard,
      lock: advisoryLock(`waystone consumer ${group}`, `${producer} ${shard}`),
    })),
  )
  const members = advisoryLock('waystone consumers', group)
  const tokens = new Map<Shard, string>()
  const wakeup = createWakeup()

  const tick = async (session: Session) => {
    const fairShare = Math.ceil(all.length / Math.max(1, await countMembers(session, members)))
    const surplus = [...tokens.keys()].slice(fairShare)
    for (const shard of surplus) {
      tokens.delete(shard)
      await session.unlock(shard.lock)
    }
    let hasGained = false
    for (const shard of all) {
      if (tokens.size >= fairShare) break
      if (tokens.has(shard) || surplus.includes(shard) || !(await session.tryLock(shard.lock))) continue
      tokens.set(shard, await readToken(session))
      hasGained = true
    }
    if (hasGained || surplus.length > 0) {
      logger.debug({ group, owned: tokens.size, of: all.length }, 'this process owns other shards now')
      onChange()
    }
  }

  const running = keepRunning({
    name: `shards of ${group}`,
    logger,
    run: async stopping => {
      const session = await openSession(pool, { applicationName: `${group}-consumer` })
      const signal = AbortSignal.any([stopping, session.lost])
      const onAbort = () => {
        // From now on other processes may own them.
        tokens.clear()
        onChange()
        wakeup.wake()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        await session.client.query('select pg_advisory_lock_shared($1, $2)', [members.space, members.key])
        while (!signal.aborted) {
          await tick(session)
          await wakeup.wait(TICK_INTERVAL_MS)
        }
        if (session.lost.aborted && !stopping.aborted) throw session.lost.reason
      } finally {
        tokens.clear()
        await session.end()
      }
    },
  })
  return {
    owned: producer =>
      new Map(
        [...tokens].flatMap(([shard, token]) => (shard.producer === producer ? [[shard.shard, token] as const] : [])),
      ),
    stop: () => running.stop(),
  }
}

/** Every consuming process holds the members' lock in shared mode. */
async function countMembers(session: Session, { space, key }: AdvisoryLock): Promise<number> {
  const { rows } = await session.client.query<{ members: number }>(
    `select count(*)::int as members from pg_locks
      where locktype = 'advisory' and granted and mode = 'ShareLock' and objsubid = 2
        and classid::bigint = $1::bigint and objid::bigint = $2::bigint
        and database = (select oid from pg_database where datname = current_database())`,
    [space >>> 0, key >>> 0],
  )
  return rows[0]?.members ?? 1
}

/** Microseconds of the database's clock: later owners have higher tokens. */
async function readToken(session: Session): Promise<string> {
  const { rows } = await session.client.query<{ token: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000000)::bigint::text as token',
  )
  return rows[0]?.token ?? '0'
}
