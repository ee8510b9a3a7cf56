import type { CommandRejection } from '../../domain/command-rejection.js'
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { startWorker } from '@waystone/kit/process'
import type { Profile } from '../notifier/seen-character.js'
import { readBodies, type ViewBody } from '../notifier/view-bodies.js'
import type { WatchOptions } from '../notifier/viewer.js'
import type { Recording } from '../replay/map-recorder.js'
import type { Command } from '../simulation/commands.js'
import { createLiveWorld, type LiveWorld } from './live-world.js'
import type { LoopStart, MapStart, ReleasedMap, Request, TickReport, ToLoop } from './messages.js'
import { QUEUE_MAX } from './world-runner.js'

/**
 * Commands wait so long for others: they wait for a tick anyway, and a message to the thread costs 57 µs, more
 * than all else that this thread does for a command to the world.
 */
const REQUESTS_EVERY_MS = 5

/** The game loop, as the rest of the process uses it. */
export interface WorldLoop {
  readonly live: LiveWorld
  /**
   * Resolves once a tick has applied or refused the command.
   * @param options.mapId of a character that enters
   * @param options.clientSequence told back with the update that the command is in
   * @param options.isArrival of a character that enters without its player asking for it now
   * @param options.acknowledged of a character that enters, and was another process's: the last one told back there
   * @param options.profile of a character that enters: without it, viewers are told nothing that it says before it is
   *   introduced
   * @param options.atTick the tick of its map that is to apply it, at most LATER_TICKS_MAX ahead; by default, and where
   *   it has gone by, the next one
   */
  command(
    command: Command,
    options?: {
      readonly mapId?: string
      readonly clientSequence?: number | null
      readonly isArrival?: boolean
      readonly acknowledged?: number | null
      readonly profile?: Profile | null
      readonly atTick?: number
    },
  ): Promise<{ readonly tick: number; readonly rejected: CommandRejection | null }>
  /** Runs these maps, too. */
  open(maps: readonly MapStart[]): void
  /**
   * Lets go of these maps, and resolves when listeners have had their last tick. Commands that wait for them
   * are refused. Never rejects; of a loop that has ended there is nothing to release.
   */
  release(mapIds: readonly string[]): Promise<readonly ReleasedMap[]>
  /** Calls back after each tick, when `live` has it, and once when the loop has ended. */
  onTick(listener: (report: TickReport) => void, ended?: () => void): () => void
  /** Calls back with everything that happens around a character, from its next tick in the world on. */
  watch(options: WatchOptions, viewer: Viewer): Watch
  /** Tells the loop what viewers are shown of characters, until they leave it. */
  introduce(profiles: readonly Profile[]): void
  /** Commands that wait are refused. */
  close(): Promise<void>
}

/** A viewer of the world. */
export interface Viewer {
  take(body: ViewBody): void
  /** The loop has ended. */
  end(): void
}

export interface Watch {
  /** After an update was not taken: the next one is a snapshot. */
  resync(): void
  stop(): void
}

