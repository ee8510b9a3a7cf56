import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

/** The sections of the export. Server seeds are left out: a seed in use must stay secret. */
const sections: readonly ExportSection[] = [
  {
    kind: 'pull',
    from: 'pull p',
    owner: 'p.user_id',
    key: [
      ['p.created_at', 'timestamptz'],
      ['p.id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', p.id, 'bannerId', p.banner_id, 'bannerVersion', p.banner_version, 'count', p.count,
      'idempotencyKey', p.idempotency_key, 'status', p.status, 'currency', p.currency, 'cost', p.cost, 'priceKind', p.price_kind,
      'createdAt', p.created_at, 'fairnessSeedId', p.fairness_seed_id, 'nonce', p.nonce, 'order', p.order_name, 'bar', p.bar,
      'milestone', p.milestone, 'tickets', CASE WHEN p.ticket_item_id IS NOT NULL
        THEN jsonb_build_object('itemId', p.ticket_item_id, 'amount', p.ticket_amount) END,
      'items', (SELECT coalesce(jsonb_agg(jsonb_build_object('itemId', i.item_id, 'featured', i.featured,
        'duplicate', i.duplicate, 'outcome', i.outcome,
        'copy', i.copy, 'shards', CASE WHEN i.shard_item_id IS NOT NULL
          THEN jsonb_build_object('itemId', i.shard_item_id, 'amount', i.shard_amount) END,
        'payout', CASE WHEN i.payout_currency IS NOT NULL
          THEN jsonb_build_object('currency', i.payout_currency, 'amount', i.payout_amount) END) ORDER BY i.index), '[]') FROM pulled_item i WHERE i.pull_id = p.id))`,
  },
  {
    kind: 'inventory_entry',
    from: 'inventory_entry',
    owner: 'user_id',
    key: [
      ['first_obtained_at', 'timestamptz'],
      ['item_id', 'uuid'],
    ],
    entry: `jsonb_build_object('itemId', item_id, 'quantity', quantity, 'firstObtainedAt', first_obtained_at)`,
  },
  {
    kind: 'pity',
    from: 'pity',
    owner: 'user_id',
    key: [['banner_id', 'uuid']],
    entry: `jsonb_build_object('bannerId', banner_id, 'pullsSinceUltraRare', pulls_since_ultra_rare,
      'pullsSinceSuperRare', pulls_since_super_rare, 'ultraRareGuaranteed', ultra_rare_guaranteed,
      'superRareGuaranteed', super_rare_guaranteed)`,
  },
  {
    kind: 'banner_memory',
    from: 'banner_memory',
    owner: 'user_id',
    key: [['scope', 'text']],
    entry: `jsonb_build_object('scope', scope, 'counters', counters, 'boxes', boxes, 'target', target, 'wishes', wishes)`,
  },
  {
    kind: 'memory_change',
    from: 'memory_change',
    owner: 'user_id',
    key: [
      ['changed_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'bannerId', banner_id, 'bannerVersion', banner_version, 'kind', kind, 'itemId', item_id,
      'itemIds', item_ids, 'idempotencyKey', idempotency_key, 'changedAt', changed_at, 'fairnessSeedId', fairness_seed_id, 'nonce', nonce)`,
  },
  {
    kind: 'banner_tally',
    from: 'banner_tally',
    owner: 'user_id',
    key: [
      ['banner_id', 'uuid'],
      ['kind', 'text'],
      ['name', 'text'],
    ],
    entry: `jsonb_build_object('bannerId', banner_id, 'kind', kind, 'name', name, 'counted', counted, 'spent', spent,
      'ended', ended, 'uses', uses)`,
  },
  {
    kind: 'milestone_claim',
    from: 'milestone_claim',
    owner: 'user_id',
    key: [
      ['claimed_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'bannerId', banner_id, 'milestone', milestone, 'itemId', item_id,
      'claimedAt', claimed_at)`,
  },
  {
    kind: 'point_exchange',
    from: 'point_exchange',
    owner: 'user_id',
    key: [
      ['exchanged_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'bannerId', banner_id, 'bannerVersion', banner_version, 'exchange', exchange,
      'itemId', item_id, 'cost', cost, 'exchangedAt', exchanged_at)`,
  },
  {
    kind: 'banner_conversion',
    from: 'banner_conversion',
    owner: 'user_id',
    key: [
      ['converted_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'bannerId', banner_id, 'kind', kind, 'name', name, 'points', points,
      'currency', currency, 'amount', amount, 'convertedAt', converted_at)`,
  },
  {
    kind: 'duplicate_payout',
    from: 'duplicate_payout',
    owner: 'user_id',
    key: [
      ['paid_at', 'timestamptz'],
      ['id', 'uuid'],
    ],
    entry: `jsonb_build_object('id', id, 'pullId', pull_id, 'currency', currency, 'amount', amount, 'paidAt', paid_at)`,
  },
  {
    kind: 'fairness_seed',
    from: 'fairness_seed',
    owner: 'user_id',
    key: [['number', 'int']],
    entry: `jsonb_build_object('id', id, 'number', number, 'clientSeed', client_seed, 'serverSeedHash', server_seed_hash,
      'createdAt', created_at, 'revealedAt', revealed_at)`,
  },
]
