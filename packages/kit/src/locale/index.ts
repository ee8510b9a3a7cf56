export { fallbackChain, LOCALE_LENGTH_MAX, parseLocale, pickLocale, readLocale } from './locale.js'
export {
  DEFAULT_LOCALE,
  localesOf,
  translate,
  TRANSLATIONS_MAX,
  translationProblems,
  type Translatable,
  type Translation,
} from './translation.js'
