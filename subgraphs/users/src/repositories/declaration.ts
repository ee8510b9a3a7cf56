import type { ZoneChoice } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { nothingDeclared, type Consent, type ConsentGiver, type Declaration } from '../domain/declaration.js'

/** The declaration of a player, and the time zone whose months count it. */
export interface DeclaredInZone {
  readonly declaration: Declaration
  readonly zone: ZoneChoice
}

/** The declarations of a player, with the consents that are in force, the oldest first. */
export interface Declared extends DeclaredInZone {
  readonly consents: readonly Consent[]
}

interface Row {
  readonly user_id: string
  readonly country: string | null
  readonly country_from: Date | null
  readonly former_country: string | null
  readonly next_country: string | null
  readonly next_from: Date | null
  readonly birth_date: string | null
  readonly time_zone: string | null
  readonly former_of_months: string | null
  readonly zone_chosen_at: Date | null
}

/** Of each of these users. */
export async function findDeclared(db: Queryable, userIds: readonly string[]): Promise<Map<string, Declared>> {
  const [declarations, consents] = await Promise.all([
    findDeclarations(db, userIds),
    db.query<Consent & { readonly userId: string }>({
      name: 'consents-of',
      text: `SELECT user_id AS "userId", given_by AS "givenBy", wording, given_at AS "givenAt" FROM consent
             WHERE user_id = ANY($1::uuid[]) AND withdrawn_at IS NULL ORDER BY given_at, id`,
      values: [userIds],
    }),
  ])
  return new Map(
    [...declarations].map(([id, declared]) => [
      id,
      { ...declared, consents: consents.rows.flatMap(({ userId, ...consent }) => (userId === id ? [consent] : [])) },
    ]),
  )
}

/** The declaration of one user. */
export const findDeclaration = async (db: Queryable, userId: string): Promise<Declaration> =>
  (await findDeclarations(db, [userId])).get(userId)?.declaration ?? nothingDeclared

/** Of each of these users, without consents. */
async function findDeclarations(db: Queryable, userIds: readonly string[]): Promise<Map<string, DeclaredInZone>> {
  const { rows } = await db.query<Row>({
    name: 'declarations-of',
    text: `SELECT asked.user_id, country, country_from, former_country, next_country, next_from,
             to_char(birth_date, 'YYYY-MM-DD') AS birth_date, time_zone, former_of_months, zone_chosen_at
           FROM unnest($1::uuid[]) AS asked (user_id)
           LEFT JOIN declaration d ON d.user_id = asked.user_id LEFT JOIN profile p ON p.user_id = asked.user_id`,
    values: [userIds],
  })
  return new Map(rows.map(row => [row.user_id, { declaration: declarationOf(row), zone: zoneOf(row) }]))
}

/** The consents to a wording that parents have given, and that are in force. */
export async function findParentConsents(
  db: Queryable,
  { userId, wording }: { userId: string; wording: string },
): Promise<Consent[]> {
  const { rows } = await db.query<Consent>({
    name: 'consents-of-parent',
    text: `SELECT given_by AS "givenBy", wording, given_at AS "givenAt" FROM consent
           WHERE user_id = $1 AND given_by = 'PARENT' AND wording = $2 AND withdrawn_at IS NULL`,
    values: [userId, wording],
  })
  return rows
}

const DEFAULT_ZONE = 'UTC'
const zoneOf = ({ time_zone, former_of_months, zone_chosen_at }: Row): ZoneChoice => ({
  chosen: time_zone ?? DEFAULT_ZONE,
  former: former_of_months ?? time_zone ?? DEFAULT_ZONE,
  chosenAt: zone_chosen_at,
})

const declarationOf = (row: Row): Declaration => ({
  country: row.country,
  countryFrom: row.country_from,
  formerCountry: row.former_country,
  next: row.next_country === null || row.next_from === null ? null : { country: row.next_country, from: row.next_from },
  birthDate: row.birth_date,
})

/** The caller has locked the user. */
export async function saveDeclaration(tx: Queryable, userId: string, declaration: Declaration): Promise<void> {
  const { country, countryFrom, formerCountry, next, birthDate } = declaration
  await tx.query({
    name: 'declaration-save',
    text: `INSERT INTO declaration (user_id, country, country_from, former_country, next_country, next_from, birth_date)
           VALUES ($1, $2, $3, $4, $5, $6, $7::date)
           ON CONFLICT (user_id) DO UPDATE SET country = excluded.country, country_from = excluded.country_from,
             former_country = excluded.former_country, next_country = excluded.next_country, next_from = excluded.next_from,
             birth_date = excluded.birth_date`,
    values: [userId, country, countryFrom, formerCountry, next?.country ?? null, next?.from ?? null, birthDate],
  })
}

/**
 * Keeps a consent; one to the same wording that is in force stays as it is. The caller has locked the user.
 * @returns false where as many of the giver are on record already, in force or taken back, as may be
 */
export async function insertConsent(
  tx: Queryable,
  { consent, max }: { consent: Consent & { id: string; userId: string }; max: number },
): Promise<boolean> {
  const { rows } = await tx.query<{ isKept: boolean }>({
    name: 'consent-insert',
    text: `WITH known AS (
             SELECT count(*) AS kept, coalesce(bool_or(wording = $4 AND withdrawn_at IS NULL), false) AS is_repeat
             FROM consent WHERE user_id = $2 AND given_by = $3::consent_giver
           ), given AS (
             INSERT INTO consent (id, user_id, given_by, wording, given_at)
             SELECT $1, $2, $3::consent_giver, $4, $5 FROM known WHERE kept < $6 AND NOT is_repeat
           )
           SELECT is_repeat OR kept < $6 AS "isKept" FROM known`,
    values: [consent.id, consent.userId, consent.givenBy, consent.wording, consent.givenAt, max],
  })
  return rows[0]?.isKept === true
}

/** Takes back every consent of a giver that is in force; null: of all givers. */
export async function withdrawConsents(
  tx: Queryable,
  { userId, givenBy, at }: { userId: string; givenBy: ConsentGiver | null; at: Date },
): Promise<void> {
  await tx.query({
    name: 'consents-withdraw',
    text: `UPDATE consent SET withdrawn_at = $3
           WHERE user_id = $1 AND withdrawn_at IS NULL AND ($2::consent_giver IS NULL OR given_by = $2::consent_giver)`,
    values: [userId, givenBy, at],
  })
}
