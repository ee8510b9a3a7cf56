import type { InputProblem } from '@waystone/kit/errors'
import { LOCALE_LENGTH_MAX, parseLocale } from '@waystone/kit/locale'
import { notificationKinds, type NotificationKind } from './notification.js'
import type { QuietHours } from './quiet-hours.js'

/** How a user is told of a kind. */
export interface KindSetting {
  readonly kind: NotificationKind
  /** In the list, and live. */
  readonly inGame: boolean
  readonly push: boolean
}

/** The kinds that a user has set, by kind. */
export type KindSettings = Readonly<Partial<Record<NotificationKind, Pick<KindSetting, 'inGame' | 'push'>>>>

/** How a user is told: in which language, when, and of which kinds. */
export interface Settings {
  readonly language: string
  /** Null: not known yet. */
  readonly timeZone: string | null
  readonly quietHours: QuietHours | null
  readonly kinds: KindSettings
}

/** Of users who have set nothing. */
export const defaultSettings: Settings = { language: 'en', timeZone: null, quietHours: null, kinds: {} }

/**
 * A kind that is told everywhere and at once, whatever the user has set: whoever has taken over an account would turn
 * the warnings off first.
 */
export const isAlwaysTold = (kind: NotificationKind): boolean => kind === 'SECURITY'

/** Until the user sets it otherwise, everything is told everywhere. */
export const settingOf = (kinds: KindSettings, kind: NotificationKind): KindSetting => ({
  inGame: true,
  push: true,
  ...(!isAlwaysTold(kind) && kinds[kind]),
  kind,
})

export const allKinds = (kinds: KindSettings): readonly KindSetting[] =>
  notificationKinds.map(kind => settingOf(kinds, kind))

/** A change of settings; undefined stays, and null quiet hours end them. */
export interface SettingsChange {
  readonly language?: string | undefined
  readonly quietHours?: QuietHours | null | undefined
  readonly kinds?: readonly KindSetting[] | undefined
}

const HOUR_MAX = 23

/** The first problem of a change; null where it is sound. */
export function problemOfChange({ language, quietHours, kinds = [] }: SettingsChange): InputProblem | null {
  if (language !== undefined && parseLocale(language) === null) {
    const max = LOCALE_LENGTH_MAX
    const message = `Expected a language tag, such as en or pt-BR, of at most ${max} characters`
    return { field: 'language', message, rule: 'FORMAT', max }
  }
  const hours = quietHours ?? null
  return (hours === null ? null : problemOfHours(hours)) ?? problemOfKinds(kinds)
}

function problemOfHours(hours: QuietHours): InputProblem | null {
  for (const name of ['from', 'to'] as const) {
    const hour = hours[name]
    if (hour < 0 || hour > HOUR_MAX) {
      const [min, max, actual] = [0, HOUR_MAX, hour]
      return {
        field: `quietHours.${name}`,
        message: `Expected an hour from ${min} to ${max}, not ${actual}`,
        rule: 'RANGE',
        min,
        max,
        actual,
      }
    }
  }
  return hours.from === hours.to
    ? { field: 'quietHours.to', message: 'Expected another hour than the one that they begin with' }
    : null
}

function problemOfKinds(kinds: readonly KindSetting[]): InputProblem | null {
  const index = kinds.findIndex(({ kind }, at) => kinds.findIndex(other => other.kind === kind) < at)
  if (index >= 0)
    return { field: `kinds[${index}].kind`, message: 'Expected another kind than those before it', rule: 'USED' }
  const silenced = kinds.findIndex(({ kind, inGame, push }) => isAlwaysTold(kind) && !(inGame && push))
  return silenced < 0
    ? null
    : { field: `kinds[${silenced}].kind`, message: 'News of the security of the account cannot be turned off' }
}

/** The settings after a sound change. */
export const withChange = (settings: Settings, { language, quietHours, kinds = [] }: SettingsChange): Settings => ({
  ...settings,
  language: language === undefined ? settings.language : (parseLocale(language) ?? settings.language),
  quietHours: quietHours === undefined ? settings.quietHours : quietHours,
  kinds: {
    ...settings.kinds,
    ...Object.fromEntries(kinds.map(({ kind, inGame, push }) => [kind, { inGame, push }])),
  },
})
