import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

/** The sections of the export. Tokens of devices are left out: who has one could push to the device. */
const sections: readonly ExportSection[] = [
  {
    kind: 'notification_settings',
    from: 'player',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('language', language, 'timeZone', time_zone, 'quietFrom', quiet_from, 'quietTo', quiet_to,
      'kinds', kinds)`,
  },
  {
    kind: 'notification',
    from: 'notification',
    owner: 'user_id',
    key: [['sequence', 'int']],
    entry: `jsonb_build_object('id', id, 'about', notification.kind, 'data', data, 'inGame', in_game,
      'createdAt', created_at, 'readAt', read_at)`,
  },
  {
    kind: 'push_token',
    from: 'push_token',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'platform', platform, 'device', device, 'createdAt', created_at,
      'lastUsedAt', last_used_at)`,
  },
  {
    kind: 'delivery',
    from: 'delivery',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'notificationId', notification_id, 'platform', platform, 'device', device,
      'status', status, 'attempts', attempts, 'lastError', last_error, 'createdAt', created_at, 'sentAt', sent_at)`,
  },
  {
    kind: 'mail',
    from: 'mail m JOIN sending s ON s.id = m.sending_id',
    owner: 'm.user_id',
    key: [['m.id', 'uuid']],
    entry: `jsonb_build_object('id', m.id, 'from', s.sender, 'subject', s.title, 'body', s.body,
      'attachments', s.attachments, 'sentAt', m.sent_at, 'expiresAt', s.expires_at, 'readAt', m.read_at,
      'claimedAt', m.claimed_at)`,
  },
  {
    kind: 'mail_claim',
    from: 'mail_claim',
    owner: 'user_id',
    key: [['mail_id', 'uuid']],
    entry: `jsonb_build_object('mailId', mail_id, 'rewards', rewards, 'claimedAt', claimed_at)`,
  },
]
