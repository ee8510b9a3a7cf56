import fc from 'fast-check'
import type { QuestDraft } from '../src/app.js'
import { aDraft } from './quests-app.js'

/** One step of the catalog's history; quests are named by their place in the order of publication. */
export type Step =
  | { readonly kind: 'publish'; readonly draft: Chosen }
  | { readonly kind: 'update'; readonly quest: number; readonly draft: Chosen }
  | { readonly kind: 'retire'; readonly quest: number }
  | { readonly kind: 'repeat' }
  /** The projection dies while it writes, and takes the command with it; the client sends the command again. */
  | { readonly kind: 'crash'; readonly draft: Chosen }
  /** A build without a read model publishes. */
  | { readonly kind: 'olderBuild'; readonly draft: Chosen }
  | { readonly kind: 'read'; readonly crashes: boolean }
  /** A rebuild goes some versions further, or is begun; `end` says how a rebuild under way ends, if it does. */
  | { readonly kind: 'rebuild'; readonly end: 'no' | 'finished' | 'interrupted' | 'killed' }

/** The fields that differ between drafts. */
export interface Chosen {
  readonly name: string
  readonly needs: number | null
  readonly art: string | null
  readonly days: readonly [number, number] | null
  readonly target: number
  readonly translations: readonly {
    readonly locale: 'de' | 'pt' | 'pt-BR'
    readonly name: string | null
    readonly objective: string | null
  }[]
}

const words = fc.stringMatching(/^[A-Za-zäß漢 ]{1,12}$/).filter(one => one.trim() !== '')
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 })

const chosen: fc.Arbitrary<Chosen> = fc.record({
  name: words,
  needs: optional(fc.nat(5)),
  art: optional(fc.constantFrom('quests/a', 'quests/b/c')),
  days: optional(fc.tuple(fc.nat(9), fc.integer({ min: 10, max: 20 }))),
  target: fc.integer({ min: 1, max: 9 }),
  translations: fc
    .uniqueArray(fc.constantFrom('de' as const, 'pt' as const, 'pt-BR' as const))
    .chain(locales =>
      fc.tuple(
        ...locales.map(locale =>
          fc.record({ locale: fc.constant(locale), name: optional(words), objective: optional(words) }),
        ),
      ),
    ),
})

const quest = fc.nat(5)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('publish' as const), draft: chosen }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('update' as const), quest, draft: chosen }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retire' as const), quest }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'repeat' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), draft: chosen }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('olderBuild' as const), draft: chosen }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), crashes: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('rebuild' as const),
      end: fc.constantFrom(
        'no' as const,
        'no' as const,
        'finished' as const,
        'interrupted' as const,
        'killed' as const,
      ),
    }),
  },
)

export const histories = fc.array(step, { minLength: 1, maxLength: 25 })

const day = (number: number) => new Date(Date.UTC(2026, 10, number + 1))

export function draftOf(draft: Chosen, questIds: readonly string[]): QuestDraft {
  const { name, needs, art, days, target, translations } = draft
  const needed = needs === null ? undefined : questIds[needs]
  return aDraft({
    name,
    objectives: [{ description: `Sign in ${target} times`, eventType: 'user.signed_in', target, streak: false }],
    prerequisiteIds: needed === undefined ? [] : [needed],
    art,
    availableFrom: days === null ? null : day(days[0]),
    availableUntil: days === null ? null : day(days[1]),
    translations: translations.map(one => ({ locale: one.locale, name: one.name, objectives: [one.objective] })),
  })
}

/** A command that was accepted. */
export interface Accepted {
  readonly questId: string
  readonly at: Date
  /** Null: the quest was retired. */
  readonly draft: QuestDraft | null
}

/** The expected read model after these commands, computed without the code under test. */
export function expectedListings(accepted: readonly Accepted[]): readonly Record<string, unknown>[] {
  const questIds = [...new Set(accepted.map(({ questId }) => questId))]
  return questIds.map(questId => {
    const own = accepted.filter(one => one.questId === questId)
    const draft = own.findLast(one => one.draft !== null)?.draft ?? aDraft()
    const last = own.at(-1)
    const text = (
      locale: string,
      of: (translation: NonNullable<QuestDraft['translations']>[number]) => string | null | undefined,
    ) => {
      const chain = locale === 'pt-BR' ? ['pt-BR', 'pt'] : [locale]
      const found = chain.map(one => draft.translations?.find(translation => translation.locale === one))
      return found
        .map(one => one && of(one))
        .find(one => typeof one === 'string')
        ?.trim()
    }
    const [objective] = draft.objectives
    const textsIn = (locale: string) => ({
      name: text(locale, one => one.name) ?? draft.name.trim(),
      description: draft.description,
      objectives: [text(locale, one => one.objectives?.[0]) ?? objective?.description],
    })
    const locales = ['en', ...(draft.translations ?? []).map(({ locale }) => locale)]
    return {
      quest_id: questId,
      position: accepted.findIndex(one => one.questId === questId) + 1,
      version: own.length,
      revision: accepted.findLastIndex(one => one.questId === questId) + 1,
      published_at: last?.at.toISOString(),
      retired_at: last?.draft === null ? last.at.toISOString() : null,
      available_from: draft.availableFrom?.toISOString() ?? null,
      available_until: draft.availableUntil?.toISOString() ?? null,
      prerequisite_ids: draft.prerequisiteIds,
      art: draft.art ?? null,
      locale: 'en',
      texts: Object.fromEntries(locales.map(locale => [locale, textsIn(locale)])),
      rules: {
        objectives: [{ eventType: 'user.signed_in', target: objective?.target, streak: false, countEach: null }],
        rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 5 }],
        duplicationLimit: null,
        autoClaim: false,
        reset: 'NEVER',
      },
    }
  })
}
