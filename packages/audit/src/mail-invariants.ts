import type { LocalInvariant, SharedInvariant } from './invariant.js'

/** Currency that a mail has granted, by the position of the attachment: who got it, and how much. */
const claimedCurrency = `SELECT c.mail_id AS id,
    c.user_id || string_agg(' ' || (r.place - 1) || ' ' || (r.reward->>'currency') || ' ' || (r.reward->>'amount'), '' ORDER BY r.place) AS granted
  FROM mail_claim c, jsonb_array_elements(c.rewards) WITH ORDINALITY AS r (reward, place)
  WHERE r.reward->>'kind' = 'CURRENCY'`
const bookedCurrency = `SELECT t.reference AS id,
    max(a.user_id::text) || string_agg(' ' || t.leg || ' ' || a.currency || ' ' || t.amount, '' ORDER BY t.leg) AS granted
  FROM ledger_transfer t JOIN ledger_account a ON a.id = t.credit_account_id WHERE t.reason = 'MAIL_REWARD'`

/** Items that a mail has granted: whose they are, and how many of each. */
const claimedItems = `SELECT i.mail_id AS id, i.user_id || string_agg(' ' || i.item_id || ' ' || i.quantity, '' ORDER BY i.item_id) AS granted
  FROM (SELECT c.mail_id, c.user_id, (r->>'itemId')::uuid AS item_id, sum((r->>'quantity')::bigint) AS quantity
    FROM mail_claim c, jsonb_array_elements(c.rewards) r WHERE r->>'kind' = 'ITEM' GROUP BY 1, 2, 3) i WHERE true`
const receivedItems = `SELECT reference AS id,
    max(user_id::text) || string_agg(' ' || item_id || ' ' || quantity, '' ORDER BY item_id) AS granted
  FROM item_receipt WHERE source = 'MAIL'`

const page = (granted: string, id: string, groupBy: string) =>
  `SELECT id, ARRAY[granted] AS expected FROM (${granted} AND ${id} > $1 GROUP BY ${groupBy}) g ORDER BY id LIMIT $2`
const lookup = (granted: string, id: string, groupBy: string) =>
  `SELECT id, granted AS found FROM (${granted} AND ${id} = ANY($1::uuid[]) GROUP BY ${groupBy}) g`

const claimed = {
  currency: ['c.mail_id', 'c.mail_id, c.user_id'],
  items: ['i.mail_id', 'i.mail_id, i.user_id'],
} as const

export const mailInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each mail is claimed with what is attached to it, once, and no other is',
    database: 'notifications',
    violations: `SELECT m.id AS what FROM mail m JOIN sending s ON s.id = m.sending_id LEFT JOIN mail_claim c ON c.mail_id = m.id
      WHERE (m.claimed_at IS NOT NULL AND jsonb_array_length(s.attachments) > 0) <> (c.mail_id IS NOT NULL)
        OR c.user_id <> m.user_id OR c.rewards <> s.attachments`,
  },
  {
    title: 'Nothing personal is left of deleted accounts in notifications',
    database: 'notifications',
    violations: `SELECT 'settings of ' || user_id AS what FROM player JOIN erased_user USING (user_id)
        WHERE language <> 'en' OR time_zone IS NOT NULL OR quiet_from IS NOT NULL OR quiet_to IS NOT NULL OR kinds <> '{}' OR player.erased_at IS NULL
      UNION ALL SELECT 'notification ' || id FROM notification JOIN erased_user USING (user_id)
      UNION ALL SELECT 'delivery ' || id FROM delivery JOIN erased_user USING (user_id)
      UNION ALL SELECT 'device ' || id FROM push_token JOIN erased_user USING (user_id)
      UNION ALL SELECT 'mail ' || id FROM mail JOIN erased_user USING (user_id)`,
  },
]

/** Grants of users and gacha are read first: by then, the claim is committed. */
export const sharedMailInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each currency that came from a mail was claimed',
    from: 'users',
    to: 'notifications',
    page: page(bookedCurrency, 't.reference', 't.reference'),
    lookup: lookup(claimedCurrency, ...claimed.currency),
  },
  {
    title: 'Each item that came from a mail was claimed',
    from: 'gacha',
    to: 'notifications',
    page: page(receivedItems, 'reference', 'reference'),
    lookup: lookup(claimedItems, ...claimed.items),
  },
]

/** Only where nothing is under way. */
export const settledMailInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each currency that a mail has granted is in the wallet once',
    from: 'notifications',
    to: 'users',
    page: page(claimedCurrency, ...claimed.currency),
    lookup: lookup(bookedCurrency, 't.reference', 't.reference'),
  },
  {
    title: 'Each item that a mail has granted is in the inventory once',
    from: 'notifications',
    to: 'gacha',
    page: page(claimedItems, ...claimed.items),
    lookup: lookup(receivedItems, 'reference', 'reference'),
  },
]
