import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { guildSections } from './exported-guilds.js'
import { chatSections } from './exported-chat.js'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

/** Of blocks only the user's own are told: whether another user has blocked this one is not. */
const sections: readonly ExportSection[] = [
  ...chatSections,
  {
    kind: 'friend',
    from: `(SELECT low_id AS user_id, high_id AS other_id, friends_since FROM relationship
      UNION ALL SELECT high_id, low_id, friends_since FROM relationship) friend`,
    owner: 'friends_since IS NOT NULL AND user_id',
    key: [['other_id', 'uuid']],
    entry: `jsonb_build_object('userId', other_id, 'since', friends_since)`,
  },
  {
    kind: 'friend_request',
    from: `(SELECT CASE WHEN requested_by_low THEN low_id ELSE high_id END AS user_id,
        CASE WHEN requested_by_low THEN high_id ELSE low_id END AS other_id, request_id, requested_at, true AS sent
        FROM relationship WHERE request_id IS NOT NULL
      UNION ALL SELECT CASE WHEN requested_by_low THEN high_id ELSE low_id END, CASE WHEN requested_by_low THEN low_id ELSE high_id END,
        request_id, requested_at, false FROM relationship
        WHERE request_id IS NOT NULL AND CASE WHEN requested_by_low THEN high_blocked_at ELSE low_blocked_at END IS NULL) request`,
    owner: 'user_id',
    key: [['request_id', 'uuid']],
    entry: `jsonb_build_object('id', request_id, 'userId', other_id, 'sent', sent, 'sentAt', requested_at)`,
  },
  {
    kind: 'blocked_user',
    from: `(SELECT low_id AS user_id, high_id AS other_id, low_blocked_at AS blocked_at FROM relationship
      UNION ALL SELECT high_id, low_id, high_blocked_at FROM relationship) block`,
    owner: 'blocked_at IS NOT NULL AND user_id',
    key: [['other_id', 'uuid']],
    entry: `jsonb_build_object('userId', other_id, 'since', blocked_at)`,
  },
  {
    kind: 'presence',
    from: 'presence',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('status', status, 'hidden', hidden, 'lastSeenAt', last_seen_at, 'disconnectedAt', disconnected_at)`,
  },
  {
    kind: 'party_member',
    from: 'party_member',
    owner: 'user_id',
    key: [['party_id', 'uuid']],
    entry: `jsonb_build_object('partyId', party_id, 'characterId', character_id, 'joinedAt', joined_at)`,
  },
  ...guildSections,
]
