import { damage, type Damage } from './damage.js'

/** Lets a transaction break guilds in ways that the database itself refuses. */
export const loosenGuilds = `ALTER TABLE guild_log DISABLE TRIGGER USER; ALTER TABLE guild DROP CONSTRAINT guild_members_check;
  ALTER TABLE guild DROP CONSTRAINT guild_member_count_check; ALTER TABLE guild_contribution DROP CONSTRAINT guild_contribution_check`

const ACTIVE = `WHERE status = 'ACTIVE'`
const ofFoundings = `WHERE purpose = 'GUILD_FOUNDING' AND status = 'CAPTURED'`
const ofDeposits = `WHERE purpose = 'GUILD_DEPOSIT' AND status = 'CAPTURED'`

export const guildDamages: readonly Damage[] = [
  ...damage(
    'Each guild has its members, one of them the leader, and no dissolved one has any',
    'social',
    `UPDATE guild SET member_count = member_count + 1 ${ACTIVE}`,
    `UPDATE guild_member SET role = 'MEMBER' WHERE role = 'LEADER'`,
    `DELETE FROM guild_member WHERE role = 'MEMBER'`,
  ),
  ...damage(
    "Contributions equal the guild's log",
    'social',
    'UPDATE guild_contribution SET deposited = deposited + 1',
    'UPDATE guild_contribution SET withdrawn = withdrawn - 1 WHERE withdrawn > 0',
    `DELETE FROM guild_log WHERE kind = 'DEPOSITED'`,
  ),
  ...damage(
    "Each movement of a treasury that is done is in the guild's log once, with its amount, and no other",
    'social',
    `UPDATE treasury_movement SET amount = amount + 1 WHERE status = 'DONE'`,
    `DELETE FROM treasury_movement WHERE status = 'DONE'`,
    'UPDATE guild_log SET movement_id = gen_random_uuid() WHERE movement_id IS NOT NULL',
  ),
  ...damage(
    'No treasury is below zero, and that of a dissolved guild is empty',
    'social',
    'UPDATE guild_contribution SET withdrawn = deposited + 1',
    `UPDATE guild SET status = 'DISSOLVED' ${ACTIVE}`,
  ),
  ...damage(
    'No guild has a deleted account as its member, an application of one, or a key that one has made',
    'social',
    'INSERT INTO erased_user SELECT user_id, now() FROM guild_member',
    `INSERT INTO erased_user SELECT founder_id, now() FROM guild WHERE status = 'DISSOLVED'`,
  ),
  ...damage(
    'No treasury has paid out more than was deposited and is set aside for it',
    'users',
    'UPDATE ledger_account SET balance = -1 WHERE guild_id IS NOT NULL',
  ),
  ...damage(
    'Each captured deposit is in a treasury of its guild',
    'users',
    `UPDATE reservation SET guild_id = gen_random_uuid() ${ofDeposits}`,
  ),
  ...damage(
    'Each guild agrees with the reservation of its price',
    'users',
    `UPDATE reservation SET status = 'RELEASED' ${ofFoundings}`,
    `DELETE FROM reservation ${ofFoundings}`,
  ),
  ...damage('Each captured price of a guild has a guild', 'social', `UPDATE guild SET status = 'RELEASED' ${ACTIVE}`),
  ...damage(
    'Each deposit agrees with its reservation',
    'users',
    `UPDATE reservation SET amount = amount + 1 ${ofDeposits}`,
    `DELETE FROM reservation ${ofDeposits}`,
  ),
  ...damage(
    'Each captured deposit is in the book of its guild',
    'social',
    `UPDATE treasury_movement SET user_id = gen_random_uuid() WHERE kind = 'DEPOSIT'`,
    `UPDATE treasury_movement SET status = 'RELEASED' WHERE kind = 'DEPOSIT' AND status = 'DONE'`,
  ),
  ...damage(
    'Each payment from a treasury is in the book of its guild',
    'social',
    `DELETE FROM treasury_movement WHERE kind = 'WITHDRAWAL'`,
    `UPDATE treasury_movement SET amount = amount + 1 WHERE kind = 'SHARE'`,
  ),
  ...damage(
    "Each treasury in the ledger equals the guild's book",
    'users',
    'UPDATE ledger_account SET balance = balance + 1 WHERE guild_id IS NOT NULL',
  ),
  ...damage("Each treasury in the ledger has a guild's book", 'social', 'DELETE FROM guild_contribution'),
  ...damage('Each guild is paid for', 'users', `UPDATE reservation SET status = 'RESERVED' ${ofFoundings}`),
  ...damage(
    'Each deposit that is done has reached its treasury',
    'users',
    `UPDATE reservation SET status = 'RESERVED' ${ofDeposits}`,
  ),
  ...damage(
    'Each withdrawal and each share is paid once',
    'social',
    `UPDATE treasury_movement SET kind = 'SHARE' WHERE kind = 'WITHDRAWAL'`,
    `UPDATE treasury_movement SET id = gen_random_uuid() WHERE kind = 'SHARE'`,
  ),
  ...damage(
    'No guild is being founded, and no deposit is under way',
    'social',
    `UPDATE guild SET status = 'FOUNDING' ${ACTIVE}`,
    `UPDATE treasury_movement SET status = 'RESERVING' WHERE kind = 'DEPOSIT'`,
  ),
]
