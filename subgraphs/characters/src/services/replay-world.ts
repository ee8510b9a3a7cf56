import { RequestFault } from '@waystone/kit/errors'
import type { ViewUpdate } from '../world/notifier/view-update.js'
import { ReplayRefused } from '../world/replay/replay-refused.js'
import { replayStretch } from '../world/replay/replay-stretch.js'
import { createWholeMapView } from '../world/replay/whole-map.js'
import { TICKS_PER_SECOND } from '../world/tick.js'
import type { Needs } from './needs.js'

/** Ticks of one answer: ten seconds of a full map are a megabyte. */
export const REPLAY_TICKS_MAX = 10 * TICKS_PER_SECOND
/** Replays that wait in this process; they run one after the other. */
const WAITING_MAX = 4

export interface AskedReplay {
  readonly mapId: string
  readonly fromTick: number
  readonly ticks: number
}

export type WorldReplays = (asked: AskedReplay) => Promise<readonly ViewUpdate[]>

/**
 * Computes past stretches of maps again, one at a time and in slices of the event loop. Any process can, whether or
 * not it runs the map.
 */
export function createWorldReplays(needs: Pick<Needs, 'content' | 'pool'>): WorldReplays {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return async asked => {
    if (waiting >= WAITING_MAX)
      throw new RequestFault('SERVICE_UNAVAILABLE', 'Other replays are under way: try again in a few seconds')
    waiting++
    const before = last
    const replay = (async () => {
      await before.catch(() => {})
      return await replayWorld(needs, asked)
    })()
    last = replay
    try {
      return await replay
    } finally {
      waiting--
    }
  }
}

/** @throws RequestFault for a stretch that is too long, is not recorded, or comes out otherwise than it was */
async function replayWorld(
  { content, pool }: Pick<Needs, 'content' | 'pool'>,
  { mapId, fromTick, ticks }: AskedReplay,
): Promise<readonly ViewUpdate[]> {
  const map = content.findMap(mapId)
  if (map === null) throw new RequestFault('BAD_USER_INPUT', 'There is no map with this id')
  if (ticks < 1 || ticks > REPLAY_TICKS_MAX)
    throw new RequestFault('BAD_USER_INPUT', `ticks must be from 1 to ${REPLAY_TICKS_MAX}, not ${ticks}`)
  if (fromTick < 1) throw new RequestFault('BAD_USER_INPUT', 'fromTick must be 1 or more')
  try {
    const replay = await replayStretch({ db: pool, content }, { map, fromTick, ticks })
    const view = createWholeMapView()
    const updates: ViewUpdate[] = []
    for await (const replayed of replay.ticks()) {
      if (replayed.hash !== replayed.recordedHash)
        throw new ReplayRefused(
          `Tick ${replayed.tick} of ${map.name} comes out otherwise than it was: \`waystone world replay\` says more`,
        )
      const update = replayed.isAsked ? view.after(replayed) : null
      if (update !== null) updates.push(update)
    }
    return updates
  } catch (error) {
    if (error instanceof ReplayRefused) throw new RequestFault('BAD_USER_INPUT', error.message)
    throw error
  }
}
