import { randomUUID } from 'node:crypto'
import { newEvent, type EventOf, type EventType } from '@waystone/events'
import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Pool, type Queryable } from '@waystone/kit/postgres'
import { withExperience, type Character } from '../../domain/character.js'
import { forgetPets } from './forget-pets.js'
import { findCharacters } from '../../repositories/character.js'
import { recordGains, type RecordedGain } from '../../repositories/gain.js'
import { deletePets, savePets } from '../../repositories/pet.js'
import { beginBatch, type HeldLease } from '../../repositories/map-lease.js'
import { lockRostersOf, saveGrowth, saveStandings, type Standing } from '../../repositories/world.js'
import type { WorldContent } from '../content/world-content.js'
import type { Gain } from '../simulation/outcome.js'
import { recordedGain, type MapGain } from './recorded-gain.js'

export type { MapGain } from './recorded-gain.js'

export interface SaveNeeds {
  readonly pool: Pool
  readonly clock: Clock
  readonly cache: EntityCache
  readonly content: WorldContent
}

/** The rows that are saved together, in one transaction. */
export interface Batch {
  /** From 1 on, for each process. */
  readonly number: number
  /** The maps that it comes from. */
  readonly maps: readonly HeldLease[]
  readonly gains: readonly MapGain[]
  readonly standings: readonly Standing[]
  /** Characters that have left the world or their map: what a cache knows of them is old. */
  readonly left: readonly string[]
}

/** A map belongs to another process: nothing of this one's is saved any more. */
export class WorldLost extends Error {
  override readonly name = 'WorldLost'
}

/**
 * Saves a batch and its events in one transaction, once however often it is tried.
 * @throws WorldLost
 */
export async function saveBatch(needs: SaveNeeds, batch: Batch): Promise<void> {
  const { cache, pool } = needs
  const changed = await withTransaction(pool, async tx => {
    const outcome = await beginBatch(tx, { batch: batch.number, maps: batch.maps })
    if (outcome === 'lost') throw new WorldLost('Another process runs a map of this one')
    if (outcome === 'new') {
      await saveGains(needs, tx, batch)
      await saveStandings(tx, batch.standings)
    }
    const ids = new Set([...batch.gains.map(({ characterId }) => characterId), ...batch.left])
    return ids.size === 0 ? [] : [...(await findCharacters(tx, [...ids])).values()]
  })
  const pets = batch.gains.flatMap(petOfGain)
  if (pets.length > 0) await forgetPets(cache, pets)
  if (changed.length === 0) return
  await cache.invalidate(
    'character',
    changed.map(({ id }) => id),
  )
  await cache.invalidate('roster', [...new Set(changed.map(({ userId }) => userId))])
}

/** The pet that a gain changes, if any. */
function petOfGain(gain: Gain): readonly { readonly id: string; readonly characterId: string }[] {
  const { characterId } = gain
  if (gain.type === 'petLost') return [{ id: gain.petId, characterId }]
  return gain.type === 'tamed' || gain.type === 'petChanged' ? [{ id: gain.pet.petId, characterId }] : []
}

async function saveGains(needs: SaveNeeds, tx: Queryable, { gains, maps }: Batch): Promise<void> {
  if (gains.length === 0) return
  const epochs = new Map(maps.map(({ epoch, mapId }) => [mapId, epoch]))
  const ids = [...new Set(gains.map(({ characterId }) => characterId))]
  await lockRostersOf(tx, ids)
  const found = await findCharacters(tx, ids)
  const grown = new Map(found)
  const events: EventOf<EventType>[] = []
  const recorded: RecordedGain[] = []
  /** By killer: the id of the last kill, of which the gains after it are shares. */
  const kills = new Map<string, string>()
  for (const gain of gains) {
    const character = grown.get(gain.characterId)
    // A character that was erased meanwhile gains nothing any more.
    if (character === undefined) continue
    const killId = gain.type === 'shared' ? kills.get(gain.byCharacterId) : undefined
    // Of a kill by a character that was erased meanwhile, there are no shares either.
    if (gain.type === 'shared' && killId === undefined) continue
    const applied = applyGain(needs, character, { gain, killId })
    const [event] = applied.events
    if (gain.type === 'killed' && event !== undefined) kills.set(gain.characterId, event.id)
    grown.set(gain.characterId, applied.character)
    events.push(...applied.events)
    // The first event is that of the gain itself.
    recorded.push(...recordedGain(gain, { event: applied.events[0], epoch: epochs.get(gain.mapId) }))
  }
  await saveGrowth(tx, [...grown.values()])
  await savePetGains(
    needs,
    tx,
    gains.filter(({ characterId }) => grown.has(characterId)),
  )
  await recordGains(tx, recorded)
  await appendEvents(tx, events)
}

