import { randomUUID } from 'node:crypto'
import { isCountry, isDay } from '@waystone/jurisdictions'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { monthInForce } from '../domain/calendar-month.js'
import {
  correctCountry,
  declarationAt,
  declareCountry as declareInDomain,
  nothingDeclared,
  type ConsentGiver,
  type Declaration,
} from '../domain/declaration.js'
import { keptText, problemOfText, REASON_LENGTH } from '../domain/operator-input.js'
import type { Problem } from '../domain/profile.js'
import { utcDayOf } from '../domain/utc-day.js'
import { invalidInput, userNotFound } from '../errors.js'
import { findDeclaration, insertConsent, saveDeclaration, withdrawConsents } from '../repositories/declaration.js'
import { lockAccount, lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

const WORDING_LENGTH = { min: 1, max: 100 } as const
/** Consents of each giver that a player has on record, in force or taken back: all stay until the account goes. */
const CONSENTS_PER_GIVER_MAX = 50
const FIRST_BIRTH_DATE = '1900-01-01'

export const problemOfCountry = (country: string, field = 'country'): Problem =>
  isCountry(country)
    ? null
    : { field, message: 'A country is the code of one, two capital letters such as FR', rule: 'UNKNOWN' }

const problemOfBirthDate = (birthDate: string, now: Date, field = 'birthDate'): Problem =>
  isDay(birthDate) && birthDate >= FIRST_BIRTH_DATE && birthDate <= utcDayOf(now)
    ? null
    : { field, message: 'A birth date is a day of the calendar that is not to come, as YYYY-MM-DD', rule: 'FORMAT' }

/** The country of a new account: it holds from the beginning. */
export const declareAtSignUp = async (tx: Queryable, userId: string, country: string | null): Promise<void> => {
  if (country !== null) await saveDeclaration(tx, userId, { ...nothingDeclared, country })
}

/**
 * Declares a country: the first at once, another one after the delay, where a month begins. The present country takes a
 * change back.
 */
export async function declareCountry(needs: Needs, { userId, country }: { userId: string; country: string }) {
  const problem = problemOfCountry(country)
  if (problem !== null) return invalidInput(problem)
  return await withTransaction(needs.pool, async tx => {
    const standing = await lockOwnAccount(needs, tx, userId)
    const now = needs.clock.now()
    const earliest = new Date(now.getTime() + needs.settings.countryChangeDelayMs)
    const changeFrom = monthInForce(standing.zone, earliest).end
    await change(tx, userId, before => declareInDomain(before, { country, now, changeFrom }))
    return { id: userId }
  })
}

/** Takes a change of the country back that has not taken effect. */
export const cancelCountryChange = (needs: Needs, { userId }: { userId: string }) =>
  withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    const now = needs.clock.now()
    await change(tx, userId, before => ({ ...declarationAt(before, now), next: null }))
    return { id: userId }
  })

/** Declares the birth date, once: only support changes it. */
export async function declareBirthDate(needs: Needs, { userId, birthDate }: { userId: string; birthDate: string }) {
  const problem = problemOfBirthDate(birthDate, needs.clock.now())
  if (problem !== null) return invalidInput(problem)
  return await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    const before = await findDeclaration(tx, userId)
    if (before.birthDate !== null && before.birthDate !== birthDate)
      return invalidInput({
        field: 'birthDate',
        message: 'The birth date was declared before; support can correct it',
        rule: 'OTHER',
      })
    await saveDeclaration(tx, userId, { ...before, birthDate })
    return { id: userId }
  })
}

interface GivenConsent {
  readonly givenBy: ConsentGiver
  readonly wording: string
}

/** Keeps a consent with its time and the version of its wording. A repeat changes nothing. */
export async function giveConsent(needs: Needs, { userId, input }: { userId: string; input: GivenConsent }) {
  const problem = problemOfText('wording', input.wording, WORDING_LENGTH)
  if (problem !== null) return invalidInput(problem)
  const wording = keptText(input.wording)
  return await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    const now = needs.clock.now()
    const { consentWording } = needs.jurisdictions.lawIn(declarationAt(await findDeclaration(tx, userId), now).country)
    if (input.givenBy === 'PARENT' && wording !== consentWording)
      return invalidInput({
        field: 'wording',
        message:
          consentWording === null
            ? 'The rules of the country ask for no consent of a parent'
            : 'A parent consents to the present wording of the country',
        rule: 'ONE_OF',
        allowed: consentWording === null ? [] : [consentWording],
      })
    const consent = { id: randomUUID(), userId, givenBy: input.givenBy, wording, givenAt: now }
    if (await insertConsent(tx, { consent, max: CONSENTS_PER_GIVER_MAX })) return { id: userId }
    return invalidInput({
      field: 'givenBy',
      message: `A giver has at most ${CONSENTS_PER_GIVER_MAX} consents on record, and they stay there when they are taken back`,
      rule: 'COUNT',
      max: CONSENTS_PER_GIVER_MAX,
    })
  })
}

export const withdrawConsent = (needs: Needs, { userId, givenBy }: { userId: string; givenBy: ConsentGiver }) =>
  withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    await withdrawConsents(tx, { userId, givenBy, at: needs.clock.now() })
    return { id: userId }
  })

interface Correction {
  readonly country?: string | null | undefined
  readonly birthDate?: string | null | undefined
  readonly withdrawsConsents?: boolean | null | undefined
}

/**
 * Corrects what a player has declared, at once. The action names the fields and not their values: actions are never
 * erased.
 */
export async function correctDeclaration(
  needs: Needs,
  asked: { userId: string | null; input: Correction; reason: string; actor: string },
) {
  const { userId, actor, input } = asked
  const country = input.country ?? null
  const birthDate = input.birthDate ?? null
  const problem =
    problemOfText('reason', asked.reason, REASON_LENGTH) ??
    (country === null ? null : problemOfCountry(country, 'input.country')) ??
    (birthDate === null ? null : problemOfBirthDate(birthDate, needs.clock.now(), 'input.birthDate'))
  if (problem !== null) return invalidInput(problem)
  if (userId === null) return userNotFound()
  return await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null || standing.standing === 'DELETED') return userNotFound()
    const now = needs.clock.now()
    await change(tx, userId, before => ({
      ...(country === null ? before : correctCountry(before, { country, now })),
      birthDate: birthDate ?? before.birthDate,
    }))
    if (input.withdrawsConsents === true) await withdrawConsents(tx, { userId, givenBy: null, at: now })
    const fields = [
      ...(country === null ? [] : ['country']),
      ...(birthDate === null ? [] : ['birthDate']),
      ...(input.withdrawsConsents === true ? ['consents'] : []),
    ]
    const reason = keptText(asked.reason)
    await recordAdminAction(tx, { at: now, actor, action: 'DECLARATION_CORRECTED', userId, reason, data: { fields } })
    return { id: userId }
  })
}

/** The caller has locked the user. */
const change = async (tx: Queryable, userId: string, to: (before: Declaration) => Declaration): Promise<void> =>
  await saveDeclaration(tx, userId, to(await findDeclaration(tx, userId)))

/** The country whose rules hold for a player now. */
export async function findCountry(needs: Needs, { userId }: { userId: string }) {
  return { country: declarationAt(await findDeclaration(needs.pool, userId), needs.clock.now()).country }
}
