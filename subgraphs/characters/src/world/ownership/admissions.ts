import type { Queryable } from '@waystone/kit/postgres'
import { isLiving, type Character } from '../../domain/character.js'
import type { CommandRejection } from '../../domain/command-rejection.js'
import { findBlockLists } from '../../repositories/block-list.js'
import { findCharacters } from '../../repositories/character.js'
import type { Pet } from '../../domain/pet.js'
import { findPartyNumbers } from '../../repositories/party-membership.js'
import { findPetsOf } from '../../repositories/pet.js'
import { dropArrivals, expireArrivals, findArrivals, findPlaces, type Place } from '../../repositories/world.js'
import type { WorldContent } from '../content/world-content.js'
import type { WorldLoop } from '../loop/world-loop.js'
import { profileOf, type Profile } from '../notifier/seen-character.js'
import type { GainWriter } from '../persistence/gain-writer.js'
import type { CharacterRecord } from '../simulation/outcome.js'
import { oneAtATime } from './one-at-a-time.js'

/** Characters that are taken in together. */
const ARRIVALS_MAX = 500

export interface Entry {
  readonly tick: number
  readonly rejected: CommandRejection | null
}

/**
 * Takes characters into the maps of this process: those that a player has enter, those that come from a map of
 * another process, and those that were in the world when the last holder of their map ended. Each is read from
 * the database when all that this process knows of it is saved, and by one reader at a time, so that none is in
 * the world twice.
 */
export interface Admissions {
  /** Resolves when those that are to be taken in by now are in the world, and saved as such where a player asked. */
  look(): Promise<void>
  /** Takes in a character at its player's wish; undefined where its map is not this process's, or not any more. */
  enter(characterId: string, clientSequence: number | null): Promise<Entry | undefined>
  /** Has those out of the world who were on these maps when their last holder ended, which is too long ago. */
  expire(mapIds: readonly string[]): void
}

/** Those whose players have them enter, with the client's number for the command. */
type Sequences = ReadonlyMap<string, number | null>

interface Asked {
  readonly clientSequence: number | null
  readonly answer: (entry: Entry | undefined) => void
}

export interface AdmissionParts {
  readonly pool: Queryable
  readonly content: WorldContent
  readonly loop: Pick<WorldLoop, 'command' | 'live'>
  readonly writer: GainWriter
  readonly held: () => readonly { readonly mapId: string; readonly epoch: number }[]
  readonly epochOf: (mapId: string) => number | undefined
}

