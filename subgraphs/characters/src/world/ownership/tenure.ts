import { randomUUID } from 'node:crypto'
import { repeat, type RepeatedJob } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import {
  addLeases,
  giveUpLeases,
  readOwners,
  renewLeases,
  takeLeases,
  type Handover,
  type Lease,
  type MapOwner,
} from '../../repositories/map-lease.js'
import { announceInstance, readInstances, withdrawInstance } from '../../repositories/world-instance.js'
import { TICK_MS } from '../tick.js'
import { oneAtATime } from './one-at-a-time.js'

/** A process that has died holds its maps no longer than this. */
const LEASE_MS = 3_500
/** Leases are renewed, and free maps are looked for, this often. */
const BEAT_MS = 300

/** Whom to ask about a map: this process, another one, or none at the moment. */
export type Owner =
  | { readonly at: 'here' }
  | { readonly at: 'there'; readonly url: string }
  | { readonly at: 'nowhere' }

/** Which maps this process has, and which process has the others. */
export interface Tenure {
  /** Of this process, anew with each start. */
  readonly id: string
  /** False before `open`. */
  readonly hasBegun: boolean
  /**
   * True once the leases must have run out by this process's own clock, as after it was suspended: it cannot
   * know whose its maps are before it has looked.
   */
  readonly isOverdue: boolean
  /** Of the lease under which this process runs the map; undefined for other maps. */
  epochOf(mapId: string): number | undefined
  held(): readonly Lease[]
  ownerOf(mapId: string): Owner
  /** True while a map is between two processes, as planned: for a moment, neither knows who is there. */
  isMoving(): boolean
  /** All processes but this one, with and without maps. */
  otherInstances(): readonly string[]
  /** Processes that have maps, other than this one. */
  otherOwners(): readonly string[]
  /** Calls back whenever `ownerOf` may answer differently. */
  onChange(listener: () => void): () => void
  /** Renews leases, takes free maps, and learns of the others; resolves when a look that began later has ended. */
  look(): Promise<void>
  open(): void
  /** Gives up all maps as planned, and takes none any more. */
  close(): Promise<void>
  /** To be called when a map turns out to be another process's: all are let go of, and free ones taken again. */
  notifyLoss(): void
}

export interface TenureParts {
  readonly pool: Pool
  readonly logger: Logger
  readonly mapIds: readonly string[]
  /** Where other processes can call this one; null: nowhere, so it takes all maps that are free. */
  readonly url: string | null
  readonly tickOf: (mapId: string) => number
  /** False while this process cannot run maps yet: it takes none. */
  readonly isReady: () => boolean
  /** Called with maps that are this process's from now on. */
  readonly begin: (leases: readonly Lease[]) => void
  /** Called with maps that are to be given up; resolves with their state when everything of them is saved. */
  readonly end: (leases: readonly Lease[]) => Promise<ReadonlyMap<string, Handover>>
  /** Called when a map is lost, or the loop has failed: all maps are to be let go of; saves what can be saved. */
  readonly lose: () => Promise<void>
  /** Called with the URLs of processes that may take what was just given up. */
  readonly tell: (urls: readonly string[]) => Promise<void>
}

