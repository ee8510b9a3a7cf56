import { setTimeout as delay } from 'node:timers/promises'
import type { Owner, Tenure } from '../ownership/tenure.js'
import type { Peers } from '../ownership/peers.js'
import { createWatchLink } from './watch-link.js'
import type { Move, Watch, WatchRequest, WatchSource } from './watch-source.js'
import type { ViewBody } from '../notifier/view-bodies.js'

/** A watch of which nothing was heard for so long may be at a process that does not have its character. */
const CHECK_MS = 1_000

export interface WatchEnd {
  take?(body: ViewBody): void
  ring?(): void
  /** The world has closed. */
  end(): void
}

/** Watches of characters wherever they are: each follows its character from process to process. */
export interface WorldWatches {
  watch(request: WatchRequest, to: WatchEnd): Watch
  close(): void
}

interface Routed {
  readonly to: WatchEnd
  request: WatchRequest
  mapId: string | undefined
  /** Where it is watched: `here`, a URL, or undefined while its map has no process. */
  place: string | undefined
  watch: Watch | undefined
  /** Counts routes: what an earlier one brings late is not for this watch. */
  turn: number
  heardMs: number
}

export function createWorldWatches(parts: {
  readonly tenure: Tenure
  readonly peers: Peers
  readonly local: () => WatchSource
  /** By character: the map that each is on, or was saved on. */
  readonly mapsOf: (characterIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly onFailure: (error: unknown) => void
}): WorldWatches {
  const { local, mapsOf, onFailure, peers, tenure } = parts
  const all = new Set<Routed>()
  const links = new Map<string, ReturnType<typeof createWatchLink>>()
  const sourceOf = (owner: Owner): WatchSource | undefined => {
    if (owner.at === 'here') return local()
    if (owner.at === 'nowhere') return undefined
    const link = links.get(owner.url) ?? createWatchLink(peers, owner.url)
    links.set(owner.url, link)
    return link
  }
  /** Watches at the process that has the map now. */
  const route = (routed: Routed, mapId: string | undefined) => {
    routed.watch?.stop()
    const turn = ++routed.turn
    const owner: Owner = mapId === undefined ? { at: 'nowhere' } : tenure.ownerOf(mapId)
    routed.mapId = mapId
    routed.place = placeOf(owner)
    routed.heardMs = performance.now()
    const isCurrent = () => routed.turn === turn && all.has(routed)
    routed.watch = sourceOf(owner)?.watch(routed.request, {
      take: body => {
        if (!isCurrent()) return
        routed.heardMs = performance.now()
        routed.to.take?.(body)
      },
      ring: () => {
        if (isCurrent()) routed.to.ring?.()
      },
      lost: move => {
        if (isCurrent()) follow(routed, move)
      },
    })
    // It may have changed while it was watched nowhere.
    if (routed.watch !== undefined) routed.to.ring?.()
  }
  const follow = (routed: Routed, move: Move | null) => {
    if (move !== null && routed.request.kind === 'view')
      routed.request = { ...routed.request, lastMapId: move.fromMapId }
    if (move !== null) return route(routed, move.toMapId)
    routed.watch?.stop()
    routed.watch = undefined
    routed.place = undefined
    routed.turn++
    void check([routed])
  }
  /** Looks up where these characters are, and watches them there. */
  const check = async (some: readonly Routed[]): Promise<void> => {
    try {
      const maps = await mapsOf([...new Set(some.map(({ request }) => request.characterId))])
      for (const routed of some) {
        const mapId = maps.get(routed.request.characterId)
        const place = mapId === undefined ? undefined : placeOf(tenure.ownerOf(mapId))
        if (all.has(routed) && place !== routed.place) route(routed, mapId)
        else routed.heardMs = performance.now()
      }
    } catch (error) {
      onFailure(error)
    }
  }
  const stopListening = tenure.onChange(() => {
    const moved = [...all].filter(({ mapId, place }) => mapId === undefined || placeOf(tenure.ownerOf(mapId)) !== place)
    if (moved.length > 0) void check(moved)
  })
  const stopping = new AbortController()
  const checkAlways = async (): Promise<void> => {
    for (;;) {
      await delay(CHECK_MS, undefined, { signal: stopping.signal, ref: false })
      const quiet = [...all].filter(({ heardMs }) => performance.now() - heardMs >= CHECK_MS)
      if (quiet.length > 0) await check(quiet)
    }
  }
  // It ends by the abort of `close`, and by nothing else.
  checkAlways().catch(() => undefined)
  return {
    watch: (request, to) => {
      const routed: Routed = {
        to,
        request,
        mapId: undefined,
        place: undefined,
        watch: undefined,
        turn: 0,
        heardMs: performance.now(),
      }
      all.add(routed)
      void check([routed])
      return {
        resync: () => routed.watch?.resync(),
        stop: () => {
          all.delete(routed)
          routed.watch?.stop()
        },
      }
    },
    close: () => {
      stopping.abort()
      stopListening()
      for (const link of links.values()) link.close()
      for (const routed of all) {
        routed.watch?.stop()
        routed.to.end()
      }
      all.clear()
    },
  }
}

const placeOf = (owner: Owner): string | undefined =>
  owner.at === 'there' ? owner.url : owner.at === 'here' ? 'here' : undefined
