import type { Subgraph } from '@waystone/audit'
import { bannerDamages } from './banner-damages.js'
import { chatDamages } from './chat-damages.js'
import { friendDamages } from './friend-damages.js'
import { damage, type Damage } from './damage.js'
import { guildDamages, loosenGuilds } from './guild-damages.js'
import { kindDamages, loosenKinds } from './kind-damages.js'
import { puzzleDamages } from './puzzle-damages.js'
import { mailDamages } from './mail-damages.js'
import { pointDamages } from './point-damages.js'

/** Lets a transaction do what the database itself refuses: the audit is for what got past it. */
export const loosen: Readonly<Record<Subgraph, string>> = {
  users: `ALTER TABLE "user" DISABLE TRIGGER USER; ALTER TABLE profile DISABLE TRIGGER USER; ALTER TABLE session DISABLE TRIGGER USER;
    ALTER TABLE account DISABLE TRIGGER USER; ALTER TABLE known_network DISABLE TRIGGER USER;
    ALTER TABLE declaration DISABLE TRIGGER USER; ALTER TABLE consent DISABLE TRIGGER USER;
    ALTER TABLE user_note DISABLE TRIGGER USER; ALTER TABLE ledger_entry DISABLE TRIGGER USER; ALTER TABLE ledger_transfer DISABLE TRIGGER USER;
    ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_balance_check;
    DROP INDEX ledger_transfer_reference_reason_leg_key; ALTER TABLE purchase DROP CONSTRAINT purchase_refund_check;
    ALTER TABLE test_payment DROP CONSTRAINT test_payment_refund_check; ${loosenKinds}`,
  characters: 'ALTER TABLE characters DISABLE TRIGGER USER',
  social: loosenGuilds,
  notifications: 'ALTER TABLE mail_claim DISABLE TRIGGER USER',
  quests: 'ALTER TABLE game_event DISABLE TRIGGER USER; ALTER TABLE leaderboard_prize DISABLE TRIGGER USER',
  gacha: `ALTER TABLE fairness_seed DISABLE TRIGGER USER; ALTER TABLE banner_version DISABLE TRIGGER USER;
    ALTER TABLE pull DROP CONSTRAINT pull_drawn_check, DROP CONSTRAINT pull_ticket_check;
    DROP INDEX pull_fairness_seed_id_nonce_key`,
}

const aWallet = `(SELECT id FROM ledger_account WHERE kind = 'WALLET' AND balance > 0 LIMIT 1)`

const deadLetter = `INSERT INTO dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
  VALUES (gen_random_uuid(), 'test', gen_random_uuid(), 'test.happened', '{}', 'Error', 1)`
const waiting = `INSERT INTO outbox (event_id, aggregate_id, type, version, data, occurred_at)
  VALUES (gen_random_uuid(), gen_random_uuid(), 'test.happened', 1, '{}', now())`

