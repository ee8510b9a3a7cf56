import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Peers } from '../ownership/peers.js'
import type { ViewBody } from '../notifier/view-bodies.js'
import { packWatches, WATCHES_PER_CALL_MAX, type NumberedWatch } from './sent-watches.js'
import { worldNews, worldWatch, type News, type SentBody } from './watch-calls.js'
import type { Watch, WatchRequest, WatchSink, WatchSource } from './watch-source.js'

/** A process that has not answered for so long is taken for gone. */
const NEWS_MS = 3_000

interface Orders {
  readonly add: NumberedWatch[]
  readonly remove: number[]
  readonly resync: number[]
}

const noOrders = (): Orders => ({ add: [], remove: [], resync: [] })

/** Watches of characters on the maps of another process. All are lost when it does not answer. */
export function createWatchLink(peers: Peers, url: string): WatchSource & { close(): void } {
  const sinks = new Map<number, WatchSink>()
  let nextId = 1
  let orders = noOrders()
  let session: string | null = null

  const loseAll = () => {
    session = null
    orders = noOrders()
    const lost = [...sinks.values()]
    sinks.clear()
    for (const sink of lost) sink.lost(null)
  }
  const isOpen = (id: string) => session === id && sinks.size > 0
  /** One call for the orders of one turn of the event loop. */
  const send = async (id: string): Promise<void> => {
    const { add, remove, resync } = orders
    orders = noOrders()
    const watches = packWatches(add)
    const calls = Math.max(watches.length, Math.ceil(Math.max(remove.length, resync.length) / WATCHES_PER_CALL_MAX))
    for (let number = 0; number < calls; number++) {
      const at = number * WATCHES_PER_CALL_MAX
      const part = <Item>(items: Item[]) => items.slice(at, at + WATCHES_PER_CALL_MAX)
      const { add: added, projections } = watches[number] ?? { add: [], projections: [] }
      const sent = {
        session: id,
        projections: [...projections],
        add: [...added],
        remove: part(remove),
        resync: part(resync),
      }
      if ((await call(() => peers.call(url, worldWatch, sent, NEWS_MS))) === null && session === id) loseAll()
    }
  }
  const deliver = ({ lost, rung, updates }: News) => {
    for (const { body, watchId } of updates) {
      const sink = sinks.get(watchId)
      if (sink === undefined) order({ remove: [watchId] })
      else sink.take(bodyOf(watchId, body))
    }
    for (const watchId of rung) sinks.get(watchId)?.ring()
    for (const { move, watchId } of lost) {
      const sink = sinks.get(watchId)
      sinks.delete(watchId)
      sink?.lost(move)
    }
  }
  const follow = async (id: string): Promise<void> => {
    for (let turn = 1; isOpen(id); turn++) {
      const answer = await call(() => peers.call(url, worldNews, { session: id, turn }, NEWS_MS))
      if (session !== id) return
      if (answer === null || answer.news === null) return loseAll()
      deliver(answer.news)
    }
    // Orders for watches that are no more are not sent.
    if (session === id) loseAll()
  }
  const order = ({ add = [], remove = [], resync = [] }: Partial<Orders>) => {
    const isNew = orders.add.length + orders.remove.length + orders.resync.length === 0
    orders.add.push(...add)
    orders.remove.push(...remove)
    orders.resync.push(...resync)
    if (!isNew) return
    setImmediate(() => {
      if (session !== null) return void send(session)
      const id = randomUUID()
      session = id
      void send(id).then(() => follow(id))
    })
  }
  return {
    watch: (request: WatchRequest, sink: WatchSink): Watch => {
      const watchId = nextId++
      sinks.set(watchId, sink)
      order({ add: [{ watchId, request }] })
      return {
        resync: () => order({ resync: [watchId] }),
        stop: () => {
          if (sinks.delete(watchId)) order({ remove: [watchId] })
        },
      }
    },
    close: () => {
      session = null
      sinks.clear()
    },
  }
}

const bodyOf = (viewerId: number, { text, ...body }: SentBody): ViewBody => ({
  ...body,
  viewerId,
  parts: [Buffer.from(text)],
})

/** After a failure. */
const RETRY_MS = 200

/** A call that fails is as one without an answer: the watches begin anew. */
const call = async <Output>(ask: () => Promise<Output | null>): Promise<Output | null> =>
  await ask()
    .catch(() => null)
    .then(async answer => {
      if (answer === null) await delay(RETRY_MS, undefined, { ref: false })
      return answer
    })
