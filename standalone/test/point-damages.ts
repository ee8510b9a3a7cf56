import { damage, type Damage } from './damage.js'

const aBanner = 'FROM banner LIMIT 1'
const aConversion = (currency: string, amount: string) =>
  `INSERT INTO banner_conversion SELECT gen_random_uuid(), gen_random_uuid(), id, 'EXCHANGE', 'sparks', 5, ${currency}, ${amount}, now() ${aBanner}`

const aPayout = `INSERT INTO duplicate_payout SELECT gen_random_uuid(), id, user_id, 'GOLD', 5, now() FROM pull LIMIT 1`

/** For every invariant of points, what breaks it where no banner counts any; gacha's own tests break those of draws. */
export const pointDamages: readonly Damage[] = [
  ...damage(
    'Banners have counted exactly the draws that earn points or count for a milestone',
    'gacha',
    `INSERT INTO banner_tally SELECT gen_random_uuid(), id, 'EXCHANGE', 'sparks', 1 ${aBanner}`,
    `INSERT INTO banner_tally SELECT gen_random_uuid(), id, 'MILESTONE', 'ten', 1 ${aBanner}`,
    `INSERT INTO banner_tally SELECT gen_random_uuid(), id, 'COUNTER', 'since', 1 ${aBanner}`,
  ),
  ...damage(
    'Points that were spent have their exchanges, each with its item once',
    'gacha',
    `INSERT INTO banner_tally SELECT gen_random_uuid(), id, 'EXCHANGE', 'sparks', 2, 1 ${aBanner}`,
    `INSERT INTO point_exchange SELECT gen_random_uuid(), gen_random_uuid(), b.id, 1, 'sparks', i.id, 1, now()
       FROM (SELECT id ${aBanner}) b, (SELECT id FROM item LIMIT 1) i`,
    `UPDATE item_receipt SET source = 'EXCHANGE' WHERE source = 'QUEST'`,
  ),
  ...damage(
    'Each milestone has given what was reached, once',
    'gacha',
    `INSERT INTO banner_tally (user_id, banner_id, kind, name, counted, uses, claim_at)
       SELECT gen_random_uuid(), id, 'MILESTONE', 'ten', 10, 1, 10 ${aBanner}`,
    `INSERT INTO milestone_claim SELECT gen_random_uuid(), gen_random_uuid(), b.id, 'ten', i.id, now()
       FROM (SELECT id ${aBanner}) b, (SELECT id FROM item LIMIT 1) i`,
    `UPDATE item_receipt SET source = 'MILESTONE' WHERE source = 'QUEST'`,
  ),
  ...damage(
    'Each point that ended with its banner was converted once, at its rate',
    'gacha',
    `INSERT INTO banner_tally SELECT gen_random_uuid(), id, 'EXCHANGE', 'sparks', 2, 0, 1 ${aBanner}`,
    aConversion('NULL', 'NULL'),
    aConversion(`'GOLD'`, '5'),
  ),
  ...damage(
    'Each currency that came from a banner was converted, or granted for duplicates',
    'users',
    `UPDATE ledger_transfer SET reason = 'BANNER_PAYOUT' WHERE reason = 'MAIL_REWARD'`,
  ),
  ...damage(
    'Each conversion of a banner, and each grant for duplicates, is in the wallet once',
    'gacha',
    aConversion(`'GOLD'`, '5'),
    aPayout,
  ),
  ...damage(
    'Each copy of an item has been granted the currency of its tier, and its pull pays the sum once',
    'gacha',
    aPayout,
    `UPDATE pulled_item SET copy = 2, payout_currency = 'GOLD', payout_amount = 5 WHERE index = 0`,
  ),
]