const local = [
  ...damage(
    'Per currency, all balances sum to zero',
    'users',
    `UPDATE ledger_account SET balance = balance + 1 WHERE id = ${aWallet}`,
  ),
  ...damage(
    'Each balance equals its entries',
    'users',
    `UPDATE ledger_account SET balance = balance - 1 WHERE id = ${aWallet}`,
    `UPDATE ledger_account SET sequence = sequence + 1 WHERE id = ${aWallet}`,
    `DELETE FROM ledger_entry WHERE account_id = ${aWallet} AND sequence = 1`,
  ),
  ...damage(
    'Each entry continues the balance before it',
    'users',
    `UPDATE ledger_entry SET balance_after = balance_after + 1 WHERE account_id = ${aWallet} AND sequence = 1`,
  ),
  ...damage(
    "No user's balance is below zero",
    'users',
    `UPDATE ledger_account SET balance = -1 WHERE id = ${aWallet}`,
    `UPDATE ledger_entry SET balance_after = -1 WHERE account_id = ${aWallet} AND sequence = 1`,
  ),
  ...damage(
    'Each transfer has two entries that cancel out',
    'users',
    `DELETE FROM ledger_entry WHERE account_id = ${aWallet} AND sequence = 1`,
    `UPDATE ledger_entry SET amount = amount + 1 WHERE account_id = ${aWallet} AND sequence = 1`,
    `UPDATE ledger_transfer SET amount = amount + 1 WHERE reason = 'PULL'`,
  ),
  ...damage(
    'Each completed purchase is credited once, and no other',
    'users',
    `UPDATE purchase SET status = 'DECLINED' WHERE status = 'COMPLETED'`,
    `UPDATE purchase SET status = 'COMPLETED' WHERE status = 'DECLINED'`,
    `UPDATE purchase SET amount = amount + 1 WHERE status = 'COMPLETED'`,
    `INSERT INTO ledger_transfer SELECT gen_random_uuid(), reason, reference, 1, debit_account_id, credit_account_id,
       amount, created_at FROM ledger_transfer WHERE reason = 'PURCHASE'`,
  ),
  ...damage(
    'What was taken back of purchases equals the transfers of their reversals',
    'users',
    `INSERT INTO purchase_reversal SELECT id, user_id, currency, price_cents, amount, amount, 1, now()
       FROM purchase WHERE status = 'COMPLETED'`,
    `INSERT INTO purchase_reversal SELECT id, user_id, currency, price_cents, amount + 1, 0, 0, now()
       FROM purchase WHERE status = 'COMPLETED'`,
    `INSERT INTO ledger_transfer SELECT gen_random_uuid(), 'REFUND', reference, 0, debit_account_id, credit_account_id,
       amount, created_at FROM ledger_transfer WHERE reason = 'PURCHASE'`,
  ),
  ...damage(
    'Each payment that the test provider has taken is credited, given back, or still on its way',
    'users',
    `UPDATE test_payment SET refunded_at = now() WHERE outcome = 'CHARGED'`,
    `UPDATE test_payment SET outcome = 'CHARGED' WHERE outcome = 'DECLINED'`,
    `UPDATE purchase SET status = 'REFUNDED', refund_reason = 'ACCOUNT_BANNED' WHERE status = 'COMPLETED'`,
  ),
  ...damage(
    'Each correction of a wallet is booked once, with its amount, and no other',
    'users',
    `INSERT INTO wallet_adjustment SELECT gen_random_uuid(), user_id, 'a key', user_id, 'GOLD', 5, now() FROM profile LIMIT 1`,
    `INSERT INTO ledger_transfer SELECT gen_random_uuid(), 'ADMIN_ADJUSTMENT', gen_random_uuid(), 0, debit_account_id, credit_account_id,
       amount, created_at FROM ledger_transfer WHERE reason = 'PURCHASE'`,
  ),
  ...damage(
    'What is held equals the reservations that stand',
    'users',
    `UPDATE reservation SET status = 'RESERVED' WHERE status = 'CAPTURED'`,
  ),
  ...damage(
    'Each reservation has the transfers of its status, once each',
    'users',
    `UPDATE reservation SET status = 'RELEASED' WHERE status = 'CAPTURED'`,
    `UPDATE reservation SET status = 'CAPTURED' WHERE status = 'REFUSED'`,
    `INSERT INTO ledger_transfer SELECT gen_random_uuid(), reason, reference, 1, debit_account_id, credit_account_id,
       amount, created_at FROM ledger_transfer WHERE reason = 'PULL_CAPTURED'`,
  ),
  ...damage(
    'Each reward claim is credited once, and no other',
    'users',
    'DELETE FROM reward_claim WHERE index = (SELECT min(index) FROM reward_claim)',
    'UPDATE reward_claim SET amount = amount + 1',
  ),
  ...damage(
    'Each drawn pull has its items, and no other has any',
    'gacha',
    'DELETE FROM pulled_item WHERE index = 9',
    `UPDATE pull SET status = 'RELEASED' WHERE count = 10 AND status = 'SETTLED'`,
  ),
  ...damage('No nonce of a seed is used twice', 'gacha', 'UPDATE pull SET nonce = 0 WHERE nonce IS NOT NULL'),
  ...damage(
    "Each user's completions of a quest count from 1 without gaps",
    'quests',
    'UPDATE quest_completion SET number = number + 10',
  ),
  ...damage(
    "Each user's recorded events count from 1 without gaps",
    'quests',
    'UPDATE player SET sequence = sequence + 1',
    'UPDATE game_event SET sequence = sequence + 100 WHERE sequence = 1',
    'DELETE FROM game_event WHERE sequence = 1',
  ),
  ...(['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const).flatMap(name => [
    ...damage(`No event of ${name} is a dead letter`, name, deadLetter),
    ...damage(`No event of ${name} waits in its outbox`, name, waiting),
  ]),
  ...damage('No purchase is pending', 'users', `UPDATE purchase SET status = 'PENDING' WHERE status = 'DECLINED'`),
]

