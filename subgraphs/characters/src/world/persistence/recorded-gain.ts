import type { EventOf, EventType } from '@waystone/events'
import type { RecordedGain } from '../../repositories/gain.js'
import type { Gain } from '../simulation/outcome.js'

/** A gain with the map where it was made. */
export type MapGain = { readonly mapId: string } & Gain

/**
 * The row that a gain leaves behind, under the id of the event that tells of it; none for changes that are no gains.
 * @param epoch of the map's lease: drops are numbered anew by each holder of a map
 * @throws Error for an item from a map that is not of the batch
 */
export function recordedGain(
  gain: MapGain,
  { event, epoch }: { event: EventOf<EventType> | undefined; epoch: number | undefined },
): readonly RecordedGain[] {
  if (event === undefined) return []
  const of = { id: event.id, characterId: gain.characterId, gainedAt: new Date(event.occurredAt) }
  switch (gain.type) {
    case 'killed':
      return [{ ...of, source: 'KILL', experience: gain.experience, subjectId: gain.kindId }]
    case 'shared':
      // Its event names the kill.
      return event.type === 'experience.shared'
        ? [{ ...of, source: 'PARTY', experience: gain.experience, subjectId: event.data.killId }]
        : []
    case 'pickedUp': {
      if (epoch === undefined) throw new Error(`The batch has no lease of the map ${gain.mapId}`)
      const drop = { mapId: gain.mapId, epoch, number: gain.dropNumber }
      return [{ ...of, source: 'PICK_UP', subjectId: gain.itemId, drop }]
    }
    case 'tamed':
      return [{ ...of, source: 'TAMED', subjectId: gain.pet.petId }]
    case 'appearanceChanged':
    case 'lureUsed':
    case 'petChanged':
    case 'petLost':
      return []
  }
}
