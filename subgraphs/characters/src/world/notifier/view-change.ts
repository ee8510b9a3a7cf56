import type { Appearance } from '../../domain/appearance.js'
import type { Position } from '../../domain/position.js'
import { dropId, monsterId } from '../ids.js'
import { itemOf } from '../simulation/drops.js'
import type { Change } from '../simulation/outcome.js'
import { characterIdOf, kindOfMonster, type MapWorld } from '../simulation/state.js'
import { readUuid } from '../simulation/uuid-words.js'

/** A change as clients get it: what resolvers answer `WorldChange` from. */
export type ViewChange =
  | { readonly __typename: 'CharacterAppeared'; readonly characterId: string; readonly position: Position }
  | {
      readonly __typename: 'CharacterMoved'
      readonly characterId: string
      readonly from: Position
      readonly to: Position
    }
  | { readonly __typename: 'CharacterLeft' | 'CharacterDied'; readonly characterId: string }
  | { readonly __typename: 'AppearanceChanged'; readonly characterId: string; readonly appearance: Appearance }
  | { readonly __typename: 'CharacterSaid'; readonly characterId: string; readonly text: string }
  | {
      readonly __typename: 'CharacterDamaged'
      readonly characterId: string
      readonly byMonsterId: string
      readonly damage: number
      readonly hp: number
    }
  | { readonly __typename: 'CharacterLeveledUp'; readonly characterId: string; readonly level: number }
  | { readonly __typename: 'MonsterAppeared'; readonly monster: ViewMonster }
  | { readonly __typename: 'MonsterMoved'; readonly monsterId: string; readonly to: Position }
  | {
      readonly __typename: 'MonsterDamaged'
      readonly monsterId: string
      readonly byCharacterId: string
      readonly damage: number
      readonly hp: number
    }
  | { readonly __typename: 'MonsterDied'; readonly monsterId: string; readonly byCharacterId: string }
  | { readonly __typename: 'MonsterLeft'; readonly monsterId: string }
  | { readonly __typename: 'DropAppeared'; readonly drop: ViewDrop }
  | { readonly __typename: 'DropTaken'; readonly dropId: string; readonly byCharacterId: string }
  | { readonly __typename: 'DropLeft'; readonly dropId: string }
  | {
      readonly __typename: 'PetAppeared'
      readonly petId: string
      readonly ownerId: string
      readonly position: Position
    }
  | { readonly __typename: 'PetMoved'; readonly petId: string; readonly to: Position }
  | { readonly __typename: 'PetLeft'; readonly petId: string }
  | { readonly __typename: 'MapChanged'; readonly mapId: string; readonly position: Position }

export interface ViewMonster {
  readonly id: string
  readonly name: string
  readonly level: number
  readonly hp: number
  readonly maxHp: number
  readonly position: Position
}

export interface ViewDrop {
  readonly id: string
  readonly name: string
  readonly position: Position
}

/** The four sorts of entities, as they come into view and go from it. */
export const appeared = {
  character: (world: MapWorld, row: number): ViewChange => {
    const { x, y } = world.state.characters.at(row)
    return { __typename: 'CharacterAppeared', characterId: characterIdOf(world, row), position: { x, y } }
  },
  monster: (world: MapWorld, row: number): ViewChange => {
    const monster = world.state.monsters.at(row)
    const { name, level, maxHp } = kindOfMonster(world, monster)
    const { hp, x, y } = monster
    const id = monsterId(world.map.code, row)
    return { __typename: 'MonsterAppeared', monster: { id, name, level, hp, maxHp, position: { x, y } } }
  },
  drop: (world: MapWorld, row: number): ViewChange => {
    const drop = world.state.drops.at(row)
    const { x, y, number } = drop
    const { name } = itemOf(world, drop)
    return { __typename: 'DropAppeared', drop: { id: dropId(world.map.code, number), name, position: { x, y } } }
  },
  pet: (world: MapWorld, row: number): ViewChange => {
    const pet = world.state.pets.at(row)
    const { x, y, owner } = pet
    const ownerId = characterIdOf(world, owner)
    return { __typename: 'PetAppeared', petId: readUuid(pet), ownerId, position: { x, y } }
  },
}

