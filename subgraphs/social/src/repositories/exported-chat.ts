import type { ExportSection } from '@waystone/kit/graphql'

/** Messages, reports and read positions of a user. Messages of others are not the user's to take away. */
export const chatSections: readonly ExportSection[] = [
  {
    kind: 'message',
    from: 'message m',
    owner: 'm.from_user_id',
    key: [
      ['m.channel_id', 'uuid'],
      ['m.number', 'bigint'],
    ],
    entry: `jsonb_build_object('channelId', m.channel_id, 'number', m.number, 'text', coalesce(m.original, m.text), 'shownAs', m.text,
      'sentAt', m.sent_at, 'deletedAt', m.deleted_at, 'idempotencyKey', m.idempotency_key)`,
  },
  {
    kind: 'message_report',
    from: 'message_report',
    owner: 'by_user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'channelId', channel_id, 'number', number, 'reason', reason, 'reportedAt', reported_at,
      'decidedAt', decided_at)`,
  },
  {
    kind: 'read_position',
    from: 'read_position',
    owner: 'user_id',
    key: [['channel_id', 'uuid']],
    entry: `jsonb_build_object('channelId', channel_id, 'upTo', up_to)`,
  },
  {
    kind: 'message_sender',
    from: 'message_sender',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('mutedUntil', muted_until)`,
  },
]
