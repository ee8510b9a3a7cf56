import type { InputProblem } from '@waystone/kit/errors'
import { faultOfName } from '@waystone/kit/names'
import { isObscene } from '@waystone/kit/obscene-words'

export const NAME_LENGTH = { min: 3, max: 24 } as const
export const TAG_LENGTH = { min: 2, max: 5 } as const
export const DESCRIPTION_LENGTH_MAX = 500
/** The longest input in UTF-16, for each character that is allowed; a longer one is refused without parsing. */
const UNITS_PER_CHARACTER = 8

/** Letters and digits of any script, in words of single spaces. */
const NAME = /^[\p{L}\p{Nd}]+(?: [\p{L}\p{Nd}]+)*$/u
const TAG = /^[A-Z]+$/

export interface GuildSettings {
  readonly name: string
  readonly nameKey: string
  readonly tag: string
  readonly description: string
  readonly open: boolean
}

interface GuildInput {
  readonly name: string
  readonly tag: string
  readonly description: string
  readonly open: boolean
}

/** The settings in their normal form, or what is wrong with them. */
export function parseGuildInput(input: GuildInput): { settings: GuildSettings } | { problem: InputProblem } {
  const name = isWithin(input.name, NAME_LENGTH.max) ? input.name.normalize('NFC').trim() : ''
  const nameProblem = problemOfName(name)
  if (nameProblem !== null) return { problem: nameProblem }
  const tag = input.tag.toUpperCase()
  if (!isLong(tag, TAG_LENGTH) || !TAG.test(tag)) return { problem: tagForm }
  if (isObscene(tag)) return { problem: { field: 'tag', message: 'A tag is free of obscene words', rule: 'OTHER' } }
  const description = isWithin(input.description, DESCRIPTION_LENGTH_MAX)
    ? input.description.normalize('NFC').trim()
    : null
  const descriptionProblem = problemOfText('description', description, DESCRIPTION_LENGTH_MAX)
  if (description === null || descriptionProblem !== null)
    return { problem: descriptionProblem ?? tooLong('description', DESCRIPTION_LENGTH_MAX) }
  return { settings: { name, nameKey: nameKeyOf(name), tag, description, open: input.open } }
}

/** Equal for names that differ in case only. Upper case first, since it is what joins ß with SS and ς with σ. */
export const nameKeyOf = (name: string): string => name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')

/** The problem of a text that other players read; null for one that may be empty and is sound. */
export function problemOfText(field: string, text: string | null, max: number): InputProblem | null {
  if (text === null || Array.from(text).length > max) return tooLong(field, max)
  // Lines may be parted in a text; nothing else of what steers a terminal belongs there.
  const fault = text === '' ? null : faultOfName(text.replaceAll('\n', ' '))
  if (fault !== null && fault !== 'RESERVED')
    return { field, message: 'The text holds characters that show nothing, or nothing that shows', rule: 'FORMAT' }
  return isObscene(text) ? { field, message: 'The text is free of obscene words', rule: 'OTHER' } : null
}

function problemOfName(name: string): InputProblem | null {
  if (!isLong(name, NAME_LENGTH) || !NAME.test(name)) return nameForm
  const fault = faultOfName(name)
  if (fault === 'RESERVED')
    return {
      field: 'name',
      message: 'This name is reserved for those who run the game, or looks like one that is',
      rule: 'RESERVED',
    }
  if (fault !== null) return nameForm
  return isObscene(name) ? { field: 'name', message: 'A name is free of obscene words', rule: 'OTHER' } : null
}

const nameForm: InputProblem = {
  field: 'name',
  message: `A name has ${NAME_LENGTH.min} to ${NAME_LENGTH.max} letters, digits and single spaces between them`,
  rule: 'LENGTH',
  ...NAME_LENGTH,
}
const tagForm: InputProblem = {
  field: 'tag',
  message: `A tag has ${TAG_LENGTH.min} to ${TAG_LENGTH.max} letters from A to Z`,
  rule: 'LENGTH',
  ...TAG_LENGTH,
}
const tooLong = (field: string, max: number): InputProblem => ({
  field,
  message: `The text has at most ${max} characters`,
  rule: 'LENGTH',
  min: 0,
  max,
})

const isWithin = (text: string, max: number): boolean => text.length <= max * UNITS_PER_CHARACTER
const isLong = (text: string, { min, max }: { min: number; max: number }): boolean => {
  const { length } = Array.from(text)
  return length >= min && length <= max
}
