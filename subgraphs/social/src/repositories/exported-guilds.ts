import type { ExportSection } from '@waystone/kit/graphql'

/** The sections of guilds in a user's export. */
export const guildSections: readonly ExportSection[] = [
  {
    kind: 'guild_founding',
    from: 'guild',
    owner: 'founder_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'name', name, 'tag', tag, 'description', description, 'status', status,
      'idempotencyKey', idempotency_key, 'createdAt', created_at)`,
  },
  {
    kind: 'guild_membership',
    from: 'guild_member',
    owner: 'user_id',
    key: [['guild_id', 'uuid']],
    entry: `jsonb_build_object('guildId', guild_id, 'role', role, 'joinedAt', joined_at)`,
  },
  {
    kind: 'guild_contribution',
    from: 'guild_contribution',
    owner: 'user_id',
    key: [['guild_id', 'uuid']],
    entry: `jsonb_build_object('guildId', guild_id, 'deposited', deposited, 'withdrawn', withdrawn)`,
  },
  {
    kind: 'guild_application',
    from: 'guild_application',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('guildId', guild_id, 'message', message, 'sentAt', sent_at)`,
  },
  {
    kind: 'treasury_movement',
    from: 'treasury_movement',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'guildId', guild_id, 'kind', kind, 'status', status, 'amount', amount,
      'idempotencyKey', idempotency_key, 'createdAt', created_at)`,
  },
  {
    kind: 'guild_log_entry',
    from: 'guild_log',
    owner: 'actor_id',
    key: [['id', 'bigint']],
    entry: `jsonb_build_object('guildId', guild_id, 'kind', kind, 'subjectId', subject_id, 'amount', amount, 'role', role, 'at', at)`,
  },
]
