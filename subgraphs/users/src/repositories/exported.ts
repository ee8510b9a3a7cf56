import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

/** Passwords, tokens and hashes are no part of it: they would open what they close. */
const sections: readonly ExportSection[] = [
  {
    kind: 'account',
    from: '"user" u LEFT JOIN profile p ON p.user_id = u.id',
    owner: 'u.id',
    key: [['u.id', 'uuid']],
    entry: `jsonb_build_object('id', u.id, 'username', coalesce(u.display_username, u.username), 'displayName', u.name,
      'email', u.email, 'emailVerified', u.email_verified, 'image', u.image, 'role', u.role, 'banned', u.banned,
      'banReason', u.ban_reason, 'banExpires', u.ban_expires, 'createdAt', u.created_at, 'timeZone', p.time_zone,
      'timeZoneChosenAt', p.zone_chosen_at, 'firstSignedInAt', p.first_signed_in_at)`,
  },
  {
    kind: 'sign_in_method',
    from: 'account',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('provider', provider_id, 'accountId', account_id, 'createdAt', created_at)`,
  },
  {
    kind: 'two_factor',
    from: 'two_factor',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('begunAt', begun_at, 'enabledAt', enabled_at, 'backupCodesLeft', backup_codes_left)`,
  },
  {
    kind: 'guest',
    from: 'guest_credential',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('createdAt', created_at)`,
  },
  {
    kind: 'pending_email',
    from: 'email_claim',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('address', address, 'claimedAt', claimed_at)`,
  },
  {
    kind: 'external_account',
    from: 'external_account',
    owner: 'user_id',
    key: [['external_id', 'text']],
    entry: `jsonb_build_object('externalId', external_id)`,
  },
  {
    kind: 'session',
    from: 'session',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'createdAt', created_at, 'lastSeenAt', updated_at, 'expiresAt', expires_at,
      'userAgent', user_agent, 'ipAddress', ip_address)`,
  },
  {
    kind: 'known_network',
    from: 'known_network',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('seenAt', seen_at)`,
  },
  {
    kind: 'declaration',
    from: 'declaration',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('country', country, 'countryFrom', country_from, 'formerCountry', former_country,
      'nextCountry', next_country, 'nextFrom', next_from, 'birthDate', birth_date)`,
  },
  {
    kind: 'consent',
    from: 'consent',
    owner: 'user_id',
    key: [
      ['given_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'givenBy', given_by, 'wording', wording, 'givenAt', given_at,
      'withdrawnAt', withdrawn_at)`,
  },
  {
    kind: 'balance',
    from: 'ledger_account',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'account', kind, 'currency', currency, 'balance', balance, 'paid', paid)`,
  },
  {
    kind: 'ledger_entry',
    from: `ledger_entry e JOIN ledger_account a ON a.id = e.account_id JOIN ledger_transfer t ON t.id = e.transfer_id`,
    owner: 'a.user_id',
    key: [
      ['e.account_id', 'uuid'],
      ['e.sequence', 'bigint'],
    ],
    entry: `jsonb_build_object('id', e.id, 'account', a.id, 'sequence', e.sequence, 'amount', e.amount, 'paid', e.paid,
      'balanceAfter', e.balance_after, 'reason', t.reason, 'reference', t.reference, 'createdAt', e.created_at)`,
  },
  {
    kind: 'reward_claim',
    from: 'reward_claim',
    owner: 'user_id',
    key: [
      ['claimed_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'questId', quest_id, 'completionId', completion_id, 'currency', currency,
      'amount', amount, 'claimedAt', claimed_at)`,
  },
  {
    kind: 'purchase',
    from: 'purchase x LEFT JOIN purchase_reversal r ON r.purchase_id = x.id',
    owner: 'x.user_id',
    key: [
      ['x.created_at', 'timestamptz'],
      ['x.id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', x.id, 'pack', x.pack_id, 'paymentMethod', x.payment_method,
      'idempotencyKey', x.idempotency_key, 'currency', x.currency, 'amount', x.amount, 'priceCents', x.price_cents,
      'priceCurrency', x.price_currency, 'status', x.status, 'createdAt', x.created_at, 'settledAt', x.settled_at,
      'takenBackCents', coalesce(r.taken_back_cents, 0))`,
  },
  {
    kind: 'admin_action',
    from: 'admin_action',
    owner: 'user_id',
    key: [
      ['at', 'timestamptz'],
      ['position', 'bigint'],
    ],
    entry: `jsonb_build_object('id', id, 'action', action, 'reason', reason, 'at', at)`,
  },
]
