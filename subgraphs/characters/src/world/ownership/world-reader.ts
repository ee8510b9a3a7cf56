import type { LiveWorld } from '../loop/live-world.js'
import type { LiveCharacter } from '../loop/messages.js'
import type { PetRecord } from '../simulation/outcome.js'
import { LIVE_CHARACTERS_MAX, worldLive, type LiveAnswer } from './calls.js'
import type { LocalWorld } from './local-world.js'
import type { Peers } from './peers.js'
import type { Tenure } from './tenure.js'

/** A query waits no longer for a process that runs maps; what is there then counts as not in the world. */
const ANSWER_MS = 1_000

/** A character that is in the world, with its pets. */
export interface Present {
  readonly live: LiveCharacter
  readonly pets: readonly PetRecord[]
}

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
  /** Those of the characters that are in the world. */
  present(characterIds: readonly string[]): Promise<ReadonlyMap<string, Present>>
  /** The same for one that is on a map of this process; undefined for any other. */
  presentHere(characterId: string): Present | undefined
  /** True where no other process has maps: what is not in the world here is not in the world. */
  isWhole(): boolean
  status(): Promise<WorldStatus>
}

export function createWorldReader(parts: {
  readonly peers: Peers
  readonly tenure: Tenure
  readonly local: () => LocalWorld | undefined
  readonly liveHere: () => LiveWorld | undefined
}): WorldReader {
  const { liveHere, local, peers, tenure } = parts
  const nothing: LiveAnswer = { tick: 0, tickP50Ms: 0, tickP99Ms: 0, overruns: 0, players: [], characters: [] }
  const ask = async (characterIds: readonly string[]): Promise<readonly LiveAnswer[]> =>
    await Promise.all(
      tenure
        .otherOwners()
        .map(
          async url => (await peers.call(url, worldLive, { characterIds: [...characterIds] }, ANSWER_MS)) ?? nothing,
        ),
    )
  const here = (characterIds: readonly string[]): LiveAnswer => local()?.live(characterIds) ?? nothing
  return {
    isWhole: () => tenure.otherOwners().length === 0,
    presentHere: characterId => {
      const live = liveHere()?.character(characterId)
      return live === undefined ? undefined : { live, pets: liveHere()?.pets(characterId) ?? [] }
    },
    present: async characterIds => {
      const found = new Map(here(characterIds).characters.map(present => [present.live.characterId, present]))
      const missing = characterIds.filter(id => !found.has(id))
      for (let at = 0; at < missing.length; at += LIVE_CHARACTERS_MAX)
        for (const { characters } of await ask(missing.slice(at, at + LIVE_CHARACTERS_MAX)))
          for (const present of characters) found.set(present.live.characterId, present)
      return found
    },
    status: async () => {
      const answers = [here([]), ...(await ask([]))]
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
