import type { FactTable, SnapshotTable } from './table.js'

/**
 * Of the tables below. A change of them raises it, and gets an entry in schema-upgrades.ts that brings the
 * files of the version before to it.
 */
export const SCHEMA_VERSION = 1

const utc = (column: string) => `${column} AT TIME ZONE 'UTC'`

/** Money and ids are exact: BIGINT and UUID. Times are UTC. Free text and time zones are not read. */
export const factTables: readonly FactTable[] = [
  {
    name: 'account',
    source: 'users',
    relation: 'ledger_account',
    from: 'ledger_account r',
    columns: [
      { name: 'account_id', type: 'UUID', from: 'r.id' },
      { name: 'kind', type: 'VARCHAR', from: 'r.kind' },
      { name: 'currency', type: 'VARCHAR', from: 'r.currency' },
      { name: 'player_id', type: 'UUID', from: 'r.user_id', names: 'user' },
      { name: 'guild_id', type: 'UUID', from: 'r.guild_id' },
    ],
    key: 'account_id',
    sums: [],
    partitionedBy: null,
    isAppendOnly: false,
    isVersioned: false,
  },
  {
    name: 'ledger_transfer',
    source: 'users',
    relation: 'ledger_transfer',
    from: 'ledger_transfer r',
    columns: [
      { name: 'transfer_id', type: 'UUID', from: 'r.id' },
      { name: 'reason', type: 'VARCHAR', from: 'r.reason' },
      { name: 'reference', type: 'UUID', from: 'r.reference' },
      { name: 'leg', type: 'INTEGER', from: 'r.leg' },
      { name: 'debit_account_id', type: 'UUID', from: 'r.debit_account_id' },
      { name: 'credit_account_id', type: 'UUID', from: 'r.credit_account_id' },
      { name: 'amount', type: 'BIGINT', from: 'r.amount' },
      { name: 'created_at', type: 'TIMESTAMP', from: utc('r.created_at') },
    ],
    key: 'transfer_id',
    sums: ['amount', 'leg'],
    partitionedBy: 'created_at',
    isAppendOnly: true,
    isVersioned: false,
  },
  {
    name: 'ledger_entry',
    source: 'users',
    relation: 'ledger_entry',
    from: 'ledger_entry r',
    columns: [
      { name: 'entry_id', type: 'UUID', from: 'r.id' },
      { name: 'transfer_id', type: 'UUID', from: 'r.transfer_id' },
      { name: 'account_id', type: 'UUID', from: 'r.account_id' },
      { name: 'sequence', type: 'BIGINT', from: 'r.sequence' },
      { name: 'amount', type: 'BIGINT', from: 'r.amount' },
      { name: 'balance_after', type: 'BIGINT', from: 'r.balance_after' },
      { name: 'created_at', type: 'TIMESTAMP', from: utc('r.created_at') },
    ],
    key: 'entry_id',
    sums: ['amount', 'balance_after', 'sequence'],
    partitionedBy: 'created_at',
    isAppendOnly: true,
    isVersioned: false,
  },
  {
    name: 'purchase_version',
    source: 'users',
    relation: 'purchase',
    from: 'purchase r',
    columns: [
      { name: 'purchase_id', type: 'UUID', from: 'r.id' },
      { name: 'player_id', type: 'UUID', from: 'r.user_id', names: 'user' },
      { name: 'pack_id', type: 'VARCHAR', from: 'r.pack_id' },
      { name: 'currency', type: 'VARCHAR', from: 'r.currency' },
      { name: 'amount', type: 'BIGINT', from: 'r.amount' },
      { name: 'price_cents', type: 'BIGINT', from: 'r.price_cents' },
      { name: 'price_currency', type: 'VARCHAR', from: 'r.price_currency' },
      { name: 'status', type: 'VARCHAR', from: 'r.status' },
      { name: 'refund_reason', type: 'VARCHAR', from: 'r.refund_reason' },
      { name: 'month', type: 'VARCHAR', from: 'r.month' },
      { name: 'created_at', type: 'TIMESTAMP', from: utc('r.created_at') },
      { name: 'settled_at', type: 'TIMESTAMP', from: utc('r.settled_at') },
      { name: 'xact_id', type: 'BIGINT', from: 'coalesce(r.xact_id, 0)' },
    ],
    key: 'purchase_id',
    // With the transaction that wrote it, so that another version of a row is a difference.
    sums: ['amount', 'price_cents', 'xact_id'],
    partitionedBy: 'created_at',
    isAppendOnly: false,
    isVersioned: true,
  },
  {
    name: 'pulled_item',
    source: 'gacha',
    relation: 'pulled_item',
    from: 'pulled_item r JOIN pull p ON p.id = r.pull_id',
    columns: [
      { name: 'pull_id', type: 'UUID', from: 'r.pull_id' },
      { name: 'index', type: 'INTEGER', from: 'r.index' },
      { name: 'player_id', type: 'UUID', from: 'p.user_id', names: 'user' },
      { name: 'banner_id', type: 'UUID', from: 'p.banner_id' },
      { name: 'banner_version', type: 'INTEGER', from: 'p.banner_version' },
      { name: 'item_id', type: 'UUID', from: 'r.item_id' },
      { name: 'featured', type: 'BOOLEAN', from: 'r.featured' },
      { name: 'duplicate', type: 'BOOLEAN', from: 'r.duplicate' },
      { name: 'pulls_since_ultra_rare', type: 'INTEGER', from: 'r.pulls_since_ultra_rare' },
      { name: 'pull_count', type: 'INTEGER', from: 'p.count' },
      { name: 'pull_currency', type: 'VARCHAR', from: 'p.currency' },
      { name: 'pull_cost', type: 'BIGINT', from: 'p.cost' },
      { name: 'created_at', type: 'TIMESTAMP', from: utc('p.created_at') },
    ],
    key: 'pull_id',
    sums: ['index', 'pulls_since_ultra_rare', 'pull_cost'],
    partitionedBy: 'created_at',
    isAppendOnly: true,
    isVersioned: false,
  },
  {
    // The outboxes' history: quests records every event that a player caused, of all subgraphs and its own.
    name: 'event',
    source: 'quests',
    relation: 'game_event',
    from: 'game_event r',
    columns: [
      { name: 'event_id', type: 'UUID', from: 'r.id' },
      { name: 'type', type: 'VARCHAR', from: 'r.type' },
      { name: 'player_id', type: 'UUID', from: 'r.user_id', names: 'user' },
      { name: 'sequence', type: 'BIGINT', from: 'r.sequence' },
      { name: 'occurred_at', type: 'TIMESTAMP', from: utc('r.occurred_at') },
      { name: 'caused_by', type: 'UUID', from: 'r.caused_by' },
      { name: 'character_id', type: 'UUID', from: `r.data->>'characterId'`, names: 'personal' },
      { name: 'map_id', type: 'UUID', from: `r.data->>'mapId'` },
      { name: 'item_id', type: 'UUID', from: `r.data->>'itemId'` },
      { name: 'kind_id', type: 'UUID', from: `r.data->>'kindId'` },
      { name: 'quest_id', type: 'UUID', from: `r.data->>'questId'` },
      { name: 'completion_id', type: 'UUID', from: `r.data->>'completionId'` },
      { name: 'number', type: 'BIGINT', from: `r.data->>'number'` },
      { name: 'level', type: 'INTEGER', from: `r.data->>'level'` },
      { name: 'experience', type: 'BIGINT', from: `r.data->>'experience'` },
    ],
    key: 'event_id',
    sums: ['sequence', 'level', 'experience', 'number'],
    partitionedBy: 'occurred_at',
    isAppendOnly: true,
    isVersioned: false,
  },
]