const world = [
  ...damage(
    "Each character's experience, and what waits for one, is the sum of what was gained",
    'characters',
    'UPDATE characters SET experience = experience + 1 WHERE experience > 0',
    'UPDATE rosters SET pending_experience = pending_experience + 1',
    `DELETE FROM gain WHERE source = 'KILL'`,
    `DELETE FROM gain WHERE source = 'QUEST'`,
    `UPDATE gain SET experience = experience + 1 WHERE source = 'KILL'`,
    `INSERT INTO gain (source, id, character_id, experience, gained_at)
       SELECT source, gen_random_uuid(), character_id, experience, gained_at FROM gain WHERE source = 'KILL'`,
  ),
  ...damage(
    "Each character's level is that of its experience",
    'characters',
    'UPDATE characters SET level = level + 1',
    'UPDATE characters SET level = 1, experience = 100',
    'UPDATE characters SET level = 98, experience = 37653560',
  ),
  ...damage(
    'No drop was picked up twice',
    'characters',
    `INSERT INTO gain (source, id, character_id, subject_id, map_id, epoch, drop_number, gained_at)
       SELECT source, gen_random_uuid(), character_id, subject_id, map_id, epoch, drop_number, gained_at FROM gain WHERE source = 'PICK_UP'`,
    `UPDATE gain SET drop_number = NULL WHERE source = 'PICK_UP'`,
  ),
  ...damage(
    'Each pet was tamed once, by its character, with a lure',
    'characters',
    `DELETE FROM gain WHERE source = 'TAMED'`,
    `INSERT INTO pets SELECT gen_random_uuid(), character_id, kind_id, name, hunger, intimacy, summoned, tamed_at FROM pets`,
    `INSERT INTO gain (source, id, character_id, subject_id, gained_at)
       SELECT source, gen_random_uuid(), character_id, subject_id, gained_at FROM gain WHERE source = 'TAMED'`,
    `UPDATE pets SET character_id = (SELECT id FROM characters WHERE id <> pets.character_id LIMIT 1)`,
    'UPDATE characters SET lures_used = 0 WHERE lures_used = 1',
    'UPDATE characters SET lures_used = level + 4',
  ),
  ...damage(
    'Each inventory holds exactly what was pulled, picked up and granted, less what orders were paid with',
    'gacha',
    'DELETE FROM inventory_entry WHERE item_id = (SELECT item_id FROM pulled_item LIMIT 1)',
    'UPDATE inventory_entry SET quantity = quantity + 1',
    `DELETE FROM item_receipt WHERE source = 'PICK_UP'`,
    `UPDATE item_receipt SET quantity = quantity + 1`,
    `INSERT INTO inventory_entry SELECT gen_random_uuid(), id, 1, now() FROM item LIMIT 1`,
    `UPDATE pull SET ticket_item_id = (SELECT id FROM item LIMIT 1), ticket_amount = 1 WHERE status = 'REFUSED'`,
  ),
  ...damage(
    'Each kill that was counted is recorded with the experience that it gave',
    'characters',
    `DELETE FROM gain WHERE source = 'KILL'`,
    `UPDATE gain SET experience = experience + 1 WHERE source = 'KILL'`,
    `UPDATE gain SET character_id = (SELECT id FROM characters WHERE id <> gain.character_id LIMIT 1) WHERE source = 'KILL'`,
  ),
  ...damage(
    'Each taming that was counted is recorded',
    'characters',
    `DELETE FROM gain WHERE source = 'TAMED'`,
    `UPDATE gain SET subject_id = gen_random_uuid() WHERE source = 'TAMED'`,
  ),
  ...damage(
    'Each experience that was not of a kill is what a quest has granted',
    'characters',
    `UPDATE gain SET experience = experience + 1 WHERE source = 'QUEST'`,
    `INSERT INTO gain (source, id, character_id, experience, gained_at)
       SELECT 'GIFT', gen_random_uuid(), id, 5, now() FROM characters LIMIT 1`,
  ),
  ...damage(
    'Each item that an inventory has from the world was picked up there',
    'characters',
    `DELETE FROM gain WHERE source = 'PICK_UP'`,
    `UPDATE gain SET subject_id = gen_random_uuid() WHERE source = 'PICK_UP'`,
  ),
  ...damage(
    'Each kill, item and pet of the world was told to quests',
    'quests',
    ...['monster.killed', 'item.picked_up', 'pet.tamed'].map(type => `DELETE FROM game_event WHERE type = '${type}'`),
  ),
  ...damage(
    'Each item that was picked up is in an inventory once',
    'gacha',
    `DELETE FROM item_receipt WHERE source = 'PICK_UP'`,
    `UPDATE item_receipt SET quantity = 2 WHERE source = 'PICK_UP'`,
  ),
  ...damage(
    'Each experience that quests has granted was given',
    'characters',
    `DELETE FROM gain WHERE source = 'QUEST'`,
    `UPDATE gain SET experience = experience - 1 WHERE source = 'QUEST'`,
  ),
]