export function createTenure(parts: TenureParts): Tenure {
  const { begin, end, isReady, logger, lose, mapIds, pool, tell, tickOf, url } = parts
  const id = randomUUID()
  const held = new Map<string, Lease>()
  /** Maps that are being given up. */
  const leaving = new Set<string>()
  const listeners = new Set<() => void>()
  let owners: ReadonlyMap<string, MapOwner> = new Map()
  let others: readonly string[] = []
  /** Since when maps are known to have a lease that has run out. */
  const overdueSince = new Map<string, number>()
  let handingOver = Promise.resolve()
  let isLost = false
  let renewedMs = -Infinity
  let phase: 'new' | 'open' | 'closed' = 'new'
  let hasLeases = false
  let job: RepeatedJob | undefined

  const asHeld = () => Array.from(held.values(), ({ mapId, epoch }) => ({ mapId, epoch, tick: tickOf(mapId) }))
  const giveUp = async (leases: readonly Lease[]): Promise<void> => {
    if (leases.length === 0) return
    const ids = leases.map(({ mapId }) => mapId)
    for (const mapId of ids) leaving.add(mapId)
    try {
      const states = await end(leases)
      // Before the statement, so that no renewal takes one that was given up for one that is lost.
      for (const mapId of ids) held.delete(mapId)
      await giveUpLeases(
        pool,
        leases.map(({ mapId, epoch }) => ({ mapId, epoch, tick: tickOf(mapId), handover: states.get(mapId) ?? null })),
      )
      logger.info({ maps: ids }, 'maps were given up')
    } catch (error) {
      logger.error({ err: error, maps: ids }, 'maps were not handed over')
      // They do not run here any more.
      isLost = true
    } finally {
      for (const mapId of ids) leaving.delete(mapId)
    }
    await tell(others)
    await learn()
  }
  const abandon = async (): Promise<void> => {
    isLost = false
    if (held.size === 0) return
    const lost = asHeld()
    logger.error({ maps: lost.map(({ mapId }) => mapId) }, 'a map is another process’s: all are let go of')
    await lose()
    held.clear()
    leaving.clear()
    // Of those that no process has taken yet, nothing more is to be waited for.
    await giveUpLeases(
      pool,
      lost.map(lease => ({ ...lease, handover: null })),
    )
  }
  /** After an outage of the database, the holder of a map has had the time to renew its lease first. */
  const isFree = ({ holder, isLive, mapId }: MapOwner): boolean =>
    !isLive && (holder === null || performance.now() - (overdueSince.get(mapId) ?? Infinity) >= BEAT_MS)
  const takeFree = async (share: number): Promise<void> => {
    const free = [...owners.values()].filter(owner => !held.has(owner.mapId) && isFree(owner))
    const wanted = free.slice(0, Math.max(0, share - held.size)).map(({ mapId }) => mapId)
    if (wanted.length === 0 || !isReady()) return
    const taken = await takeLeases(pool, { mapIds: wanted, holder: id, url, durationMs: LEASE_MS, tickMs: TICK_MS })
    if (taken.length === 0) return
    for (const lease of taken) held.set(lease.mapId, lease)
    logger.info({ maps: taken.map(({ mapId, epoch, tick }) => ({ mapId, epoch, tick })) }, 'maps run in this process')
    begin(taken)
    await learn()
  }
  /** Maps of one process, so that all processes have equally many. */
  const shareOf = (instances: number) => (url === null ? mapIds.length : Math.ceil(mapIds.length / instances))

  /** Renews what this process has, and tells the others that it is there. */
  const beat = async (): Promise<void> => {
    if (!hasLeases) await addLeases(pool, mapIds)
    hasLeases = true
    const beganMs = performance.now()
    await announceInstance(pool, { id, url, durationMs: LEASE_MS })
    const renewed = await renewLeases(pool, { held: asHeld(), durationMs: LEASE_MS })
    if (isLost || [...held.keys()].some(mapId => !renewed.has(mapId))) await abandon()
    renewedMs = beganMs
  }
  const look = async (): Promise<void> => {
    if (phase === 'closed') return await learn()
    if (isLost || performance.now() - renewedMs >= BEAT_MS) await beat()
    await learn()
    const share = shareOf(others.length + 1)
    await takeFree(share)
    // One at a time, beside the beats: leases are renewed however long it takes.
    const [excess] = held.size > share && leaving.size === 0 ? [...held.values()].toReversed() : []
    if (excess !== undefined)
      handingOver = giveUp([excess]).catch((error: unknown) => logger.warn({ err: error }, 'maps cannot be read'))
  }
  const learn = async (): Promise<void> => {
    const before = JSON.stringify([...owners.values()])
    const [instances, all] = await Promise.all([readInstances(pool), readOwners(pool)])
    others = instances.flatMap(other => (other.id === id || other.url === null ? [] : [other.url]))
    const read = all.filter(({ mapId }) => mapIds.includes(mapId))
    for (const { isLive, mapId } of read)
      if (isLive) overdueSince.delete(mapId)
      else if (!overdueSince.has(mapId)) overdueSince.set(mapId, performance.now())
    owners = new Map(read.map(owner => [owner.mapId, owner]))
    if (JSON.stringify(read) !== before) for (const listener of listeners) listener()
  }
  const lookNow = oneAtATime(look)

  const ownerOf = (mapId: string): Owner => {
    if (held.has(mapId)) return { at: 'here' }
    const owner = owners.get(mapId)
    if (owner === undefined || !owner.isLive || owner.url === null || owner.holder === id) return { at: 'nowhere' }
    return { at: 'there', url: owner.url }
  }
  return {
    id,
    get hasBegun() {
      return phase !== 'new'
    },
    get isOverdue() {
      return url !== null && held.size > 0 && performance.now() - renewedMs > LEASE_MS
    },
    epochOf: mapId => held.get(mapId)?.epoch,
    held: () => [...held.values()],
    ownerOf,
    isMoving: () => leaving.size > 0 || [...owners.values()].some(({ isGivenUp }) => isGivenUp),
    otherInstances: () => others,
    otherOwners: () => [
      ...new Set(
        mapIds.flatMap(mapId => {
          const owner = ownerOf(mapId)
          return owner.at === 'there' ? [owner.url] : []
        }),
      ),
    ],
    onChange: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    look: lookNow,
    open: () => {
      phase = 'open'
      job = repeat({ job: 'hold maps of the world', intervalMs: BEAT_MS, logger, run: lookNow })
    },
    close: async () => {
      if (phase !== 'open') return
      phase = 'closed'
      await job?.stop()
      await lookNow()
      await handingOver
      await withdrawInstance(pool, id)
      await giveUp([...held.values()])
    },
    notifyLoss: () => {
      isLost = true
      // A look that fails is logged by the next one, which is not far.
      lookNow().catch(() => undefined)
    },
  }
}