export const left = {
  character: (world: MapWorld, row: number): ViewChange => ({
    __typename: 'CharacterLeft',
    characterId: characterIdOf(world, row),
  }),
  monster: (world: MapWorld, row: number): ViewChange => ({
    __typename: 'MonsterLeft',
    monsterId: monsterId(world.map.code, row),
  }),
  drop: (world: MapWorld, row: number): ViewChange => ({
    __typename: 'DropLeft',
    dropId: dropId(world.map.code, world.state.drops.at(row).number),
  }),
  pet: (world: MapWorld, row: number): ViewChange => ({
    __typename: 'PetLeft',
    petId: readUuid(world.state.pets.at(row)),
  }),
}

/** A change as it happened, also of what is gone by the end of the tick. */
export const viewOf = (world: MapWorld, change: Change): ViewChange =>
  'characterId' in change ? viewOfCharacter(world, change) : viewOfThing(world, change)

type ChangeOfCharacter = Extract<Change, { readonly characterId: string }>

function viewOfCharacter(world: MapWorld, change: ChangeOfCharacter): ViewChange {
  switch (change.type) {
    case 'characterAppeared':
      return {
        __typename: 'CharacterAppeared',
        characterId: change.characterId,
        position: { x: change.x, y: change.y },
      }
    case 'characterMoved': {
      const { characterId, fromX, fromY, x, y } = change
      return { __typename: 'CharacterMoved', characterId, from: { x: fromX, y: fromY }, to: { x, y } }
    }
    case 'characterLeft':
      return { __typename: 'CharacterLeft', characterId: change.characterId }
    case 'characterDied':
      return { __typename: 'CharacterDied', characterId: change.characterId }
    case 'appearanceChanged': {
      const { characterId, appearance } = change
      return { __typename: 'AppearanceChanged', characterId, appearance }
    }
    case 'characterSaid': {
      const { characterId, text } = change
      return { __typename: 'CharacterSaid', characterId, text }
    }
    case 'characterDamaged': {
      const { byMonster, characterId, damage, hp } = change
      const byMonsterId = monsterId(world.map.code, byMonster)
      return { __typename: 'CharacterDamaged', characterId, byMonsterId, damage, hp }
    }
    case 'characterLeveledUp': {
      const { characterId, level } = change
      return { __typename: 'CharacterLeveledUp', characterId, level }
    }
  }
}

type ChangeOfThing = Exclude<Change, { readonly characterId: string }>

function viewOfThing(world: MapWorld, change: ChangeOfThing): ViewChange {
  const { code } = world.map
  const to = { x: change.x, y: change.y }
  switch (change.type) {
    case 'monsterAppeared':
      return appeared.monster(world, change.row)
    case 'monsterMoved':
      return { __typename: 'MonsterMoved', monsterId: monsterId(code, change.row), to }
    case 'monsterDamaged': {
      const { byCharacterId, damage, hp } = change
      return { __typename: 'MonsterDamaged', monsterId: monsterId(code, change.row), byCharacterId, damage, hp }
    }
    case 'monsterDied': {
      const { byCharacterId } = change
      return { __typename: 'MonsterDied', monsterId: monsterId(code, change.row), byCharacterId }
    }
    case 'monsterLeft':
      return left.monster(world, change.row)
    case 'dropAppeared':
      return { __typename: 'DropAppeared', drop: { id: dropId(code, change.number), name: change.name, position: to } }
    case 'dropTaken':
      return { __typename: 'DropTaken', dropId: dropId(code, change.number), byCharacterId: change.byCharacterId }
    case 'dropLeft':
      return { __typename: 'DropLeft', dropId: dropId(code, change.number) }
    case 'petAppeared':
      return { __typename: 'PetAppeared', petId: change.petId, ownerId: change.ownerId, position: to }
    case 'petMoved':
      return { __typename: 'PetMoved', petId: change.petId, to }
    case 'petLeft':
      return { __typename: 'PetLeft', petId: change.petId }
  }
}
