import { setTimeout as delay } from 'node:timers/promises'
import { LIVE_CHARACTERS_MAX, worldLive, worldOnline, type LiveAnswer, type OnlinePage, type Present } from './calls.js'
import type { LocalWorld } from './local-world.js'
import type { Peers } from './peers.js'
import type { Tenure } from './tenure.js'

/** A query waits no longer for a process that runs maps; what is there then counts as not in the world. */
const ANSWER_MS = 1_000

/** A query waits no longer for a map that is between two processes. */
const MOVING_MS = 2_000
const MOVING_RETRY_MS = 25

export interface WorldStatus {
  readonly tick: number
  /** Of the slowest process. */
  readonly tickP50Ms: number
  readonly tickP99Ms: number
  /** Of all processes. */
  readonly overruns: number
  readonly playersByMap: ReadonlyMap<string, number>
}

/** Reads the world as the last finished ticks of all its processes left it. */
export interface WorldReader {
  /** Those of the characters that are in the world, or were in it a moment ago. */
  present(characterIds: readonly string[]): Promise<ReadonlyMap<string, Present>>
  /** The same for one that is known to this process; undefined for any other. */
  presentHere(characterId: string): Present | undefined
  /** True where no other process has maps: what is not in the world here is not in the world. */
  isWhole(): boolean
  status(): Promise<WorldStatus>
  /** A page of the characters on a map, by id; none of a map that no process runs, or whose process does not answer. */
  online(page: OnlinePage): Promise<readonly string[]>
}

export function createWorldReader(parts: {
  readonly peers: Peers
  readonly tenure: Tenure
  readonly local: () => Pick<LocalWorld, 'live' | 'present' | 'online'> | undefined
  readonly isMovingHere: () => boolean
}): WorldReader {
  const { isMovingHere, local, peers, tenure } = parts
  const nothing: LiveAnswer = {
    tick: 0,
    tickP50Ms: 0,
    tickP99Ms: 0,
    overruns: 0,
    isMoving: false,
    players: [],
    characters: [],
  }
  /** This process's own answer first. */
  const ask = async (characterIds: readonly string[]): Promise<readonly LiveAnswer[]> => {
    const there = tenure.otherOwners().map(async url => {
      const answer = await peers.call(url, worldLive, { characterIds: [...characterIds] }, ANSWER_MS)
      return answer ?? nothing
    })
    return [local()?.live(characterIds) ?? nothing, ...(await Promise.all(there))]
  }
  /** A map that is between two processes is for a moment neither's: it is asked about again then. */
  const askUntilSettled = async (
    characterIds: readonly string[],
    isEnough: (answers: readonly LiveAnswer[]) => boolean,
  ): Promise<readonly LiveAnswer[]> => {
    const endsMs = performance.now() + MOVING_MS
    for (;;) {
      const answers = await ask(characterIds)
      const isMoving = isMovingHere() || answers.some(answer => answer.isMoving)
      if (!isMoving || isEnough(answers) || performance.now() > endsMs) return answers
      await delay(MOVING_RETRY_MS)
      await tenure.look()
    }
  }
  const presentOf = async (characterIds: readonly string[]): Promise<readonly Present[]> => {
    const isEnough = (answers: readonly LiveAnswer[]) =>
      answers.reduce((sum, { characters }) => sum + characters.length, 0) >= characterIds.length
    return (await askUntilSettled(characterIds, isEnough)).flatMap(({ characters }) => characters)
  }
  return {
    isWhole: () => tenure.otherOwners().length === 0 && !isMovingHere(),
    online: async page => {
      const owner = tenure.ownerOf(page.mapId)
      if (owner.at === 'there') return (await peers.call(owner.url, worldOnline, page, ANSWER_MS))?.characterIds ?? []
      return local()?.online(page) ?? []
    },
    presentHere: characterId => local()?.present(characterId),
    present: async characterIds => {
      const found = new Map<string, Present>()
      for (let at = 0; at < characterIds.length; at += LIVE_CHARACTERS_MAX)
        for (const present of await presentOf(characterIds.slice(at, at + LIVE_CHARACTERS_MAX)))
          if (found.get(present.live.characterId)?.isOnline !== true) found.set(present.live.characterId, present)
      return found
    },
    status: async () => {
      const answers = await askUntilSettled([], () => false)
      const most = (of: (answer: LiveAnswer) => number) => Math.max(...answers.map(of))
      return {
        tick: most(({ tick }) => tick),
        tickP50Ms: most(({ tickP50Ms }) => tickP50Ms),
        tickP99Ms: most(({ tickP99Ms }) => tickP99Ms),
        overruns: answers.reduce((sum, { overruns }) => sum + overruns, 0),
        playersByMap: new Map(answers.flatMap(({ players }) => players.map(({ mapId, count }) => [mapId, count]))),
      }
    },
  }
}
