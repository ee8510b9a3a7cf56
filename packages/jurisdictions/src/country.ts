/** Codes that CLDR names beside those of countries: unions, groups, reserved and made-up ones. */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '))
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Returns whether a text is the ISO 3166-1 alpha-2 code of a country, in capital letters. */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.has(code)) return false
  // A code that was withdrawn, such as SU, is canonicalised to another one.
  return names.of(code) !== undefined && new Intl.Locale('und', { region: code }).region === code
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')

/** Every country. */
export const countries: readonly string[] = LETTERS.flatMap(first =>
  LETTERS.flatMap(second => (isCountry(first + second) ? [first + second] : [])),
)
