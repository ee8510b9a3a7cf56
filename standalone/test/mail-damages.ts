import type { Subgraph } from '@waystone/audit'

interface Damage {
  readonly title: string
  readonly database: Subgraph
  readonly sql: string
}

const of = (title: string, database: Subgraph, ...statements: readonly string[]): readonly Damage[] =>
  statements.map(sql => ({ title, database, sql }))

const doubled = `jsonb_set(rewards, '{0,amount}', '200')`
const erased = 'SELECT gen_random_uuid(), user_id FROM erased_user'

/** Damages that break the invariants of mails, and of deleted accounts in notifications. */
export const mailDamages: readonly Damage[] = [
  ...of(
    'Each mail is claimed with what is attached to it, once, and no other is',
    'notifications',
    'UPDATE mail SET claimed_at = NULL WHERE claimed_at IS NOT NULL',
    'UPDATE mail_claim SET user_id = gen_random_uuid()',
    `UPDATE mail_claim SET rewards = ${doubled}`,
    'DELETE FROM mail_claim',
  ),
  ...of(
    'Each currency that came from a mail was claimed',
    'notifications',
    'DELETE FROM mail_claim',
    `UPDATE mail_claim SET rewards = ${doubled}`,
    'UPDATE mail_claim SET user_id = gen_random_uuid()',
  ),
  ...of(
    'Each item that came from a mail was claimed',
    'gacha',
    `UPDATE item_receipt SET quantity = quantity + 1 WHERE source = 'MAIL'`,
    `UPDATE item_receipt SET reference = gen_random_uuid() WHERE source = 'MAIL'`,
    `UPDATE item_receipt SET user_id = gen_random_uuid() WHERE source = 'MAIL'`,
  ),
  ...of(
    'Each currency that a mail has granted is in the wallet once',
    'users',
    `UPDATE ledger_transfer SET reference = gen_random_uuid() WHERE reason = 'MAIL_REWARD'`,
    `INSERT INTO ledger_transfer SELECT gen_random_uuid(), reason, reference, 9, debit_account_id, credit_account_id,
       amount, created_at FROM ledger_transfer WHERE reason = 'MAIL_REWARD'`,
  ),
  ...of(
    'Each item that a mail has granted is in the inventory once',
    'gacha',
    `DELETE FROM item_receipt WHERE source = 'MAIL'`,
    `UPDATE item_receipt SET quantity = quantity * 2 WHERE source = 'MAIL'`,
  ),
  ...of(
    'Nothing personal is left of deleted accounts in notifications',
    'notifications',
    `UPDATE player SET language = 'de' WHERE user_id IN (SELECT user_id FROM erased_user)`,
    `UPDATE player SET time_zone = 'Asia/Tokyo' WHERE user_id IN (SELECT user_id FROM erased_user)`,
    `UPDATE player SET erased_at = NULL WHERE user_id IN (SELECT user_id FROM erased_user)`,
    `INSERT INTO push_token (id, user_id, platform, token, token_hash, device, created_at)
       SELECT late.id, late.user_id, 'FCM', 'late', 'late'::bytea, 'late', now() FROM (${erased}) AS late (id, user_id)`,
    `INSERT INTO notification (id, user_id, sequence, kind, data, source_id, in_game, created_at)
       SELECT late.id, late.user_id, 1000, 'SECURITY', '{}', late.id, true, now() FROM (${erased}) AS late (id, user_id)`,
    `INSERT INTO mail (id, sending_id, user_id, sent_at)
       SELECT late.id, (SELECT id FROM sending LIMIT 1), late.user_id, now() FROM (${erased}) AS late (id, user_id)`,
  ),
]