const shared = [
  ...damage(
    'Each pull agrees with its reservation',
    'users',
    `DELETE FROM reservation WHERE status = 'CAPTURED'`,
    `UPDATE reservation SET status = 'RELEASED' WHERE status = 'CAPTURED'`,
    `UPDATE reservation SET status = 'CAPTURED' WHERE status = 'REFUSED'`,
    `UPDATE reservation SET amount = amount + 1 WHERE status = 'CAPTURED'`,
    `UPDATE reservation SET currency = 'GOLD' WHERE status = 'CAPTURED'`,
  ),
  ...damage(
    'Each pull agrees with its reservation',
    'gacha',
    `UPDATE pull SET cost = cost + 1 WHERE status = 'SETTLED'`,
  ),
  ...damage(
    'Each captured reservation has a drawn pull',
    'gacha',
    `UPDATE pull SET status = 'RELEASED' WHERE status = 'SETTLED'`,
  ),
  ...damage(
    'Each reward claim has a completion that is claimed, or a prize',
    'quests',
    'UPDATE quest_completion SET claimed_at = NULL WHERE claimed_at IS NOT NULL',
    'DELETE FROM quest_completion WHERE claimed_at IS NOT NULL',
  ),
  ...damage(
    'Each claimed completion with currency is paid, once a reward',
    'users',
    'DELETE FROM reward_claim WHERE index = (SELECT min(index) FROM reward_claim)',
    'DELETE FROM reward_claim',
  ),
  ...damage(
    'Each pull is settled, refused or released',
    'gacha',
    `UPDATE pull SET status = 'DRAWN' WHERE status = 'SETTLED'`,
  ),
]

const aPrize = `INSERT INTO leaderboard_prize (id, board, period, rank, user_id, rewards, granted_at)
  SELECT gen_random_uuid(), board, period, 1, user_id, '[{"kind": "CURRENCY", "currency": "GOLD", "amount": 5}]', now()
  FROM leaderboard_score LIMIT 1`
const leaderboards = [
  ...damage(
    'Each leaderboard counts as many entries as it has',
    'quests',
    'DELETE FROM leaderboard_score WHERE user_id = (SELECT user_id FROM leaderboard_score LIMIT 1)',
    'DELETE FROM leaderboard_block',
  ),
  ...damage(
    'Each block of a leaderboard counts the entries within it',
    'quests',
    'UPDATE leaderboard_block SET entries = entries + 1',
    // As many in all, but in the wrong block.
    'INSERT INTO leaderboard_block SELECT board, period, 9, from_achieved, from_user, 1 FROM leaderboard_block',
  ),
  ...damage(
    'Each group of blocks of a leaderboard counts its blocks and their entries',
    'quests',
    'UPDATE leaderboard_group SET entries = entries + 1',
    'UPDATE leaderboard_group SET blocks = blocks + 1',
    'DELETE FROM leaderboard_group',
  ),
  ...damage(
    'Each prize of a leaderboard was told once, with its rank and its rewards',
    'quests',
    aPrize,
    `INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
     SELECT gen_random_uuid(), user_id, 9999, 'season.ended', jsonb_build_object('leaderboardId', l.id, 'rank', 1), now(), 1
     FROM player, leaderboard l LIMIT 1`,
  ),
  ...damage(
    'Nothing is left of a period of a leaderboard that was purged',
    'quests',
    'UPDATE leaderboard_period SET closed_at = now(), settled_at = now(), purge_begun_at = now(), purged_at = now()',
  ),
  ...damage(
    'No deleted account is on a leaderboard',
    'quests',
    `INSERT INTO leaderboard_score SELECT 1, 0, user_id, -1, now() FROM player WHERE erased_at IS NOT NULL`,
  ),
  ...damage(
    'Each closed period of a leaderboard has its prizes',
    'quests',
    'UPDATE leaderboard_period SET closed_at = now(), settled_at = NULL',
  ),
  ...damage('Each prize with currency is paid, once a reward', 'quests', aPrize),
]

