import { bornBy, conditionOf, type Bar, type Jurisdictions } from '@waystone/jurisdictions'
import type { Queryable } from '@waystone/kit/postgres'
import { isPaidRandomItem } from '../domain/paid-random-item.js'
import { utcDayOf } from '../domain/utc-day.js'
import type { PriceToReserve } from './price-to-reserve.js'

/**
 * Parts of the statement that reserves: `barred` has a row for each paid draw that the law of its player's country
 * refuses, by the rules that `barOf` of packages/jurisdictions follows. It reads what was declared and costs no
 * statement of its own.
 * @param first the number of its first parameter; `asked` is a part before, of the same prices in the same order
 */
export const barredParts = (first: number) => `paid AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $${first}::boolean[], $${first + 1}::boolean[], $6::timestamptz[])
    AS p (pull_id, user_id, is_paid, is_odds_named, at)
  WHERE is_paid
), barred AS MATERIALIZED (
  SELECT pull_id, jsonb_build_object('rule', rule, 'country', nullif(country, ''), 'isAgeKnown', birth_date IS NOT NULL,
    'minimumAge', CASE WHEN rule IN ('ADULTS_ONLY', 'CONSENT_NEEDED') THEN age END) AS bar
  FROM (
    SELECT paid.pull_id, law.country, law.age, d.birth_date,
      CASE
        WHEN law.rule = 'FORBIDDEN' THEN law.rule
        WHEN law.rule = 'ADULTS_ONLY' AND (d.birth_date <= law.born_by) IS NOT TRUE THEN law.rule
        WHEN law.rule = 'CONSENT_NEEDED' AND (d.birth_date <= law.born_by) IS NOT TRUE AND NOT EXISTS (
          SELECT FROM consent c WHERE c.user_id = paid.user_id AND c.given_by = 'PARENT' AND c.wording = law.wording
            AND c.withdrawn_at IS NULL) THEN law.rule
        WHEN law.names_odds AND NOT paid.is_odds_named THEN 'ODDS_NOT_NAMED'
      END AS rule
    FROM paid
    LEFT JOIN declaration d ON d.user_id = paid.user_id
    JOIN unnest($${first + 2}::text[], $${first + 3}::text[], $${first + 4}::int[], $${first + 5}::date[], $${first + 6}::text[],
      $${first + 7}::boolean[]) AS law (country, rule, age, born_by, wording, names_odds)
      ON law.country = coalesce(CASE WHEN d.next_from <= paid.at THEN d.next_country ELSE d.country END, '')
  ) AS judged
  WHERE rule IS NOT NULL
)`

/** The parameters of `barredParts`. */
export const barredParameters = (prices: readonly PriceToReserve[], jurisdictions: Jurisdictions): unknown[] => [
  prices.map(isPaidRandomItem),
  prices.map(({ isOddsNamed }) => isOddsNamed === true),
  ...restrictions(jurisdictions, utcDayOf(prices[0]?.at ?? new Date(0))),
]

/** Takes a reservation back that the law refuses, so that its id can reserve at another price. */
export async function unlessBarred<Made extends { readonly bar: Bar | null }>(
  tx: Queryable,
  attempt: () => Promise<Made | null>,
): Promise<Made | 'BARRED' | null> {
  await tx.query({ text: 'SAVEPOINT before_bar' })
  const made = await attempt()
  if (made === null || made.bar === null) return made
  await tx.query({ text: 'ROLLBACK TO SAVEPOINT before_bar' })
  return 'BARRED'
}

interface Restrictions {
  readonly day: string
  readonly columns: readonly unknown[]
}
/** They are those of a day: the last birth date of an age moves with it. */
const computed = new WeakMap<Jurisdictions, Restrictions>()

function restrictions(jurisdictions: Jurisdictions, day: string): readonly unknown[] {
  const known = computed.get(jurisdictions)
  if (known?.day === day) return known.columns
  const rows = jurisdictions.restricted.map(country => {
    const { paidRandomItems, oddsMustBeNamed, consentWording } = jurisdictions.lawIn(country)
    const { rule = null, age = null } = conditionOf(paidRandomItems) ?? {}
    return {
      country: country ?? '',
      rule,
      age,
      bornBy: age === null ? null : bornBy(age, day),
      wording: consentWording,
      oddsMustBeNamed,
    }
  })
  const columns = [
    rows.map(row => row.country),
    rows.map(row => row.rule),
    rows.map(row => row.age),
    rows.map(row => row.bornBy),
    rows.map(row => row.wording),
    rows.map(row => row.oddsMustBeNamed),
  ]
  computed.set(jurisdictions, { day, columns })
  return columns
}
