import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Queryable } from '@waystone/kit/postgres'
import { findPlaces } from '../../repositories/world.js'
import type { WorldContent } from '../content/world-content.js'
import type { WorldLoop } from '../loop/world-loop.js'
import type { Introductions } from '../notifier/introduce-characters.js'
import type { GainWriter } from '../persistence/gain-writer.js'
import { commandOf, type CharacterWish } from '../wish.js'
import type { Admissions } from './admissions.js'
import type { IdleCharacters } from './idle-characters.js'
import type { LetGo } from './let-go.js'
import type { LiveAnswer, OnlinePage, Outcome, Present, WorldCommand } from './calls.js'

/** Answers of commands that a repeated call would be given. */
const ANSWERS_MAX = 20_000

/** An answer waits no longer until what it tells of is saved. */
const SAVED_MS = 1_000
/** Wishes whose outcome lasts: what a player was told of, the end of this process does not undo. */
const lasting: ReadonlySet<CharacterWish['type']> = new Set([
  'leave',
  'pickUp',
  'changeAppearance',
  'tame',
  'summonPet',
  'dismissPet',
  'feedPet',
])

/** False for what the game itself has happen to a character: it does not say that the character is played. */
const isOfPlayer = ({ type }: CharacterWish): boolean => type !== 'gainExperience' && type !== 'joinParty'

/** The maps of this process, as it and the other processes of the subgraph use them. */
export interface LocalWorld {
  /** Queues the command before it returns. */
  command(command: WorldCommand): Promise<Outcome>
  enter(characterId: string, clientSequence: number | null): Promise<Outcome>
  present(characterId: string): Present | undefined
  live(characterIds: readonly string[]): LiveAnswer
  /** By id, so that pages stay in order while characters come and go. */
  online(page: OnlinePage): string[]
}

export interface LocalWorldParts {
  readonly pool: Queryable
  readonly content: WorldContent
  readonly loop: WorldLoop
  readonly writer: GainWriter
  readonly admissions: Admissions
  readonly introductions: Pick<Introductions, 'introduce'>
  readonly epochOf: (mapId: string) => number | undefined
  readonly isMoving: () => boolean
  readonly letGo: LetGo
  readonly idle: IdleCharacters
}

export function createLocalWorld(parts: LocalWorldParts): LocalWorld {
  const { admissions, content, epochOf, idle, introductions, isMoving, letGo, loop, pool, writer } = parts
  const answers = new LRUCache<string, Promise<Outcome>>({ max: ANSWERS_MAX })

  /** A database that stalls does not keep the answer for longer. */
  const untilSaved = async () => await Promise.race([writer.settled(), delay(SAVED_MS, undefined, { ref: false })])
  /** Undefined for a character that is not in the loop. */
  const commandLive = async ({ characterId, clientSequence, wish }: WorldCommand): Promise<Outcome | undefined> => {
    const live = loop.live.character(characterId)
    if (live === undefined) return undefined
    if (wish.type === 'reviewBlocks') {
      await introductions.introduce([characterId])
      return { tick: loop.live.tick, rejected: null }
    }
    const command = commandOf(characterId, wish, content.mapOf(live.mapId).code)
    if (typeof command === 'string') return { tick: loop.live.tick, rejected: command }
    const answer = await loop.command(command, { clientSequence })
    if (answer.rejected === 'NOT_IN_WORLD') return undefined
    if (answer.rejected === null && isOfPlayer(wish)) idle.heard(characterId)
    if (answer.rejected === null && lasting.has(wish.type)) await untilSaved()
    return answer
  }
  /** Of a character that is not in the loop: it is not in the world, or at another process. */
  const absent = async (characterId: string): Promise<Outcome> => {
    await writer.settled()
    const place = (await findPlaces(pool, [characterId])).get(characterId)
    if (place !== undefined && place.worldEpoch !== null) return 'elsewhere'
    return { tick: loop.live.tick, rejected: 'NOT_IN_WORLD' }
  }
  const command = async (asked: WorldCommand): Promise<Outcome> => {
    const answer = await commandLive(asked)
    if (answer !== undefined) return answer
    // It may have come to one of these maps, or be about to be taken in: after this, it is in the loop.
    await admissions.look()
    return (await commandLive(asked)) ?? (await absent(asked.characterId))
  }
  const present = (characterId: string): Present | undefined => {
    const live = loop.live.character(characterId)
    return live === undefined ? letGo.find(characterId) : { live, pets: loop.live.pets(characterId), isOnline: true }
  }
  return {
    present,
    command: asked => {
      const known = answers.get(asked.commandId)
      if (known !== undefined) return known
      const answer = command(asked)
      answers.set(asked.commandId, answer)
      return answer
    },
    enter: async (characterId, clientSequence) => {
      const entry = await admissions.enter(characterId, clientSequence)
      if (entry?.rejected === null) idle.heard(characterId)
      return entry ?? 'elsewhere'
    },
    online: ({ mapId, after, limit }) => {
      const ids: string[] = []
      for (const character of loop.live.characters())
        if (character.mapId === mapId && (after === null || character.characterId > after))
          ids.push(character.characterId)
      return ids.toSorted().slice(0, limit)
    },
    live: characterIds => {
      const { status, tick } = loop.live
      return {
        tick,
        ...status,
        isMoving: isMoving(),
        players: content.maps.flatMap(({ id: mapId }) =>
          epochOf(mapId) === undefined ? [] : [{ mapId, count: loop.live.playersOn(mapId) }],
        ),
        characters: characterIds.flatMap(id => present(id) ?? []),
      }
    },
  }
}
