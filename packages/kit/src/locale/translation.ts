import type { InputProblem } from '../errors/index.js'
import { fallbackChain, LOCALE_LENGTH_MAX, parseLocale } from './locale.js'

/** The language of content that does not name its own. */
export const DEFAULT_LOCALE = 'en'
/** Translations of one object. */
export const TRANSLATIONS_MAX = 40

/** The texts of an object in one language; a text that is missing falls back by itself. */
export type Translation<Field extends string> = { readonly locale: string } & {
  readonly [F in Field]?: string | null | undefined
}

/** Content whose texts are written in one language, and translated into others. */
export type Translatable<Field extends string> = { readonly [F in Field]: string } & {
  /** Of the texts; DEFAULT_LOCALE where content does not say. */
  readonly locale?: string | null | undefined
  readonly translations?: readonly Translation<Field>[] | null | undefined
}

/** One text as a reader of `asked` finds it: along the fallback chain, and at its end the text as it was written. */
export function translate<Field extends string>(of: Translatable<Field>, field: Field, asked: string | null): string {
  if (asked === null) return of[field]
  const written = of.locale ?? DEFAULT_LOCALE
  for (const locale of fallbackChain(asked)) {
    if (locale === written) return of[field]
    const translation = of.translations?.find(one => one.locale === locale)
    const text = translation?.[field]
    if (typeof text === 'string') return text
  }
  return of[field]
}

/** The languages of content, independent of its text fields. */
interface Localized {
  readonly locale?: string | null | undefined
  readonly translations?: readonly { readonly locale: string }[] | null | undefined
}

/** The languages that an object has texts in, the one that it was written in first. */
export const localesOf = (of: Localized): readonly string[] => [
  of.locale ?? DEFAULT_LOCALE,
  ...(of.translations ?? []).map(({ locale }) => locale),
]

/**
 * The problems of the locales of content; texts are for its own rules to judge. `field` is a path from the
 * content on. Nothing of what was sent is repeated.
 */
export function translationProblems(of: Localized): InputProblem[] {
  const { translations } = of
  const written = of.locale ?? DEFAULT_LOCALE
  const own = isCanonical(written) ? [] : [noLocale('locale')]
  if (translations === undefined || translations === null) return own
  const [max, actual] = [TRANSLATIONS_MAX, translations.length]
  if (actual > max) {
    const message = `must have at most ${max} entries, not ${actual}`
    return [...own, { field: 'translations', message, rule: 'COUNT', max, actual }]
  }
  const seen = new Set([written])
  const problems = translations.flatMap(({ locale }, index): InputProblem[] => {
    const field = `translations[${index}].locale`
    if (!isCanonical(locale)) return [noLocale(field)]
    if (seen.has(locale)) return [{ field, message: 'must be another language than those before it', rule: 'USED' }]
    seen.add(locale)
    return []
  })
  return [...own, ...problems]
}

function noLocale(field: string): InputProblem {
  const max = LOCALE_LENGTH_MAX
  const message = `must be a language tag (BCP 47) in its usual form, such as en or pt-BR, of at most ${max} characters`
  return { field, message, rule: 'FORMAT', max }
}

/** Content is looked up by its tags as they are written, so each language has one way to write it. */
const isCanonical = (locale: string): boolean => parseLocale(locale) === locale
