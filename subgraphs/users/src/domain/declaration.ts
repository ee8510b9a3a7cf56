import type { Jurisdictions, Law, Player } from '@waystone/jurisdictions'
import type { CalendarMonth } from './calendar-month.js'

const DAY_SECONDS = 86_400
export const COUNTRY_CHANGE_DELAY_SECONDS = 30 * DAY_SECONDS
export const COUNTRY_CHANGE_DELAY_MAX_SECONDS = 365 * DAY_SECONDS

/** The declarations of a player for the rules of countries. Nothing of it is verified. */
export interface Declaration {
  /** The country whose rules hold from `countryFrom` on; null while none was declared. */
  readonly country: string | null
  /** Null where it was declared at the sign-up. */
  readonly countryFrom: Date | null
  /** The country before that; null where none was known. */
  readonly formerCountry: string | null
  /** A change that has not taken effect when it was written. */
  readonly next: { readonly country: string; readonly from: Date } | null
  /** As 2010-03-31. */
  readonly birthDate: string | null
}

export type ConsentGiver = 'PARENT' | 'PLAYER'

/** A consent that is in force. */
export interface Consent {
  readonly givenBy: ConsentGiver
  readonly wording: string
  readonly givenAt: Date
}

export const nothingDeclared: Declaration = {
  country: null,
  countryFrom: null,
  formerCountry: null,
  next: null,
  birthDate: null,
}

/** The declaration as it stands now: a change whose time has come has taken effect. */
export function declarationAt(declaration: Declaration, now: Date): Declaration {
  const { country, next } = declaration
  if (next === null || next.from > now) return declaration
  return { ...declaration, country: next.country, countryFrom: next.from, formerCountry: country, next: null }
}

interface Choice {
  readonly country: string
  readonly now: Date
  /** When a change takes effect: where a month begins, so that each month has one country. */
  readonly changeFrom: Date
}

/**
 * Declares a country: the first one holds at once, another one later. Declaring the present one again takes a change
 * back; declaring the coming one again leaves its time.
 */
export function declareCountry(before: Declaration, { country, now, changeFrom }: Choice): Declaration {
  const declaration = declarationAt(before, now)
  if (declaration.country === null) return { ...declaration, country, countryFrom: now, formerCountry: null }
  if (declaration.country === country) return { ...declaration, next: null }
  if (declaration.next?.country === country) return declaration
  return { ...declaration, next: { country, from: changeFrom } }
}

/** Sets a country at once, as support does. */
export function correctCountry(before: Declaration, { country, now }: Omit<Choice, 'changeFrom'>): Declaration {
  const declaration = declarationAt(before, now)
  if (declaration.country === country) return { ...declaration, next: null }
  return { ...declaration, country, countryFrom: now, formerCountry: declaration.country, next: null }
}

/**
 * Countries that a month has had: the present one, and the one before where it changed within the month. A month that
 * had ended before the change has had the one before alone.
 */
export function countriesOfMonth(
  declaration: Declaration,
  month: Pick<CalendarMonth, 'start' | 'end'>,
): (string | null)[] {
  const { country, countryFrom, formerCountry } = declaration
  if (countryFrom === null || countryFrom <= month.start) return [country]
  return countryFrom >= month.end ? [formerCountry] : [country, formerCountry]
}

/** The law of the present country, and the player as it judges. */
export function underLaw(
  jurisdictions: Jurisdictions,
  { country, birthDate }: Pick<Declaration, 'country' | 'birthDate'>,
  consents: readonly Pick<Consent, 'givenBy' | 'wording'>[],
): { readonly law: Law; readonly player: Player } {
  const law = jurisdictions.lawIn(country)
  const isToPresentWording = (consent: Pick<Consent, 'givenBy' | 'wording'>) =>
    consent.givenBy === 'PARENT' && consent.wording === law.consentWording
  return { law, player: { country, birthDate, consentWording: consents.find(isToPresentWording)?.wording ?? null } }
}
