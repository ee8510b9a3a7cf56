import type { Permission } from './rule-file.js'

export type BarRule = 'FORBIDDEN' | 'ADULTS_ONLY' | 'CONSENT_NEEDED' | 'ODDS_NOT_NAMED'

/** The reason for which a law keeps a player from something. */
export interface Bar {
  readonly rule: BarRule
  /** The country whose law it is; null where none is known. */
  readonly country: string | null
  /** ADULTS_ONLY: the age from which on it is allowed. CONSENT_NEEDED: from which on without consent. */
  readonly minimumAge: number | null
  readonly isAgeKnown: boolean
}

/** The declarations of a player. */
export interface Player {
  readonly country: string | null
  /** As 2010-03-31; null where it is not known. */
  readonly birthDate: string | null
  /** The wording of the consent that a parent has given, and not taken back. */
  readonly consentWording: string | null
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** Returns whether a text is a day of the calendar, as 2010-03-31. */
export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`)
  return DAY.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}

/**
 * The last birth date of those who have an age on a day. Where it would be 29 February of a year without it, it is the
 * day before: who is born on 29 February is a year older on 1 March then.
 */
export function bornBy(age: number, today: string): string {
  const [year = ''] = today.split('-')
  const day = `${String(Number(year) - age).padStart(4, '0')}${today.slice(year.length)}`
  return isDay(day) ? day : day.replace(/-29$/, '-28')
}

/** The rule that a permission is, and the age that it names; null where everybody may. */
export function conditionOf(permission: Permission): { readonly rule: BarRule; readonly age: number | null } | null {
  if (permission === 'allowed') return null
  if (permission === 'forbidden') return { rule: 'FORBIDDEN', age: null }
  return 'adultsOnly' in permission
    ? { rule: 'ADULTS_ONLY', age: permission.adultsOnly }
    : { rule: 'CONSENT_NEEDED', age: permission.withConsent }
}

/** Says why a permission keeps a player from something on a day of UTC; null where it does not. */
export function barOf(
  permission: Permission,
  player: Player,
  { wording, today }: { readonly wording: string | null; readonly today: string },
): Bar | null {
  const condition = conditionOf(permission)
  if (condition === null) return null
  const { rule, age: minimumAge } = condition
  const { country, birthDate, consentWording } = player
  const isOldEnough = minimumAge !== null && birthDate !== null && birthDate <= bornBy(minimumAge, today)
  const isConsented = rule === 'CONSENT_NEEDED' && consentWording !== null && consentWording === wording
  return isOldEnough || isConsented ? null : { rule, country, minimumAge, isAgeKnown: birthDate !== null }
}
