import type { Change } from '../simulation/outcome.js'
import type { MapWorld } from '../simulation/state.js'
import { appeared, left, type ViewChange } from './view-change.js'

/** A step, which may lead into a view or out of it. */
export type Step = Extract<Change, { readonly fromX: number }>

export const isStep = (change: Change): change is Step => 'fromX' in change

/** The step of an entity to where the viewer does not see it. */
export function leftBy(world: MapWorld, change: Step): ViewChange {
  switch (change.type) {
    case 'characterMoved':
      return { __typename: 'CharacterLeft', characterId: change.characterId }
    case 'monsterMoved':
      return left.monster(world, change.row)
    case 'petMoved':
      return { __typename: 'PetLeft', petId: change.petId }
  }
}

/** The step of an entity from where the viewer does not see it. */
export function appearedBy(world: MapWorld, change: Step): ViewChange {
  const position = { x: change.x, y: change.y }
  switch (change.type) {
    case 'characterMoved':
      return { __typename: 'CharacterAppeared', characterId: change.characterId, position }
    case 'monsterMoved':
      return appeared.monster(world, change.row)
    case 'petMoved':
      return { __typename: 'PetAppeared', petId: change.petId, ownerId: change.ownerId, position }
  }
}