export function createAdmissions(parts: AdmissionParts): Admissions {
  const { content, epochOf, held, loop, pool, writer } = parts
  let asked = new Map<string, Asked[]>()
  let expired: readonly string[] = []

  const isInLoop = ({ mapId, worldEpoch }: Place) => worldEpoch !== null && worldEpoch === epochOf(mapId)
  const takeIn = async (
    character: Character,
    from: {
      isArrival: boolean
      clientSequence: number | null
      acknowledged: number | null
      pets: readonly Pet[]
      party: number
      profile: Profile
    },
  ): Promise<Entry> => {
    if (!isLiving(character)) return { tick: loop.live.tick, rejected: 'MARKED_FOR_DELETION' }
    const { id: mapId } = content.mapOf(character.mapId)
    // A map that is no more in the content is replaced by another, where its cells mean nothing.
    const at = mapId === character.mapId ? character.position : null
    const { acknowledged, clientSequence, isArrival, profile } = from
    const record = recordOf(content, character, from)
    return await loop.command(
      { type: 'enter', character: record, at },
      { mapId, clientSequence, isArrival, acknowledged, profile },
    )
  }
  const takeInAll = async (places: readonly Place[], sequences: Sequences): Promise<ReadonlyMap<string, Entry>> => {
    if (places.length === 0) return new Map()
    const ids = places.map(({ characterId }) => characterId)
    const [read, pets, parties, blocks] = await Promise.all([
      findCharacters(pool, ids),
      findPetsOf(pool, ids),
      findPartyNumbers(pool, ids),
      findBlockLists(pool, ids),
    ])
    const isMarked = ({ characterId, worldEpoch }: Place) => {
      const character = read.get(characterId)
      return worldEpoch !== null && character !== undefined && !isLiving(character)
    }
    await dropArrivals(pool, places.filter(isMarked))
    const acknowledged = new Map(places.map(place => [place.characterId, place.acknowledged]))
    const entries = await Promise.all(
      Array.from(read.values(), async (character): Promise<[string, Entry]> => {
        const { id } = character
        const from = {
          isArrival: !sequences.has(id),
          clientSequence: sequences.get(id) ?? null,
          acknowledged: acknowledged.get(id) ?? null,
          pets: pets.get(id) ?? [],
          party: parties.get(id) ?? 0,
          profile: profileOf(character, blocks.get(id)),
        }
        return [id, await takeIn(character, from)]
      }),
    )
    return new Map(await Promise.all(entries.filter(isHere).map(checkOnWayIn(await findCharacters(pool, ids)))))
  }
  /** Marked or deleted while it was on its way, a character was told to leave before it came. */
  const checkOnWayIn =
    (now: ReadonlyMap<string, Character>) =>
    async ([id, entry]: [string, Entry]): Promise<[string, Entry]> => {
      const character = now.get(id)
      if (entry.rejected !== null || (character !== undefined && isLiving(character))) return [id, entry]
      return [id, { ...(await loop.command({ type: 'leave', characterId: id })), rejected: 'MARKED_FOR_DELETION' }]
    }
  /** The entries of those who asked and are on maps of this process. */
  const takeInNow = async (wanted: Sequences): Promise<ReadonlyMap<string, Entry>> => {
    const ids = [...wanted.keys()]
    await writer.settled()
    if (expired.length > 0) await expireArrivals(pool, expired)
    expired = []
    const places = ids.length === 0 ? [] : [...(await findPlaces(pool, ids)).values()]
    const here = places.filter(({ mapId }) => epochOf(content.mapOf(mapId).id) !== undefined)
    const arrivals = await findArrivals(pool, { maps: held(), limit: ARRIVALS_MAX })
    const toTakeIn = new Map([...here, ...arrivals].map(place => [place.characterId, place]))
    const entries = new Map(
      await takeInAll(
        [...toTakeIn.values()].filter(place => !isInLoop(place)),
        wanted,
      ),
    )
    for (const { characterId } of here.filter(isInLoop)) {
      // One that is not live is about to leave, or to go to another map: its state is saved in a moment.
      if (loop.live.character(characterId) !== undefined)
        entries.set(characterId, { tick: loop.live.tick, rejected: null })
    }
    // A player is told of an entry that the end of this process does not undo.
    if (ids.length > 0) await writer.settled()
    return entries
  }
  const look = oneAtATime(async () => {
    const waiting = asked
    asked = new Map()
    let entries: ReadonlyMap<string, Entry> = new Map()
    try {
      entries = await takeInNow(new Map(Array.from(waiting, ([id, [first]]) => [id, first?.clientSequence ?? null])))
    } finally {
      for (const [id, askers] of waiting) for (const { answer } of askers) answer(entries.get(id))
    }
  })
  return {
    look,
    expire: mapIds => {
      expired = [...expired, ...mapIds]
    },
    enter: async (characterId, clientSequence) => {
      let entry: Entry | undefined
      const answer = (found: Entry | undefined) => {
        entry = found
      }
      asked.set(characterId, [...(asked.get(characterId) ?? []), { clientSequence, answer }])
      await look()
      return entry
    },
  }
}

/** False for one whose map the loop does not run, since it is about to be given up. */
const isHere = ([, { rejected }]: [string, Entry]) => rejected !== 'NOT_IN_WORLD'

/** Pets of kinds that the content no longer has stay in the database. */
function recordOf(
  content: WorldContent,
  character: Character,
  { pets, party }: { pets: readonly Pet[]; party: number },
): CharacterRecord {
  const { id, appearance, class: characterClass, experience, hp, level, luresUsed } = character
  const known = pets
    .filter(({ kindId }) => content.findKind(kindId) !== null)
    .map(({ id: petId, kindId, summoned, hunger, intimacy }) => ({ petId, kindId, summoned, hunger, intimacy }))
  return { characterId: id, class: characterClass, level, experience, hp, appearance, luresUsed, party, pets: known }
}
