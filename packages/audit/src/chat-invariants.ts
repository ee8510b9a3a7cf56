import type { LocalInvariant } from './invariant.js'

/** Invariants of channels and messages. */
export const chatInvariants: readonly LocalInvariant[] = [
  {
    title: "Each channel's kept messages count up to its last number without gaps",
    database: 'social',
    violations: `SELECT c.id || ': ' || coalesce(m.count, 0) || ' from ' || c.first_number || ' to ' || c.last_number AS what FROM channel c
      LEFT JOIN (SELECT channel_id, count(*), min(number), max(number) FROM message GROUP BY channel_id) m ON m.channel_id = c.id
      WHERE coalesce(m.count, 0) <> c.last_number - c.first_number + 1
        OR coalesce(m.min, c.first_number) <> c.first_number OR coalesce(m.max, c.last_number) <> c.last_number`,
  },
  {
    title: 'No message is read before it is sent',
    database: 'social',
    violations: `SELECT p.user_id || ' ' || p.channel_id AS what FROM read_position p JOIN channel c ON c.id = p.channel_id
      WHERE p.up_to > c.last_number`,
  },
  {
    title: 'Only direct messages are withheld, each from its other reader',
    database: 'social',
    violations: `SELECT m.channel_id || ' ' || m.number AS what FROM message m JOIN channel c ON c.id = m.channel_id
      WHERE m.withheld_from IS NOT NULL AND (c.kind <> 'DIRECT' OR least(m.from_user_id, m.withheld_from) <> c.low_user_id
        OR greatest(m.from_user_id, m.withheld_from) <> c.high_user_id)`,
  },
  {
    title: 'Each party has its channel, and no channel is left of another',
    database: 'social',
    violations: `SELECT 'party ' || p.id AS what FROM party p WHERE NOT EXISTS (SELECT FROM channel c WHERE c.owner_id = p.id AND c.kind = 'PARTY')
      UNION ALL SELECT 'channel ' || c.id FROM channel c WHERE c.kind = 'PARTY' AND NOT EXISTS (SELECT FROM party p WHERE p.id = c.owner_id)`,
  },
  {
    title: 'Each guild has its channel, and no channel is left of another',
    database: 'social',
    violations: `SELECT 'guild ' || g.id AS what FROM guild g WHERE g.status = 'ACTIVE'
        AND NOT EXISTS (SELECT FROM channel c WHERE c.owner_id = g.id AND c.kind = 'GUILD' AND c.name = g.name)
      UNION ALL SELECT 'channel ' || c.id FROM channel c WHERE c.kind = 'GUILD'
        AND NOT EXISTS (SELECT FROM guild g WHERE g.id = c.owner_id AND g.status = 'ACTIVE')`,
  },
  {
    title: 'No words are left of messages of deleted accounts',
    database: 'social',
    violations: `SELECT m.channel_id || ' ' || m.number AS what FROM message m JOIN erased_user e ON e.user_id = m.from_user_id
        WHERE m.text <> '' OR m.original IS NOT NULL
      UNION ALL SELECT 'report ' || r.id FROM message_report r JOIN erased_user e ON e.user_id = r.from_user_id WHERE r.original <> ''
      UNION ALL SELECT 'report ' || r.id FROM message_report r JOIN erased_user e ON e.user_id = r.by_user_id WHERE r.reason <> ''`,
  },
]