/** The character after the gain, and the events that tell of it. */
function applyGain(
  { clock, content }: SaveNeeds,
  character: Character,
  { gain, killId }: { gain: MapGain; killId: string | undefined },
): { character: Character; events: readonly EventOf<EventType>[] } {
  const occurredAt = clock.now()
  const of = { userId: character.userId, characterId: character.id }
  switch (gain.type) {
    case 'killed': {
      const { character: after, levels } = withExperience(character, gain.experience)
      const { id: kindId, key: monster, level } = content.kindOf(gain.kindId)
      const { experience, mapId } = gain
      const data = { ...of, mapId, kindId, monster, level, experience }
      const killed = newEvent('monster.killed', { id: randomUUID(), occurredAt, data })
      return { character: after, events: [killed, ...levelEvents(levels, { occurredAt, of })] }
    }
    case 'shared': {
      if (killId === undefined) throw new Error(`The share of ${gain.characterId} is of no kill`)
      const { character: after, levels } = withExperience(character, gain.experience)
      const data = { ...of, mapId: gain.mapId, killId, experience: gain.experience }
      const shared = newEvent('experience.shared', { id: randomUUID(), occurredAt, data })
      return { character: after, events: [shared, ...levelEvents(levels, { occurredAt, of })] }
    }
    case 'pickedUp': {
      const data = { ...of, mapId: gain.mapId, itemId: gain.itemId }
      return { character, events: [newEvent('item.picked_up', { id: randomUUID(), occurredAt, data })] }
    }
    case 'appearanceChanged':
      return { character: { ...character, appearance: gain.appearance }, events: [] }
    case 'lureUsed':
      return { character: { ...character, luresUsed: character.luresUsed + 1 }, events: [] }
    case 'tamed': {
      const { id: kindId, key: monster, level } = content.kindOf(gain.pet.kindId)
      const data = { ...of, mapId: gain.mapId, petId: gain.pet.petId, kindId, monster, level }
      return { character, events: [newEvent('pet.tamed', { id: randomUUID(), occurredAt, data })] }
    }
    case 'petChanged':
    case 'petLost':
      return { character, events: [] }
  }
}

const levelEvents = (
  levels: readonly number[],
  { occurredAt, of }: { occurredAt: Date; of: { userId: string; characterId: string } },
) => levels.map(level => newEvent('character.leveled_up', { id: randomUUID(), occurredAt, data: { ...of, level } }))

/** Of several changes of a pet, the last one counts. */
async function savePetGains({ clock, content }: SaveNeeds, tx: Queryable, gains: readonly MapGain[]): Promise<void> {
  const kept = new Map<string, Parameters<typeof savePets>[1][number]>()
  const lost: string[] = []
  for (const gain of gains) {
    if (gain.type === 'petLost') lost.push(gain.petId)
    if (gain.type !== 'tamed' && gain.type !== 'petChanged') continue
    const { characterId, pet } = gain
    kept.set(pet.petId, { ...pet, characterId, name: content.kindOf(pet.kindId).name })
  }
  await savePets(tx, [...kept.values()], clock.now())
  await deletePets(tx, lost)
}
