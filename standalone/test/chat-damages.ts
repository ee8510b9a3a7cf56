import { damage, type Damage } from './damage.js'

const aMessage = (fromUserId: string, number: number, text: string) =>
  `INSERT INTO message (channel_id, number, from_user_id, text, idempotency_key, sent_at)
   SELECT id, ${number}, ${fromUserId}, '${text}', 'damage', now() FROM channel WHERE kind = 'WORLD'`

/** For every invariant of chat, what breaks it; the last ones need a user whose account is deleted. */
export const chatDamages: readonly Damage[] = [
  ...damage(
    "Each channel's kept messages count up to its last number without gaps",
    'social',
    `UPDATE channel SET last_number = last_number + 1 WHERE kind = 'WORLD'`,
    aMessage('gen_random_uuid()', 1_000_000, 'Beyond the last number'),
  ),
  ...damage(
    'No message is read before it is sent',
    'social',
    `INSERT INTO read_position (channel_id, user_id, up_to) SELECT id, gen_random_uuid(), last_number + 1 FROM channel WHERE kind = 'WORLD'`,
  ),
  ...damage(
    'Only direct messages are withheld, each from its other reader',
    'social',
    `INSERT INTO message (channel_id, number, from_user_id, text, idempotency_key, sent_at, withheld_from)
     SELECT id, 1000001, gen_random_uuid(), 'Withheld', 'damage', now(), gen_random_uuid() FROM channel WHERE kind = 'WORLD'`,
  ),
  ...damage(
    'Each party has its channel, and no channel is left of another',
    'social',
    `INSERT INTO channel (id, kind, owner_id, created_at) VALUES (gen_random_uuid(), 'PARTY', gen_random_uuid(), now())`,
  ),
  ...damage(
    'Each guild has its channel, and no channel is left of another',
    'social',
    `INSERT INTO channel (id, kind, owner_id, created_at) VALUES (gen_random_uuid(), 'GUILD', gen_random_uuid(), now())`,
  ),
  ...damage(
    'No words are left of messages of deleted accounts',
    'social',
    aMessage('(SELECT user_id FROM erased_user LIMIT 1)', 1_000_000, 'Personal'),
    `INSERT INTO message_report (id, channel_id, number, by_user_id, from_user_id, reason, original, sent_at, reported_at)
     SELECT gen_random_uuid(), gen_random_uuid(), 1, gen_random_uuid(), user_id, '', 'Personal', now(), now() FROM erased_user LIMIT 1`,
    `INSERT INTO message_report (id, channel_id, number, by_user_id, from_user_id, reason, original, sent_at, reported_at)
     SELECT gen_random_uuid(), gen_random_uuid(), 1, user_id, gen_random_uuid(), 'Personal', '', now(), now() FROM erased_user LIMIT 1`,
  ),
]
