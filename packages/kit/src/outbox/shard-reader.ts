import type { RedisConnection } from '../redis/index.js'
import type { EventEnvelope } from './event-bus.js'
import type { EventProof, EventVerifier, RefusalReason } from './event-signatures.js'
import { readEntry } from './stream-entry.js'
import type { StreamScripts } from './stream-scripts.js'
import { compareStreamIds, ownersKey, streamKey, STREAM_START } from './streams.js'

/** Read at once from each stream. */
const READ_MAX = 100
/** Held messages of a shard beyond which nothing new is read from it. */
const HELD_MAX = 1_000

/** Where an entry stands. */
export interface EntryPlace {
  readonly shard: number
  readonly streamId: string
}

/** An event that its producer has signed. */
export interface Message extends EntryPlace {
  readonly event: EventEnvelope
}

/** An entry that nothing is done with, since it is not shown to be the producer's. */
export interface RefusedEntry extends EntryPlace {
  readonly stream: string
  readonly text: string
  readonly proof: EventProof | null
  readonly reason: RefusalReason
}

/**
 * Reads the shards of one producer for one group: first what was delivered before and not acknowledged, then
 * what is new.
 */
export interface ShardReader {
  setOwned(owned: ReadonlyMap<number, string>): void
  /** Becomes the reader of the shards that are owned. @returns false when there is none. */
  claim(): Promise<boolean>
  /** Held messages first, then what was read; 'fenced' when a claim is needed again. */
  read(): Promise<{ messages: Message[]; refused: RefusedEntry[] } | 'fenced'>
  /** Acknowledges the finished ones and keeps the held ones for the next read. */
  finish(finished: readonly EntryPlace[], held: readonly Message[]): Promise<void>
  waitForNew(timeoutMs: number): Promise<void>
  /** Starts again with the events that were not acknowledged. */
  reset(): void
}

interface ShardState {
  readonly shard: number
  readonly token: string
  isClaimed: boolean
  /** The number of claims with this token: requests from before the last claim are rejected. */
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
  verifier: EventVerifier
}): ShardReader {
  const { group, producer, commands, blocking, scripts, verifier } = options
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
        // '' means that another process has claimed it since: this one has lost it and will be notified.
        if (id !== '') Object.assign(state, { isClaimed: true, cursor: STREAM_START, deliveredId: id, held: [] })
      }
    }
    return claimed().length > 0
  }

  const read: ShardReader['read'] = async () => {
    const held = claimed().flatMap(state => state.held)
    const open = claimed().filter(state => state.held.length < HELD_MAX)
    if (open.length === 0) return { messages: held, refused: [] }
    const [outcome, found = []] = (await scripts.read.run(
      [...open.map(keyOf), owners],
      [group, READ_MAX, ...open.flatMap(state => [fieldOf(state), claimOf(state), state.cursor])],
    )) as [string, FoundStream[]?]
    if (outcome === 'FENCED') {
      for (const state of open) state.isClaimed = false
      return 'fenced'
    }
    const byKey = new Map(open.map(state => [keyOf(state), state]))
    const entries = found.flatMap(([key, delivered]) => {
      const state = byKey.get(key)
      return state === undefined ? [] : advance(state, delivered)
    })
    const isRefused = (entry: Message | RefusedEntry): entry is RefusedEntry => 'reason' in entry
    return {
      messages: [...held, ...entries.filter((entry): entry is Message => !isRefused(entry))],
      refused: entries.filter(isRefused),
    }
  }

  const advance = (state: ShardState, entries: readonly FoundEntry[]): (Message | RefusedEntry)[] => {
    const last = entries.at(-1)?.[0]
    if (state.cursor !== '>') state.cursor = last ?? '>'
    if (last !== undefined && compareStreamIds(last, state.deliveredId) > 0) state.deliveredId = last
    const known = new Set(state.held.map(message => message.streamId))
    return entries.flatMap(([streamId, fields]) => {
      if (known.has(streamId)) return []
      if (fields !== null) return [check(state, streamId, fields)]
      // It was pending when it was deleted: the outbox has its event as long as a group needs it.
      void commands.xack(keyOf(state), group, streamId).catch(() => undefined)
      return []
    })
  }

  const check = (state: ShardState, streamId: string, fields: readonly string[]): Message | RefusedEntry => {
    const stream = keyOf(state)
    const { text, proof, event } = readEntry(fields)
    const place = { shard: state.shard, streamId }
    if (event === null) return { ...place, stream, text, proof, reason: 'malformed' }
    const reason = verifier.refusalOf({ stream, text, type: event.type }, proof)
    return reason === null ? { ...place, event } : { ...place, stream, text, proof, reason }
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
