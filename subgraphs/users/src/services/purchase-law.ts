import { barOf } from '@waystone/jurisdictions'
import type { ZoneChoice } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { monthInForce, zoneOfMonths, type CalendarMonth } from '../domain/calendar-month.js'
import { declarationAt, underLaw, type Declaration } from '../domain/declaration.js'
import { capsOf, dayAround, exceededCap, type PurchaseCap } from '../domain/purchase-cap.js'
import type { Purchase, PurchaseStatus } from '../domain/purchase.js'
import { utcDayOf } from '../domain/utc-day.js'
import { purchaseBarred, purchaseCapReached } from '../errors.js'
import { findDeclaration, findParentConsents, type Declared } from '../repositories/declaration.js'
import { sumSpentOf } from '../repositories/purchase.js'
import type { Needs } from './needs.js'

interface Priced {
  readonly priceCents: number
  readonly priceCurrency: string
}

/**
 * Refuses a purchase that the law of the player's country forbids to this player, or that would exceed a cap. The
 * caller has locked the user, so that no two purchases fit into the same room.
 */
export async function refusalByLaw(
  needs: Needs,
  tx: Queryable,
  { userId, pack, zone, at }: { userId: string; pack: Priced; zone: ZoneChoice; at: Date },
) {
  const declaration = declarationAt(await findDeclaration(tx, userId), at)
  const { consentWording: wording } = needs.jurisdictions.lawIn(declaration.country)
  const consents = wording === null ? [] : await findParentConsents(tx, { userId, wording })
  const { law, player } = underLaw(needs.jurisdictions, declaration, consents)
  const bar = barOf(law.purchases, player, { wording: law.consentWording, today: utcDayOf(at) })
  if (bar !== null) return purchaseBarred(bar)
  const month = monthInForce(zone, at)
  const cap = await findExceeded(needs, tx, { userId, declaration, priced: pack, zone, at, month, statuses: BEGUN })
  return cap === null
    ? null
    : purchaseCapReached(cap, cap.per === 'DAY' ? dayAround(at, zoneOfMonths(zone, at)).end : month.end)
}

const BEGUN: readonly PurchaseStatus[] = ['PENDING', 'COMPLETED']

/** Returns whether a purchase that was paid does not fit into a cap any more, as when others were paid in its place. */
export async function isBeyondCap(
  needs: Needs,
  tx: Queryable,
  { purchase, zone }: { purchase: Purchase; zone: ZoneChoice },
): Promise<boolean> {
  if (needs.jurisdictions.capCurrencies.length === 0) return false
  const { userId, createdAt: at } = purchase
  const declaration = declarationAt(await findDeclaration(tx, userId), needs.clock.now())
  const month = { ...monthInForce(zone, at), name: purchase.month }
  const asked = { userId, declaration, priced: purchase, zone, at, month, statuses: ['COMPLETED'] as const }
  return (await findExceeded(needs, tx, asked)) !== null
}

interface Asked {
  readonly userId: string
  readonly declaration: Declaration
  readonly priced: Priced
  readonly zone: ZoneChoice
  readonly at: Date
  readonly month: CalendarMonth
  readonly statuses: readonly PurchaseStatus[]
}

async function findExceeded(
  { jurisdictions }: Needs,
  tx: Queryable,
  { userId, declaration, priced, zone, at, month, statuses }: Asked,
): Promise<PurchaseCap | null> {
  const { priceCurrency: currency } = priced
  const caps = capsOf(jurisdictions, declaration, month).filter(cap => cap.currency === currency)
  if (caps.length === 0) return null
  const day = dayAround(at, zoneOfMonths(zone, at))
  return exceededCap(caps, priced, await sumSpentOf(tx, userId, { currency, day, month: month.name, statuses }))
}

/** The present rules of the player's country, applied to the player. */
export function standingAtLaw({ jurisdictions, clock }: Pick<Needs, 'jurisdictions' | 'clock'>, declared: Declared) {
  const now = clock.now()
  const declaration = declarationAt(declared.declaration, now)
  const { law, player } = underLaw(jurisdictions, declaration, declared.consents)
  const given = { wording: law.consentWording, today: utcDayOf(now) }
  return {
    country: declaration.country,
    next: declaration.next,
    birthDate: declaration.birthDate,
    consents: declared.consents,
    consentWording: law.consentWording,
    paidDraws: barOf(law.paidRandomItems, player, given),
    purchases: barOf(law.purchases, player, given),
    caps: capsOf(jurisdictions, declaration, monthInForce(declared.zone, now)),
    oddsMustBeNamed: law.oddsMustBeNamed,
    retentionDays: law.retentionDays,
  }
}
