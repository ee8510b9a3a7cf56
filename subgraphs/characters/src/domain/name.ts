export const NAME_LENGTH_MIN = 2
export const NAME_LENGTH_MAX = 24

/** Letters and digits of any script, counted as code points of the normal form. */
const NAME = new RegExp(`^[\\p{L}\\p{Nd}]{${NAME_LENGTH_MIN},${NAME_LENGTH_MAX}}$`, 'u')
/** The maximum length of a name in UTF-16 before normalising; a longer input is refused without parsing. */
const INPUT_LENGTH_MAX = NAME_LENGTH_MAX * 8

/** The name in its normal form (NFC), so that what looks equal is equal; null when it is not a name. */
export function parseName(input: string): string | null {
  if (input.length > INPUT_LENGTH_MAX) return null
  const name = input.normalize('NFC')
  return NAME.test(name) ? name : null
}

/** Equal for names that differ in case only. Upper case first, since it is what joins ß with SS and ς with σ. */
export const nameKey = (name: string): string => name.toUpperCase().toLowerCase().normalize('NFC')