const erased = 'IN (SELECT user_id FROM account_deletion WHERE erased_at IS NOT NULL)'
const deletions = [
  ...damage(
    'Nothing personal is left of deleted accounts in users',
    'users',
    ...[
      `name = 'Leaver'`,
      `email = 'leaver@example.com'`,
      `username = 'leaver'`,
      `image = 'https://example.com/leaver'`,
    ].map(change => `UPDATE "user" SET ${change} WHERE id ${erased}`),
    `UPDATE profile SET time_zone = 'Asia/Tokyo' WHERE user_id ${erased}`,
    `UPDATE profile SET standing = 'DELETED' WHERE user_id NOT ${erased}`,
    `INSERT INTO session (id, user_id, token, expires_at) SELECT gen_random_uuid(), user_id, 'late', now() FROM account_deletion`,
    `INSERT INTO account (id, account_id, provider_id, user_id) SELECT gen_random_uuid(), 'late', 'google', user_id FROM account_deletion`,
    `INSERT INTO known_network (user_id, network_hash, seen_at) SELECT user_id, 'late', now() FROM account_deletion`,
    `INSERT INTO declaration (user_id, country) SELECT user_id, 'FR' FROM account_deletion`,
    `INSERT INTO consent SELECT gen_random_uuid(), user_id, 'PLAYER'::consent_giver, 'late', now() FROM account_deletion`,
    `INSERT INTO user_note SELECT gen_random_uuid(), user_id, user_id, 'late', now() FROM account_deletion`,
  ),
  ...damage(
    'Nothing personal is left of deleted accounts in characters',
    'characters',
    `INSERT INTO characters (id, user_id, name, name_key, class, hair_style, hair_color, cloth_color, map_id, x, y, created_at)
     SELECT gen_random_uuid(), user_id, 'Leaver', 'leaver', 'MAGE', 0, 0, 0, gen_random_uuid(), 0, 0, now() FROM rosters WHERE erased_at IS NOT NULL`,
  ),
  ...damage(
    'Nothing personal is left of deleted accounts in quests',
    'quests',
    `UPDATE player SET time_zone = 'Asia/Tokyo' WHERE erased_at IS NOT NULL`,
    `UPDATE game_event SET data = jsonb_set(data, '{timeZone}', '"Asia/Tokyo"')
     WHERE type = 'user.signed_up' AND user_id IN (SELECT user_id FROM player WHERE erased_at IS NOT NULL)`,
  ),
  ...damage(
    'Nothing personal is left of deleted accounts in gacha',
    'gacha',
    `UPDATE fairness_seed SET client_seed = 'leaver' WHERE user_id IN (SELECT user_id FROM erased_user)`,
  ),
  ...damage(
    'No account whose time has come waits for its erasure',
    'users',
    `UPDATE account_deletion SET erased_at = NULL, due_at = now() - interval '2 minutes'`,
  ),
  ...damage('Each deleted account is erased in characters', 'characters', 'UPDATE rosters SET erased_at = NULL'),
  ...damage('Each deleted account is erased in quests', 'quests', 'UPDATE player SET erased_at = NULL'),
  ...(['gacha', 'social', 'notifications'] as const).flatMap(name =>
    damage(`Each deleted account is erased in ${name}`, name, 'DELETE FROM erased_user'),
  ),
  ...(['characters', 'quests', 'gacha', 'social', 'notifications'] as const).flatMap(name =>
    damage(
      `Each user whom ${name} has erased is a deleted account`,
      'users',
      'UPDATE account_deletion SET erased_at = NULL',
    ),
  ),
]

/** For every invariant, what breaks it; other invariants may be broken by it, too. */
export const damages: readonly Damage[] = [
  ...bannerDamages,
  ...pointDamages,
  ...chatDamages,
  ...local,
  ...world,
  ...shared,
  ...friendDamages,
  ...deletions,
  ...puzzleDamages,
  ...kindDamages,
  ...leaderboards,
  ...guildDamages,
  ...mailDamages,
]
