import type { Queryable } from '@waystone/kit/postgres'
import { nothingDeclared, type Consent, type ConsentGiver, type Declaration } from '../domain/declaration.js'

/** The declarations of a player, with the consents that are in force, the oldest first. */
export interface Declared {
  readonly declaration: Declaration
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
}

/** Of each of these users. */
export async function findDeclared(db: Queryable, userIds: readonly string[]): Promise<Map<string, Declared>> {
  const [declarations, consents] = await Promise.all([
    db.query<Row>({
      name: 'declarations-of',
      text: `SELECT user_id, country, country_from, former_country, next_country, next_from, to_char(birth_date, 'YYYY-MM-DD') AS birth_date
             FROM declaration WHERE user_id = ANY($1::uuid[])`,
      values: [userIds],
    }),
    db.query<Consent & { readonly userId: string }>({
      name: 'consents-of',
      text: `SELECT user_id AS "userId", given_by AS "givenBy", wording, given_at AS "givenAt" FROM consent
             WHERE user_id = ANY($1::uuid[]) AND withdrawn_at IS NULL ORDER BY given_at, id`,
      values: [userIds],
    }),
  ])
  const known = new Map(declarations.rows.map(row => [row.user_id, declarationOf(row)]))
  return new Map(
    userIds.map(id => [
      id,
      {
        declaration: known.get(id) ?? nothingDeclared,
        consents: consents.rows.flatMap(({ userId, ...consent }) => (userId === id ? [consent] : [])),
      },
    ]),
  )
}

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

/** Keeps a consent; one to the same wording that is in force stays as it is. */
export async function insertConsent(tx: Queryable, consent: Consent & { id: string; userId: string }): Promise<void> {
  await tx.query({
    name: 'consent-insert',
    text: `INSERT INTO consent (id, user_id, given_by, wording, given_at) VALUES ($1, $2, $3::consent_giver, $4, $5)
           ON CONFLICT (user_id, given_by, wording) WHERE withdrawn_at IS NULL DO NOTHING`,
    values: [consent.id, consent.userId, consent.givenBy, consent.wording, consent.givenAt],
  })
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
