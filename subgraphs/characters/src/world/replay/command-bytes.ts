import { characterClasses, type CharacterClass } from '../../domain/character.js'
import type { Command, PlayerCommand } from '../simulation/commands.js'
import type { CharacterRecord, PetRecord } from '../simulation/outcome.js'
import type { ByteReader, ByteWriter } from './bytes.js'

/** The byte that a command of each type begins with. */
const codes = {
  enter: 0,
  gainExperience: 1,
  holdGains: 2,
  leave: 3,
  move: 4,
  attack: 5,
  pickUp: 6,
  changeAppearance: 7,
  say: 8,
  tame: 9,
  summonPet: 10,
  dismissPet: 11,
  feedPet: 12,
  joinParty: 13,
} as const satisfies Readonly<Record<Command['type'], number>>
const types = new Map(Object.entries(codes).map(([type, code]) => [code as number, type as Command['type']]))

/** Numbers characters in the order in which a log names them, so that each id is written once. */
export interface CharacterNumbers {
  readonly ids: string[]
  readonly numberOf: Map<string, number>
}

export const createCharacterNumbers = (): CharacterNumbers => ({ ids: [], numberOf: new Map() })

/** A command takes seven bytes, but for those that bring a character or a text. */
export function writeCommand(to: ByteWriter, numbers: CharacterNumbers, command: Command): void {
  to.byte(codes[command.type])
  if (command.type === 'enter') return writeEntry(to, numbers, command)
  if (command.type === 'holdGains') return to.byte(command.held ? 1 : 0)
  writeCharacter(to, numbers, command.characterId)
  if (command.type === 'gainExperience') to.int(command.amount)
  else if (command.type === 'joinParty') to.uint(command.party)
  else writePlayerCommand(to, command)
}

/** @throws RangeError for bytes that are no command */
export function readCommand(from: ByteReader, numbers: CharacterNumbers): Command {
  const code = from.byte()
  const type = types.get(code)
  if (type === undefined) throw new RangeError(`There is no command ${code}`)
  if (type === 'enter') return readEntry(from, numbers)
  if (type === 'holdGains') return { type, held: from.byte() === 1 }
  const characterId = readCharacter(from, numbers)
  if (type === 'joinParty') return { type, characterId, party: from.uint() }
  return type === 'gainExperience'
    ? { type, characterId, amount: from.int() }
    : readPlayerCommand(from, type, characterId)
}

function writePlayerCommand(to: ByteWriter, command: PlayerCommand): void {
  switch (command.type) {
    case 'leave':
    case 'dismissPet':
    case 'feedPet':
      return
    case 'move':
      to.int(command.to.x)
      return to.int(command.to.y)
    case 'attack':
    case 'tame':
      return to.int(command.monster)
    case 'pickUp':
      return to.int(command.drop)
    case 'changeAppearance':
      return writeAppearance(to, command.appearance)
    case 'say':
      return to.text(command.text)
    case 'summonPet':
      return to.text(command.petId)
  }
}

function readPlayerCommand(from: ByteReader, type: PlayerCommand['type'], characterId: string): PlayerCommand {
  switch (type) {
    case 'leave':
    case 'dismissPet':
    case 'feedPet':
      return { type, characterId }
    case 'move':
      return { type, characterId, to: { x: from.int(), y: from.int() } }
    case 'attack':
    case 'tame':
      return { type, characterId, monster: from.int() }
    case 'pickUp':
      return { type, characterId, drop: from.int() }
    case 'changeAppearance':
      return { type, characterId, appearance: readAppearance(from) }
    case 'say':
      return { type, characterId, text: from.text() }
    case 'summonPet':
      return { type, characterId, petId: from.text() }
  }
}

function writeCharacter(to: ByteWriter, { ids, numberOf }: CharacterNumbers, id: string): void {
  const number = numberOf.get(id)
  to.uint(number ?? ids.length)
  if (number !== undefined) return
  numberOf.set(id, ids.length)
  ids.push(id)
  to.uuid(id)
}

function readCharacter(from: ByteReader, { ids }: CharacterNumbers): string {
  const number = from.uint()
  const known = ids[number]
  if (known !== undefined) return known
  const id = from.uuid()
  ids.push(id)
  return id
}

type Entry = Extract<Command, { readonly type: 'enter' }>

function writeEntry(to: ByteWriter, numbers: CharacterNumbers, { at, character }: Entry): void {
  const { appearance, characterId, class: characterClass, experience, hp, level, luresUsed, party, pets } = character
  writeCharacter(to, numbers, characterId)
  to.byte(characterClasses.indexOf(characterClass))
  to.uint(level)
  to.uint(experience)
  to.uint(hp === null ? 0 : hp + 1)
  writeAppearance(to, appearance)
  to.uint(luresUsed)
  to.uint(party)
  to.uint(pets.length)
  for (const pet of pets) writePet(to, pet)
  to.byte(at === null ? 0 : 1)
  if (at === null) return
  to.int(at.x)
  to.int(at.y)
}

function readEntry(from: ByteReader, numbers: CharacterNumbers): Entry {
  const characterId = readCharacter(from, numbers)
  const characterClass = classAt(from.byte())
  const [level, experience, hp] = [from.uint(), from.uint(), from.uint()]
  const character: CharacterRecord = {
    characterId,
    class: characterClass,
    level,
    experience,
    hp: hp === 0 ? null : hp - 1,
    appearance: readAppearance(from),
    luresUsed: from.uint(),
    party: from.uint(),
    pets: Array.from({ length: from.uint() }, () => readPet(from)),
  }
  return { type: 'enter', character, at: from.byte() === 0 ? null : { x: from.int(), y: from.int() } }
}

function classAt(index: number): CharacterClass {
  const characterClass = characterClasses[index]
  if (characterClass === undefined) throw new RangeError(`There is no class ${index}`)
  return characterClass
}

function writeAppearance(to: ByteWriter, { hairStyle, hairColor, clothColor }: CharacterRecord['appearance']): void {
  to.uint(hairStyle)
  to.uint(hairColor)
  to.uint(clothColor)
}

const readAppearance = (from: ByteReader): CharacterRecord['appearance'] => ({
  hairStyle: from.uint(),
  hairColor: from.uint(),
  clothColor: from.uint(),
})

function writePet(to: ByteWriter, { petId, kindId, summoned, hunger, intimacy }: PetRecord): void {
  to.uuid(petId)
  to.uuid(kindId)
  to.byte(summoned ? 1 : 0)
  to.uint(hunger)
  to.uint(intimacy)
}

const readPet = (from: ByteReader): PetRecord => ({
  petId: from.uuid(),
  kindId: from.uuid(),
  summoned: from.byte() === 1,
  hunger: from.uint(),
  intimacy: from.uint(),
})
