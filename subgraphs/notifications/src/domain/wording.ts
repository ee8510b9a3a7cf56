import { fallbackChain } from '@waystone/kit/locale'
import { IntlMessageFormat } from 'intl-messageformat'
import { isOfSending, type Notification, type Words } from './notification.js'

/** The texts of one language, as ICU messages. */
interface LanguageTexts {
  /** Of rewards by kind or currency, with `amount`; SOMEONE stands in for a name that is not known. */
  readonly words: Readonly<Record<string, string>>
  /** By kind, or by kind and event such as `GUILD.guild.kicked`, which comes first. */
  readonly templates: Readonly<Record<string, { readonly title: string; readonly body: string }>>
}

/** Texts by language. */
export type Texts = ReadonlyMap<string, LanguageTexts>

/** The inputs of a notification's words besides its data. */
export interface Wording {
  /** The language of the user's settings. */
  readonly language: string
  /** Of a mail or an announcement. */
  readonly sending: { readonly sender: string | null; readonly title: string; readonly body: string } | null
  /** Names of users by id. */
  readonly names: ReadonlyMap<string, string>
}

/** The language at the end of every chain: it has all texts. */
const LAST = 'en'

/** Makes the words of a notification, along the fallback chain of the user's language. */
export function wordsOf(
  texts: Texts,
  { kind, data }: Pick<Notification, 'kind' | 'data'>,
  { language, sending, names }: Wording,
): Words {
  // The data of a sending is the administrator's, and none of the words'.
  const told = isOfSending(kind) ? {} : data
  const event = typeof told['event'] === 'string' ? `${kind}.${told['event']}` : kind
  const [locale, template] =
    find(texts, language, ({ templates }) => templates[event]) ??
    find(texts, language, ({ templates }) => templates[kind]) ??
    missing(kind)
  const say = (text: string, values: Values = {}) => format(text, locale, values)
  const someone = say(wordOf(texts, locale, 'SOMEONE'))
  const values: Values = {
    ...Object.fromEntries(
      Object.entries(told).flatMap(([key, value]): [string, string | number][] => {
        if (typeof value === 'number') return [[key, value]]
        return typeof value === 'string' ? [[key, plainText(value)]] : []
      }),
    ),
    name: plainText(names.get(idIn({ kind, data }) ?? '') ?? someone),
    rewards: rewardText(texts, locale, told['rewards']),
    subject: sending?.title ?? '',
    body: sending?.body ?? '',
    from: sending?.sender ?? '',
  }
  return { title: say(template.title, values), body: say(template.body, values) }
}

/** The user whom the data names besides the one who is told; null for none. */
export function idIn({ kind, data }: Pick<Notification, 'kind' | 'data'>): string | null {
  if (isOfSending(kind)) return null
  const id = data['fromUserId'] ?? data['friendId'] ?? data['opponentId']
  return typeof id === 'string' ? id : null
}

type Values = Readonly<Record<string, string | number>>

/**
 * A name that users have chosen, as one line of text: without control characters, and without those that turn the
 * direction of the words around it.
 */
const plainText = (text: string): string =>
  text.replaceAll(/[\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')

function find<Found>(
  texts: Texts,
  language: string,
  of: (one: LanguageTexts) => Found | undefined,
): readonly [string, Found] | null {
  for (const locale of [...fallbackChain(language), LAST]) {
    const one = texts.get(locale)
    const found = one === undefined ? undefined : of(one)
    if (found !== undefined) return [locale, found]
  }
  return null
}

const missing = (what: string): never => {
  throw new Error(`Expected a text for ${what} in ${LAST}`)
}

const wordOf = (texts: Texts, locale: string, word: string): string =>
  (find(texts, locale, ({ words }) => words[word]) ?? missing(word))[1]

/** As events carry it. */
interface SomeReward {
  readonly kind: string
  readonly currency?: string
  readonly amount?: number
  readonly quantity?: number
}

function rewardText(texts: Texts, locale: string, rewards: unknown): string {
  if (!Array.isArray(rewards)) return ''
  const parts = (rewards as readonly SomeReward[]).map(({ kind, currency, amount, quantity }) =>
    format(wordOf(texts, locale, currency ?? kind), locale, { amount: amount ?? quantity ?? 1 }),
  )
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts)
}

/** There are as many as languages have texts, so none is ever given up. */
const parsed = new Map<string, IntlMessageFormat>()

function format(text: string, locale: string, values: Values): string {
  const key = `${locale} ${text}`
  const message = parsed.get(key) ?? new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
  parsed.set(key, message)
  return String(message.format({ ...values }))
}
