import type { Logger } from '../logger/index.js'
import type { RedisConnection } from '../redis/index.js'
import type { EventEnvelope } from './event-bus.js'
import type { StreamScripts } from './stream-scripts.js'
import { compareStreamIds, ownersKey, streamKey, STREAM_START } from './streams.js'

/** Read at once from each stream. */
const READ_MAX = 100
/** Held messages of a shard beyond which nothing new is read from it. */
const HELD_MAX = 1_000

export interface Message {
  readonly shard: number
  readonly streamId: string
  readonly event: EventEnvelope
}

/** Reads the shards of one producer for one group: first what was delivered before and not acknowledged, then what is new. */
export interface ShardReader {
  setOwned(owned: ReadonlyMap<number, string>): void
  /** Becomes the reader of the shards that are owned. @returns false when there is none. */
  claim(): Promise<boolean>
  /** Held messages first, then what was read; 'fenced' when a claim is needed again. */
  read(): Promise<Message[] | 'fenced'>
  /** Acknowledges the finished ones and keeps the held ones for the next read. */
  finish(finished: readonly Message[], held: readonly Message[]): Promise<void>
  waitForNew(timeoutMs: number): Promise<void>
  /** Begins anew with what was not acknowledged. */
  reset(): void
}

interface ShardState {
  readonly shard: number
  readonly token: string
  isClaimed: boolean
  /** How often it was claimed with this token: what was asked before the last time comes too late. */
  claims: number
  /** After which delivered message to go on, or '>' for new ones. */
  cursor: string
  /** The last one delivered to the group, as far as this process knows. */
  deliveredId: string
  held: Message[]
}

export function createShardReader(options: {
  group: string
  producer: string
  commands: RedisConnection
  blocking: RedisConnection
  scripts: StreamScripts
  logger: Logger
}): ShardReader {
  const { group, producer, commands, blocking, scripts, logger } = options
  const states = new Map<number, ShardState>()
  const owners = ownersKey(producer)
  const keyOf = (state: { shard: number }) => streamKey(producer, state.shard)
  const fieldOf = (state: { shard: number }) => `${group}:${state.shard}`
  const claimOf = (state: ShardState) => `${state.token}:${state.claims}`
  const claimed = () => [...states.values()].filter(state => state.isClaimed)

  const setOwned: ShardReader['setOwned'] = owned => {
    for (const [shard, state] of states) if (owned.get(shard) !== state.token) states.delete(shard)
    for (const [shard, token] of owned) if (!states.has(shard)) states.set(shard, newState(shard, token))
  }

  const claim = async () => {
    const unclaimed = [...states.values()].filter(state => !state.isClaimed)
    if (unclaimed.length > 0) {
      for (const state of unclaimed) state.claims++
      const delivered = (await scripts.claim.run(
        [...unclaimed.map(keyOf), owners],
        [group, ...unclaimed.flatMap(state => [fieldOf(state), claimOf(state)])],
      )) as string[]
      for (const [place, state] of unclaimed.entries()) {
        const id = delivered[place] ?? ''
        // '' means that another process has claimed it since: this one has lost it and will hear of it.
        if (id !== '') Object.assign(state, { isClaimed: true, cursor: STREAM_START, deliveredId: id, held: [] })
      }
    }
    return claimed().length > 0
  }

  const read: ShardReader['read'] = async () => {
    const held = claimed().flatMap(state => state.held)
    const open = claimed().filter(state => state.held.length < HELD_MAX)
    if (open.length === 0) return held
    const [outcome, found = []] = (await scripts.read.run(
      [...open.map(keyOf), owners],
      [group, READ_MAX, ...open.flatMap(state => [fieldOf(state), claimOf(state), state.cursor])],
    )) as [string, FoundStream[]?]
    if (outcome === 'FENCED') {
      for (const state of open) state.isClaimed = false
      return 'fenced'
    }
    const byKey = new Map(open.map(state => [keyOf(state), state]))
    const messages = found.flatMap(([key, entries]) => {
      const state = byKey.get(key)
      return state === undefined ? [] : advance(state, entries)
    })
    return [...held, ...messages]
  }

  const advance = (state: ShardState, entries: readonly FoundEntry[]): Message[] => {
    const last = entries.at(-1)?.[0]
    if (state.cursor !== '>') state.cursor = last ?? '>'
    if (last !== undefined && compareStreamIds(last, state.deliveredId) > 0) state.deliveredId = last
    const known = new Set(state.held.map(message => message.streamId))
    return entries.flatMap(([streamId, fields]) => {
      if (known.has(streamId)) return []
      const event = parseEnvelope(fields)
      if (event !== null) return [{ shard: state.shard, streamId, event }]
      logger.error({ group, stream: keyOf(state), streamId }, 'an entry of a stream is no event; it is left out')
      void commands.xack(keyOf(state), group, streamId).catch(() => undefined)
      return []
    })
  }

  const finish: ShardReader['finish'] = async (finished, held) => {
    for (const state of states.values()) state.held = held.filter(message => message.shard === state.shard)
    const acknowledging = claimed().map(async state => {
      const ids = finished.filter(message => message.shard === state.shard).map(message => message.streamId)
      if (ids.length > 0) await commands.xack(keyOf(state), group, ...ids)
    })
    await Promise.all(acknowledging)
  }

  const waitForNew = async (timeoutMs: number) => {
    const open = claimed()
    // Something delivered before may be left to read.
    if (open.some(state => state.cursor !== '>')) return
    const ids = open.map(state => state.deliveredId)
    await blocking.xread('COUNT', 1, 'BLOCK', Math.max(1, Math.ceil(timeoutMs)), 'STREAMS', ...open.map(keyOf), ...ids)
  }

  return {
    setOwned,
    claim,
    read,
    finish,
    waitForNew,
    reset: () => {
      for (const state of states.values()) state.isClaimed = false
    },
  }
}

const newState = (shard: number, token: string): ShardState => ({
  shard,
  token,
  isClaimed: false,
  claims: 0,
  cursor: STREAM_START,
  deliveredId: STREAM_START,
  held: [],
})

type FoundEntry = [id: string, fields: string[] | null]
type FoundStream = [key: string, entries: FoundEntry[]]

/** What a trimmed entry or a stranger's leaves behind is null. */
function parseEnvelope(fields: readonly string[] | null): EventEnvelope | null {
  const text = fields?.[1]
  if (fields?.[0] !== 'event' || text === undefined) return null
  try {
    const event = JSON.parse(text) as Partial<EventEnvelope> | null
    const isEvent =
      typeof event?.id === 'string' && typeof event.type === 'string' && typeof event.aggregateId === 'string'
    return isEvent ? (event as EventEnvelope) : null
  } catch {
    return null
  }
}
