const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
/** Codes that have a name, and are no country of ISO 3166-1: the server refuses them. */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '))

export interface CountryOption {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  readonly name: string
}

/** The countries in the player's language, by their names. */
export function countryOptions(language: string): readonly CountryOption[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const codes = LETTERS.flatMap(first => LETTERS.map(second => first + second))
  return codes
    .flatMap(code => {
      const name = NO_COUNTRIES.has(code) || !isPresent(code) ? undefined : names.of(code)
      return name === undefined ? [] : [{ code, name }]
    })
    .toSorted((one, other) => one.name.localeCompare(other.name, language))
}

/** A code that was withdrawn is an alias of another one. */
const isPresent = (code: string): boolean => new Intl.Locale('und', { region: code }).region === code

/** The name of a country; its code where there is no name. */
export const countryName = (code: string, language: string): string =>
  new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
