import type { InputProblem } from '@waystone/kit/errors'
import { faultOfName, normalName } from '@waystone/kit/names'
import { isObscene } from '@waystone/kit/obscene-words'

/** A monster that a character has tamed, as it is saved. */
export interface Pet {
  readonly id: string
  readonly characterId: string
  readonly kindId: string
  readonly name: string
  /** Both from 0 to 100. */
  readonly hunger: number
  readonly intimacy: number
  /** True for one that walks with its owner whenever the owner is in the world. */
  readonly summoned: boolean
  readonly tamedAt: Date
}

const PET_NAME_LENGTH_MIN = 1
const PET_NAME_LENGTH_MAX = 24
/** The maximum length of a name in UTF-16 before normalising; a longer input is refused without parsing. */
const INPUT_LENGTH_MAX = PET_NAME_LENGTH_MAX * 8

/** The name of a pet in its normal form, or why it is none. */
export function parsePetName(text: string): string | InputProblem {
  if (text.length > INPUT_LENGTH_MAX) return lengthProblem
  const name = normalName(text)
  const { length } = Array.from(name)
  if (length < PET_NAME_LENGTH_MIN || length > PET_NAME_LENGTH_MAX) return lengthProblem
  const fault = faultOfName(name)
  if (fault === 'RESERVED') return reservedName
  if (fault !== null) return invisibleName
  return isObscene(name) ? obsceneName : name
}

const field = 'name'
const lengthProblem: InputProblem = {
  field,
  message: `The name of a pet has ${PET_NAME_LENGTH_MIN} to ${PET_NAME_LENGTH_MAX} characters`,
  rule: 'LENGTH',
  min: PET_NAME_LENGTH_MIN,
  max: PET_NAME_LENGTH_MAX,
}
const invisibleName: InputProblem = {
  field,
  message: 'The name of a pet consists of characters that can be seen',
  rule: 'FORMAT',
}
const reservedName: InputProblem = {
  field,
  message: 'This name is reserved for those who run the game, or looks like one that is',
  rule: 'RESERVED',
}
const obsceneName: InputProblem = { field, message: 'This name holds an obscene word', rule: 'OTHER' }
