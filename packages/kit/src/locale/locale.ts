import { RequestFault } from '../errors/index.js'

/** Longer tags are well-formed, but name no language that a game is translated into (RFC 5646, section 4.4.1). */
export const LOCALE_LENGTH_MAX = 35

/** Latin America shares one translation, which no truncation of `es-MX` leads to (CLDR, parentLocales of es-419). */
const LATIN_AMERICA = 'AR BO BR BZ CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV US UY VE'.split(' ')

/**
 * Chains of the tags that are in use; a client may send any number of others, so the map is emptied when it
 * is full.
 */
const CHAINS_MAX = 1_000
const chains = new Map<string, readonly string[]>()

/**
 * A language tag (BCP 47) in its canonical form, without extensions; null for what is none.
 * `pt-br` becomes `pt-BR`, `iw` becomes `he`, `en-US-u-hc-h12` becomes `en-US`.
 */
export function parseLocale(text: string): string | null {
  if (text.length > LOCALE_LENGTH_MAX) return null
  try {
    return new Intl.Locale(text).baseName
  } catch {
    // RangeError is how Intl says that a text is no language tag.
    return null
  }
}

/**
 * The locales that serve a reader of `locale`, best first: the tag itself, then what RFC 4647 (section 3.4)
 * leaves of it by truncation. A language is not fallen back to in another script: `zh-TW` leads to `zh-Hant`,
 * and not to `zh`.
 * @param locale in canonical form
 */
export function fallbackChain(locale: string): readonly string[] {
  const known = chains.get(locale)
  if (known !== undefined) return known
  const made = chainOf(locale)
  if (chains.size >= CHAINS_MAX) chains.clear()
  chains.set(locale, made)
  return made
}

/** The first locale of the chain that there is; null where there is none, or nothing is asked for. */
export const pickLocale = (asked: string | null, has: (locale: string) => boolean): string | null =>
  asked === null ? null : (fallbackChain(asked).find(has) ?? null)

function chainOf(locale: string): readonly string[] {
  const { language, region } = new Intl.Locale(locale)
  const script = scriptOf(locale)
  const regional = region === undefined ? [] : [`${language}-${script}-${region}`, `${language}-${region}`]
  const shared = language === 'es' && region !== undefined && LATIN_AMERICA.includes(region) ? ['es-419'] : []
  const shorter = [...regional, ...shared, `${language}-${script}`, language].filter(tag => scriptOf(tag) === script)
  return [...new Set([locale, ...shorter])]
}

/** The script that a language is written in, where its tag does not say (CLDR, likely subtags). */
const scriptOf = (locale: string): string => new Intl.Locale(locale).maximize().script ?? 'Zyyy'

/**
 * The argument `locale` of a field; null where it was left out.
 * @throws RequestFault BAD_USER_INPUT for what is no language tag
 */
export function readLocale(argument: string | null | undefined): string | null {
  if (argument === undefined || argument === null) return null
  const locale = parseLocale(argument)
  if (locale !== null) return locale
  throw new RequestFault('BAD_USER_INPUT', '"locale" must be a language tag of BCP 47, such as en or pt-BR')
}