const WORKER = new URL(`./world-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

export interface LoopHooks {
  /** Called when the loop has ended by itself: a bug, after which the process should not go on. */
  readonly onFailure: (error: unknown) => void
  /** Called with what is recorded of the maps, all of it before `close` resolves. */
  readonly onRecording?: (recording: Recording) => void
  /**
   * Called with each tick as it comes. Nothing of it is told before the promise resolves, which never rejects:
   * neither an answer nor an update, nor has `live` changed. Ticks are told in their order.
   */
  readonly beforeTold?: (report: TickReport) => Promise<void> | undefined
}

export function startWorldLoop(
  start: Omit<LoopStart, 'recordTo'>,
  { beforeTold, onFailure, onRecording }: LoopHooks,
): WorldLoop {
  const recordings = onRecording === undefined ? null : new MessageChannel()
  const workerData: LoopStart = { ...start, recordTo: recordings?.port1 ?? null }
  const settings = { workerData, transferList: recordings === null ? [] : [recordings.port1], name: 'world' }
  const worker = startWorker(WORKER, settings)
  const live = createLiveWorld(Math.max(0, ...start.maps.map(({ tick }) => tick)))
  const waiting = new Map<number, (answer: { tick: number; rejected: CommandRejection | null }) => void>()
  const listeners = new Set<{ readonly tick: (report: TickReport) => void; readonly ended: () => void }>()
  const watches = new Map<number, Viewer>()
  const releasing = new Set<{
    readonly mapIds: readonly string[]
    readonly done: (maps: readonly ReleasedMap[]) => void
  }>()
  let nextId = 0
  let batch: Request[] = []
  let isClosed = false

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A worker has no origin.
  const post = (message: ToLoop) => worker.postMessage(message)
  const refuseAll = () => {
    for (const answer of waiting.values()) answer({ tick: live.tick, rejected: 'WORLD_CLOSED' })
    waiting.clear()
  }
  const settleReleases = (released: readonly ReleasedMap[]) => {
    for (const release of releasing) {
      const found = released.filter(({ mapId }) => release.mapIds.includes(mapId))
      if (found.length === 0) continue
      releasing.delete(release)
      release.done(found)
    }
  }
  const tell = (report: TickReport) => {
    live.apply(report)
    for (const { id, tick, rejected } of report.answers) {
      waiting.get(id)?.({ tick, rejected })
      waiting.delete(id)
    }
    for (const { tick } of listeners) tick(report)
    if (report.views !== null) readBodies(report.views, body => watches.get(body.viewerId)?.take(body))
    if (report.released.length > 0) settleReleases(report.released)
  }
  /** Ticks that wait to be told, and the end of the last one. */
  let untold = 0
  let told = Promise.resolve()
  worker.on('message', (report: TickReport) => {
    const held = beforeTold?.(report)
    if (held === undefined && untold === 0) return tell(report)
    untold++
    told = Promise.all([told, held]).then(() => {
      untold--
      tell(report)
    })
  })
  const recorded = recordings === null ? null : once(recordings.port2, 'close')
  recordings?.port2.on('message', (recording: Recording) => onRecording?.(recording))
  worker.on('error', onFailure)
  const ended = new Promise<void>(resolve => {
    worker.on('exit', () => {
      isClosed = true
      void told.then(() => {
        refuseAll()
        for (const release of releasing) release.done([])
        for (const viewer of watches.values()) viewer.end()
        for (const listener of listeners) listener.ended()
        resolve()
      })
    })
  })
  return {
    live,
    command: (
      command,
      { mapId = null, clientSequence = null, isArrival = false, acknowledged = null, profile = null, atTick = 0 } = {},
    ) =>
      new Promise(resolve => {
        if (isClosed) return resolve({ tick: live.tick, rejected: 'WORLD_CLOSED' })
        if (waiting.size >= QUEUE_MAX) return resolve({ tick: live.tick, rejected: 'WORLD_BUSY' })
        const id = nextId++
        waiting.set(id, resolve)
        if (batch.length === 0)
          setTimeout(() => {
            post({ type: 'requests', requests: batch })
            batch = []
          }, REQUESTS_EVERY_MS)
        batch.push({ id, command, mapId, clientSequence, isArrival, acknowledged, profile, atTick })
      }),
    open: maps => post({ type: 'open', maps }),
    release: mapIds =>
      new Promise(resolve => {
        if (isClosed || mapIds.length === 0) return resolve([])
        releasing.add({ mapIds, done: resolve })
        post({ type: 'release', mapIds })
      }),
    onTick: (tick, onEnd = () => {}) => {
      const listener = { tick, ended: onEnd }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    watch: (asked, viewer) => {
      const viewerId = nextId++
      watches.set(viewerId, viewer)
      post({ type: 'watch', viewerId, ...asked })
      return {
        resync: () => post({ type: 'resync', viewerId }),
        stop: () => {
          watches.delete(viewerId)
          post({ type: 'unwatch', viewerId })
        },
      }
    },
    introduce: profiles => post({ type: 'introduce', profiles }),
    close: async () => {
      if (isClosed) return
      isClosed = true
      post({ type: 'stop' })
      await ended
      await recorded
    },
  }
}
