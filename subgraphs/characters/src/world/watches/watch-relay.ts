import { answerCall, type InternalHandler } from '@waystone/kit/service-client'
import { worldNews, worldWatch, type News, type WatchOrder } from './watch-calls.js'
import { unpackWatches } from './sent-watches.js'
import type { Watch, WatchRequest, WatchSink, WatchSource } from './watch-source.js'

/** A session that no process asks about for so long is over. */
const SESSION_MS = 10_000
/** A process that asks is answered after this at the latest. */
const ANSWER_MS = 1_000
/** Updates that wait for a process that asks too slowly: more, and its viewers get snapshots in their place. */
const WAITING_MAX = 10_000

interface Session {
  order(order: WatchOrder): void
  news(turn: number): Promise<News>
  close(): void
}

/** Answers the processes that watch characters on the maps of this one. */
export interface WatchRelay {
  readonly internal: readonly InternalHandler[]
  close(): void
}

export function createWatchRelay(source: () => WatchSource): WatchRelay {
  const sessions = new Map<string, Session>()
  const sessionOf = (id: string): Session => {
    const known = sessions.get(id)
    if (known !== undefined) return known
    const session = createSession(source, () => sessions.delete(id))
    sessions.set(id, session)
    return session
  }
  return {
    internal: [
      answerCall(worldWatch, async order => {
        sessionOf(order.session).order(order)
        return {}
      }),
      answerCall(worldNews, async ({ session, turn }) => ({ news: (await sessions.get(session)?.news(turn)) ?? null })),
    ],
    close: () => {
      for (const session of sessions.values()) session.close()
    },
  }
}

const noNews = () => ({
  updates: [] as News['updates'],
  rung: new Set<number>(),
  lost: [] as News['lost'],
})

function createSession(source: () => WatchSource, onEnd: () => void): Session {
  const watches = new Map<number, Watch>()
  let waiting = noNews()
  let answered: { readonly turn: number; readonly news: Promise<News> } = { turn: 0, news: Promise.resolve(take()) }
  let wake: () => void = () => {}

  function take(): News {
    const { lost, rung, updates } = waiting
    waiting = noNews()
    return { updates, rung: [...rung], lost }
  }
  const isQuiet = () => waiting.updates.length === 0 && waiting.rung.size === 0 && waiting.lost.length === 0
  const remove = (watchId: number) => {
    watches.get(watchId)?.stop()
    watches.delete(watchId)
  }
  const close = () => {
    clearTimeout(expiry)
    for (const watchId of watches.keys()) remove(watchId)
    onEnd()
    wake()
  }
  const expiry = setTimeout(close, SESSION_MS)
  expiry.unref()
  const sinkOf = (watchId: number): WatchSink => ({
    take: ({ parts, viewerId: _viewerId, ...body }) => {
      if (waiting.updates.length >= WAITING_MAX) {
        waiting.updates = []
        for (const watch of watches.values()) watch.resync()
      } else waiting.updates.push({ watchId, body: { ...body, text: Buffer.concat(parts).toString() } })
      tell()
    },
    ring: () => {
      waiting.rung.add(watchId)
      tell()
    },
    lost: move => {
      remove(watchId)
      waiting.lost.push({ watchId, move })
      tell()
    },
  })
  // All that one tick brings is told together.
  let isTelling = false
  const tell = () => {
    if (isTelling) return
    isTelling = true
    setImmediate(() => {
      isTelling = false
      wake()
    })
  }
  const next = async (): Promise<News> => {
    if (isQuiet())
      await new Promise<void>(resolve => {
        const late = setTimeout(resolve, ANSWER_MS)
        wake = () => {
          clearTimeout(late)
          resolve()
        }
      })
    wake = () => {}
    return take()
  }
  const add = (watchId: number, request: WatchRequest) => {
    if (!watches.has(watchId)) watches.set(watchId, source().watch(request, sinkOf(watchId)))
  }
  return {
    close,
    order: ({ add: added, projections, remove: removed, resync }) => {
      expiry.refresh()
      for (const { request, watchId } of unpackWatches({ add: added, projections })) add(watchId, request)
      for (const watchId of resync) watches.get(watchId)?.resync()
      for (const watchId of removed) remove(watchId)
    },
    news: turn => {
      expiry.refresh()
      if (turn !== answered.turn) answered = { turn, news: next() }
      return answered.news
    },
  }
}
