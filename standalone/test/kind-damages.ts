import { damage } from './damage.js'

/** Lets a transaction write parts that the database itself refuses. */
export const loosenKinds = `ALTER TABLE ledger_opening DISABLE TRIGGER USER; ALTER TABLE ledger_account DISABLE TRIGGER USER;
  ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_paid_check; ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_transfer_paid_check;
  ALTER TABLE reservation DROP CONSTRAINT reservation_paid_check`

const aWallet = `(SELECT id FROM ledger_account WHERE kind = 'WALLET' AND balance > 0 LIMIT 1)`

/** Of paid and free currency. */
export const kindDamages = [
  ...damage(
    'Per currency, the paid parts of all balances sum to zero',
    'users',
    `UPDATE ledger_account SET paid = paid + 1 WHERE id = ${aWallet}`,
  ),
  ...damage(
    'Each paid part equals its opening and its entries',
    'users',
    `UPDATE ledger_account SET paid = paid + 1 WHERE id = ${aWallet}`,
    `INSERT INTO ledger_opening VALUES (${aWallet}, 1)`,
    `UPDATE ledger_entry SET paid = paid + 1 WHERE account_id = ${aWallet} AND sequence = 1`,
  ),
  ...damage(
    "No part of a user's balance is below zero",
    'users',
    `UPDATE ledger_account SET paid = balance + 1 WHERE id = ${aWallet}`,
    `UPDATE ledger_account SET paid = -1 WHERE id = ${aWallet}`,
    `UPDATE ledger_entry SET paid = balance_after + 1 WHERE account_id = ${aWallet} AND sequence = 1`,
  ),
  ...damage(
    'Each transfer moves the same parts out of one account and into the other',
    'users',
    `UPDATE ledger_transfer SET paid = NULL WHERE reason = 'PULL'`,
    `UPDATE ledger_entry SET paid = NULL WHERE account_id = ${aWallet} AND sequence = 1`,
    `UPDATE ledger_entry SET paid = paid + 1 WHERE account_id = ${aWallet} AND sequence = 1`,
    `UPDATE ledger_transfer SET paid = amount WHERE reason = 'GRANT'`,
  ),
  ...damage(
    'Purchases are paid currency, and gifts and payments of guilds are free',
    'users',
    `UPDATE ledger_transfer SET paid = 0 WHERE reason = 'PURCHASE'`,
    `UPDATE ledger_transfer SET paid = 1 WHERE reason = 'QUEST_REWARD'`,
    `UPDATE ledger_transfer SET paid = 1 WHERE reason = 'MAIL_REWARD'`,
  ),
  ...damage(
    'Each reservation moves one part of its amount, of its kind where it has one, there and on or back',
    'users',
    `UPDATE reservation SET paid = paid + 1 WHERE status = 'CAPTURED' AND amount > 0`,
    `UPDATE reservation SET paid = NULL WHERE status = 'CAPTURED' AND amount > 0`,
    `UPDATE reservation SET kind = 'PAID', paid = 0 WHERE status = 'CAPTURED' AND amount > 0`,
    `UPDATE ledger_transfer SET paid = paid + 1 WHERE reason = 'PULL_CAPTURED'`,
  ),
  ...damage(
    'The paid part of what is held equals that of the reservations that stand',
    'users',
    `UPDATE ledger_account SET paid = paid + 1 WHERE kind = 'HELD'`,
    `UPDATE reservation SET status = 'RESERVED', paid = 1 WHERE status = 'CAPTURED'`,
  ),
]
