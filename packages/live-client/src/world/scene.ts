import type {
  AppearedCharacter,
  Appearance,
  Cell,
  DropInView,
  MonsterInView,
  PetInView,
  WorldChange,
  WorldUpdate,
} from './protocol.js'

export interface CharacterInView {
  readonly id: string
  readonly name: string
  readonly class: string
  readonly level: number
  readonly appearance: Appearance
  readonly hp: number
  readonly maxHp: number
  readonly position: Cell
}

/** Everything in view, as the server last told it. */
export interface Scene {
  readonly characters: ReadonlyMap<string, CharacterInView>
  readonly monsters: ReadonlyMap<string, MonsterInView>
  readonly drops: ReadonlyMap<string, DropInView>
  readonly pets: ReadonlyMap<string, PetInView>
  /** A snapshot takes the place of all that was known; other updates are applied to it. */
  apply(update: Pick<WorldUpdate, 'snapshot' | 'changes'>): void
}

/**
 * Entities are never changed, but replaced: a renderer sees by identity which ones are as they were. Recorded updates
 * can be applied as well as live ones.
 */
export function createScene(): Scene {
  const characters = new Map<string, CharacterInView>()
  const monsters = new Map<string, MonsterInView>()
  const drops = new Map<string, DropInView>()
  const pets = new Map<string, PetInView>()

  const change = <T extends object>(map: Map<string, T>, id: string, changes: Partial<T>) => {
    const known = map.get(id)
    if (known !== undefined) map.set(id, { ...known, ...changes })
  }
  const applyChange = (told: WorldChange): void => {
    switch (told.__typename) {
      case 'CharacterAppeared':
        characters.set(told.character.id, characterInView(told.character, told.position))
        return
      case 'CharacterMoved':
        return change(characters, told.characterId, { position: told.to })
      case 'CharacterLeft':
        characters.delete(told.characterId)
        return
      case 'AppearanceChanged':
        return change(characters, told.characterId, { appearance: told.appearance })
      case 'CharacterDamaged':
        return change(characters, told.characterId, { hp: told.hp })
      case 'CharacterDied':
        return change(characters, told.characterId, { hp: 0 })
      case 'CharacterLeveledUp':
        return change(characters, told.characterId, { level: told.level })
      case 'MonsterAppeared':
        monsters.set(told.monster.id, told.monster)
        return
      case 'MonsterMoved':
        return change(monsters, told.monsterId, { position: told.to })
      case 'MonsterDamaged':
        return change(monsters, told.monsterId, { hp: told.hp })
      case 'MonsterDied':
      case 'MonsterLeft':
        monsters.delete(told.monsterId)
        return
      case 'DropAppeared':
        drops.set(told.drop.id, told.drop)
        return
      case 'DropTaken':
      case 'DropLeft':
        drops.delete(told.dropId)
        return
      case 'PetAppeared':
        pets.set(told.pet.id, { ...told.pet, ownerId: told.ownerId, position: told.position })
        return
      case 'PetMoved':
        return change(pets, told.petId, { position: told.to })
      case 'PetLeft':
        pets.delete(told.petId)
        return
      // Speech is for renderers. Entities of a new map follow it. A later server may have more kinds of changes.
      case 'CharacterSaid':
      case 'MapChanged':
      default:
    }
  }
  return {
    characters,
    monsters,
    drops,
    pets,
    apply: ({ changes, snapshot }) => {
      if (snapshot) for (const entities of [characters, monsters, drops, pets]) entities.clear()
      for (const told of changes) applyChange(told)
    },
  }
}

const characterInView = (character: AppearedCharacter, position: Cell): CharacterInView => {
  const { appearance, class: characterClass, id, level, name, stats } = character
  return { id, name, class: characterClass, level, appearance, hp: stats.hp, maxHp: stats.maxHp, position }
}
