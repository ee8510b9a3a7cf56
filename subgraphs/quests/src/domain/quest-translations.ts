import { DEFAULT_LOCALE, localesOf, translate, translationProblems } from '@waystone/kit/locale'
import {
  DESCRIPTION_LENGTH_MAX,
  NAME_LENGTH_MAX,
  OBJECTIVE_DESCRIPTION_LENGTH_MAX,
  textProblems,
  type Problem,
} from './problems.js'
import type { QuestDefinition, QuestTranslation } from './quest.js'

/** A translation as an administrator sends it. */
export interface QuestTranslationDraft {
  readonly locale: string
  readonly name?: string | null
  readonly description?: string | null
  readonly objectives?: readonly (string | null)[] | null
}

/** The languages of a draft. */
interface LocalizedDraft {
  readonly locale?: string | null
  readonly translations?: readonly QuestTranslationDraft[] | null
  readonly objectives: readonly unknown[]
}

/** The problems of a draft's languages: their tags, and the texts by the rules of those that they translate. */
export function localeProblems(draft: LocalizedDraft): Problem[] {
  const problems = translationProblems(draft)
  // Too many translations are one problem, and not one for each of their texts.
  if (problems.some(({ field }) => field === 'translations')) return problems
  const translations = draft.translations ?? []
  return [...problems, ...translations.flatMap((translation, index) => problemsOfTexts(translation, { draft, index }))]
}

function problemsOfTexts(translation: QuestTranslationDraft, of: { draft: LocalizedDraft; index: number }): Problem[] {
  const { name, description, objectives } = translation
  const field = `translations[${of.index}]`
  const isComplete = objectives === undefined || objectives === null || objectives.length === of.draft.objectives.length
  return [
    ...optionalText(`${field}.name`, name, NAME_LENGTH_MAX),
    ...optionalText(`${field}.description`, description, DESCRIPTION_LENGTH_MAX),
    ...(isComplete
      ? (objectives ?? []).flatMap((text, at) =>
          optionalText(`${field}.objectives[${at}]`, text, OBJECTIVE_DESCRIPTION_LENGTH_MAX),
        )
      : [
          {
            field: `${field}.objectives`,
            message: 'must have an entry for each of the objectives',
            ...countOf(of.draft),
          },
        ]),
  ]
}

const countOf = ({ objectives: { length } }: LocalizedDraft) => ({ rule: 'COUNT' as const, min: length, max: length })

const optionalText = (field: string, text: string | null | undefined, maxLength: number): Problem[] =>
  text === undefined || text === null ? [] : textProblems(field, text, maxLength)

/** The translations of a draft without problems, without what they leave out. */
export const translationsOf = (drafts: readonly QuestTranslationDraft[]): readonly QuestTranslation[] =>
  drafts.map(({ locale, name, description, objectives }) => ({
    locale,
    ...(typeof name === 'string' && { name: name.trim() }),
    ...(typeof description === 'string' && { description: description.trim() }),
    ...(objectives?.some(text => text !== null) && { objectives: objectives.map(text => text?.trim() ?? null) }),
  }))

/** All texts of a quest in one language. */
export interface QuestTexts {
  readonly name: string
  readonly description: string
  /** One for each objective, in their order. */
  readonly objectives: readonly string[]
}

/** The texts of a definition by language, each complete: missing texts come from the fallback chain. */
export function textsByLocale(definition: QuestDefinition): Readonly<Record<string, QuestTexts>> {
  return Object.fromEntries(
    localesOf(definition).map(locale => [
      locale,
      {
        name: translate(definition, 'name', locale),
        description: translate(definition, 'description', locale),
        objectives: definition.objectives.map((_, index) => objectiveText(definition, index, locale)),
      },
    ]),
  )
}

/** The description of an objective, translated to the locale `asked` where a translation exists. */
export function objectiveText(definition: QuestDefinition, index: number, asked: string | null): string {
  const { locale = DEFAULT_LOCALE, translations = [], objectives } = definition
  const texts = translations.map(one => ({ locale: one.locale, text: one.objectives?.[index] }))
  return translate({ text: objectives[index]?.description ?? '', locale, translations: texts }, 'text', asked)
}