export const snapshotTables: readonly SnapshotTable[] = [
  {
    name: 'item',
    source: 'gacha',
    query: 'SELECT id, name, rarity, kind FROM item',
    columns: [
      { name: 'item_id', type: 'UUID' },
      { name: 'name', type: 'VARCHAR' },
      { name: 'rarity', type: 'VARCHAR' },
      { name: 'kind', type: 'VARCHAR' },
    ],
  },
  {
    // Chances in millionths of a percent, as draws compare them (subgraphs/gacha, domain/chance.ts).
    name: 'banner_chance',
    source: 'gacha',
    query: `SELECT banner_id, version, definition->>'name', rule.key, round((rule.value->>'ratePercent')::numeric * 1000000)::bigint,
      (rule.value->'softPity'->>'from')::int, round((rule.value->'softPity'->>'stepPoints')::numeric * 1000000)::bigint, (rule.value->>'hardPityAt')::int
      FROM banner_version, jsonb_each(definition->'rarities') rule`,
    columns: [
      { name: 'banner_id', type: 'UUID' },
      { name: 'version', type: 'INTEGER' },
      { name: 'banner_name', type: 'VARCHAR' },
      { name: 'rarity', type: 'VARCHAR' },
      { name: 'rate_micros', type: 'BIGINT' },
      { name: 'soft_pity_from', type: 'INTEGER' },
      { name: 'soft_pity_step_micros', type: 'BIGINT' },
      { name: 'hard_pity_at', type: 'INTEGER' },
    ],
  },
  {
    name: 'quest',
    source: 'quests',
    query: `SELECT DISTINCT ON (quest_id) quest_id, version, definition->>'name' FROM quest_version ORDER BY quest_id, version DESC`,
    columns: [
      { name: 'quest_id', type: 'UUID' },
      { name: 'version', type: 'INTEGER' },
      { name: 'name', type: 'VARCHAR' },
    ],
  },
  {
    // Counted where the rows are: progress changes with every event, and names its player.
    name: 'quest_progress_count',
    source: 'quests',
    query: `SELECT quest_id, count(*), count(*) FILTER (WHERE completions > 0), count(*) FILTER (WHERE claims > 0), sum(completions)::bigint
      FROM quest_progress GROUP BY quest_id`,
    columns: [
      { name: 'quest_id', type: 'UUID' },
      { name: 'begun', type: 'BIGINT' },
      { name: 'completed', type: 'BIGINT' },
      { name: 'claimed', type: 'BIGINT' },
      { name: 'completions', type: 'BIGINT' },
    ],
  },
  {
    name: 'purchase_reversal',
    source: 'users',
    query: 'SELECT purchase_id, currency, taken_back_cents, due, recovered FROM purchase_reversal',
    columns: [
      { name: 'purchase_id', type: 'UUID' },
      { name: 'currency', type: 'VARCHAR' },
      { name: 'taken_back_cents', type: 'BIGINT' },
      { name: 'due', type: 'BIGINT' },
      { name: 'recovered', type: 'BIGINT' },
    ],
  },
]

export const factTable = (name: string): FactTable => {
  const found = factTables.find(table => table.name === name)
  if (found === undefined) throw new Error(`The warehouse has no table ${name}`)
  return found
}
