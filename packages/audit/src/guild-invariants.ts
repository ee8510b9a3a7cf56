import type { LocalInvariant, SharedInvariant } from './invariant.js'

/** Invariants of guilds within social, and of their gold within users. */
export const guildInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each guild has its members, one of them the leader, and no dissolved one has any',
    database: 'social',
    violations: `SELECT g.id || ' ' || g.status AS what FROM guild g
      LEFT JOIN (SELECT guild_id, count(*) AS n, count(*) FILTER (WHERE role = 'LEADER') AS leaders FROM guild_member GROUP BY guild_id) m
        ON m.guild_id = g.id
      WHERE coalesce(m.n, 0) <> g.member_count OR g.member_count > g.member_limit
        OR coalesce(m.leaders, 0) <> CASE g.status WHEN 'ACTIVE' THEN 1 ELSE 0 END`,
  },
  {
    title: "Contributions equal the guild's log",
    database: 'social',
    violations: `SELECT coalesce(c.guild_id, l.guild_id) || ' ' || coalesce(c.user_id, l.user_id) AS what FROM guild_contribution c
      FULL JOIN (SELECT guild_id, coalesce(subject_id, actor_id) AS user_id,
          coalesce(sum(amount) FILTER (WHERE kind = 'DEPOSITED'), 0) AS deposited,
          coalesce(sum(amount) FILTER (WHERE kind = 'WITHDREW'), 0) AS withdrawn
        FROM guild_log WHERE amount IS NOT NULL GROUP BY 1, 2) l ON l.guild_id = c.guild_id AND l.user_id = c.user_id
      WHERE (coalesce(c.deposited, 0), coalesce(c.withdrawn, 0)) IS DISTINCT FROM (coalesce(l.deposited, 0), coalesce(l.withdrawn, 0))`,
  },
  {
    title: "Each movement of a treasury that is done is in the guild's log once, with its amount, and no other",
    database: 'social',
    violations: `SELECT coalesce(m.id, l.movement_id) AS what FROM (SELECT * FROM treasury_movement WHERE status = 'DONE') m
      FULL JOIN (SELECT movement_id, count(*) AS n, sum(amount) AS amount, min(guild_id::text) AS guild_id, min(kind::text) AS kind
        FROM guild_log WHERE movement_id IS NOT NULL GROUP BY movement_id) l ON l.movement_id = m.id
      WHERE m.id IS NULL OR l.movement_id IS NULL OR l.n <> 1 OR l.amount <> m.amount OR l.guild_id <> m.guild_id::text
        OR l.kind <> CASE m.kind WHEN 'DEPOSIT' THEN 'DEPOSITED' ELSE 'WITHDREW' END`,
  },
  {
    title: 'No treasury is below zero, and that of a dissolved guild is empty',
    database: 'social',
    violations: `SELECT c.guild_id || ': ' || sum(c.deposited - c.withdrawn) AS what FROM guild_contribution c
      LEFT JOIN guild g ON g.id = c.guild_id GROUP BY c.guild_id, g.status
      HAVING sum(c.deposited - c.withdrawn) < 0 OR (g.status = 'DISSOLVED' AND sum(c.deposited - c.withdrawn) <> 0)
        OR g.status IS NULL OR g.status NOT IN ('ACTIVE', 'DISSOLVED')`,
  },
  {
    title: 'No guild has a deleted account as its member, an application of one, or a key that one has made',
    database: 'social',
    violations: `SELECT 'member ' || user_id AS what FROM guild_member JOIN erased_user USING (user_id)
      UNION ALL SELECT 'application ' || a.id FROM guild_application a JOIN erased_user USING (user_id)
      UNION ALL SELECT 'movement ' || m.id FROM treasury_movement m JOIN erased_user USING (user_id) WHERE m.idempotency_key <> m.id::text
      UNION ALL SELECT 'guild ' || g.id FROM guild g JOIN erased_user e ON e.user_id = g.founder_id WHERE g.idempotency_key <> g.id::text`,
  },
  {
    title: 'No treasury has paid out more than was deposited and is set aside for it',
    database: 'users',
    violations: `SELECT t.guild_id || ': ' || t.gold AS what FROM (
        SELECT guild_id, sum(balance) AS gold FROM ledger_account WHERE guild_id IS NOT NULL GROUP BY guild_id) t
      LEFT JOIN (SELECT guild_id, sum(amount) AS gold FROM reservation
        WHERE purpose = 'GUILD_DEPOSIT' AND status = 'RESERVED' GROUP BY guild_id) r ON r.guild_id = t.guild_id
      WHERE t.gold + coalesce(r.gold, 0) < 0`,
  },
  {
    title: 'Each captured deposit is in a treasury of its guild',
    database: 'users',
    violations: `SELECT r.pull_id AS what FROM reservation r
      JOIN ledger_transfer t ON t.reference = r.pull_id AND t.reason = 'GUILD_DEPOSIT_CAPTURED'
      JOIN ledger_account a ON a.id = t.credit_account_id
      WHERE r.purpose = 'GUILD_DEPOSIT' AND a.guild_id IS DISTINCT FROM r.guild_id`,
  },
]

/** The later step is read first, as in game-invariants.ts. */
export const sharedGuildInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each guild agrees with the reservation of its price',
    from: 'social',
    to: 'users',
    page: `SELECT id, CASE status
        WHEN 'REFUSED' THEN ARRAY['REFUSED']
        WHEN 'RELEASED' THEN ARRAY['RELEASED']
        WHEN 'RELEASING' THEN ARRAY['', 'RESERVED', 'RELEASED', 'REFUSED']
        WHEN 'FOUNDING' THEN ARRAY['', 'RESERVED', 'REFUSED', 'CAPTURED', 'RELEASED']
        ELSE ARRAY['RESERVED', 'CAPTURED'] END AS expected
      FROM guild WHERE id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT pull_id AS id, status::text AS found FROM reservation WHERE purpose = 'GUILD_FOUNDING' AND pull_id = ANY($1::uuid[])`,
  },
  {
    title: 'Each captured price of a guild has a guild',
    from: 'users',
    to: 'social',
    page: `SELECT pull_id AS id, ARRAY['ACTIVE', 'DISSOLVED'] AS expected FROM reservation
      WHERE status = 'CAPTURED' AND purpose = 'GUILD_FOUNDING' AND pull_id > $1 ORDER BY pull_id LIMIT $2`,
    lookup: `SELECT id, status::text AS found FROM guild WHERE id = ANY($1::uuid[])`,
  },
  {
    title: 'Each deposit agrees with its reservation',
    from: 'social',
    to: 'users',
    page: `SELECT id, CASE WHEN status = 'DONE' THEN ARRAY['RESERVED ' || amount, 'CAPTURED ' || amount]
        WHEN status = 'REFUSED' THEN ARRAY['REFUSED ' || amount]
        WHEN status = 'RELEASED' THEN ARRAY['RELEASED ' || amount, 'RELEASED 0']
        ELSE ARRAY['', 'RESERVED ' || amount, 'REFUSED ' || amount, 'CAPTURED ' || amount, 'RELEASED ' || amount, 'RELEASED 0'] END AS expected
      FROM treasury_movement WHERE kind = 'DEPOSIT' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT pull_id AS id, status || ' ' || coalesce(amount, 0) AS found FROM reservation
      WHERE purpose = 'GUILD_DEPOSIT' AND pull_id = ANY($1::uuid[])`,
  },
  {
    title: 'Each captured deposit is in the book of its guild',
    from: 'users',
    to: 'social',
    page: `SELECT pull_id AS id, ARRAY[guild_id || ' ' || user_id || ' ' || amount] AS expected FROM reservation
      WHERE status = 'CAPTURED' AND purpose = 'GUILD_DEPOSIT' AND pull_id > $1 ORDER BY pull_id LIMIT $2`,
    lookup: `SELECT id, guild_id || ' ' || user_id || ' ' || amount AS found FROM treasury_movement
      WHERE kind = 'DEPOSIT' AND status = 'DONE' AND id = ANY($1::uuid[])`,
  },
  {
    title: 'Each payment from a treasury is in the book of its guild',
    from: 'users',
    to: 'social',
    page: `SELECT t.reference AS id, ARRAY[d.guild_id || ' ' || c.user_id || ' ' || t.amount] AS expected FROM ledger_transfer t
      JOIN ledger_account d ON d.id = t.debit_account_id JOIN ledger_account c ON c.id = t.credit_account_id
      WHERE t.reason IN ('GUILD_WITHDRAWAL', 'GUILD_DISSOLUTION') AND t.reference > $1 ORDER BY t.reference LIMIT $2`,
    lookup: `SELECT id, guild_id || ' ' || user_id || ' ' || amount AS found FROM treasury_movement
      WHERE kind <> 'DEPOSIT' AND status = 'DONE' AND id = ANY($1::uuid[])`,
  },
]

/** Only where nothing is under way. */
export const settledGuildInvariants: readonly SharedInvariant[] = [
  {
    title: "Each treasury in the ledger equals the guild's book",
    from: 'social',
    to: 'users',
    page: `SELECT guild_id AS id, ARRAY[sum(deposited - withdrawn)::text] AS expected FROM guild_contribution
      WHERE guild_id > $1 GROUP BY guild_id ORDER BY guild_id LIMIT $2`,
    lookup: `SELECT guild_id AS id, sum(balance)::text AS found FROM ledger_account WHERE guild_id = ANY($1::uuid[]) GROUP BY guild_id`,
  },
  {
    title: "Each treasury in the ledger has a guild's book",
    from: 'users',
    to: 'social',
    page: `SELECT guild_id AS id, ARRAY[sum(balance)::text] AS expected FROM ledger_account
      WHERE guild_id > $1 GROUP BY guild_id ORDER BY guild_id LIMIT $2`,
    lookup: `SELECT guild_id AS id, sum(deposited - withdrawn)::text AS found FROM guild_contribution WHERE guild_id = ANY($1::uuid[]) GROUP BY guild_id`,
  },
  {
    title: 'Each guild is paid for',
    from: 'social',
    to: 'users',
    page: `SELECT id, ARRAY['CAPTURED'] AS expected FROM guild WHERE status IN ('ACTIVE', 'DISSOLVED') AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT pull_id AS id, status::text AS found FROM reservation WHERE purpose = 'GUILD_FOUNDING' AND pull_id = ANY($1::uuid[])`,
  },
  {
    title: 'Each deposit that is done has reached its treasury',
    from: 'social',
    to: 'users',
    page: `SELECT id, ARRAY['CAPTURED'] AS expected FROM treasury_movement WHERE kind = 'DEPOSIT' AND status = 'DONE' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT pull_id AS id, status::text AS found FROM reservation WHERE purpose = 'GUILD_DEPOSIT' AND pull_id = ANY($1::uuid[])`,
  },
  {
    title: 'Each withdrawal and each share is paid once',
    from: 'social',
    to: 'users',
    page: `SELECT id, ARRAY[CASE kind WHEN 'SHARE' THEN 'GUILD_DISSOLUTION ' ELSE 'GUILD_WITHDRAWAL ' END || amount || ' 1'] AS expected
      FROM treasury_movement WHERE kind <> 'DEPOSIT' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT reference AS id, min(reason::text) || ' ' || sum(amount) || ' ' || count(*) AS found FROM ledger_transfer
      WHERE reason IN ('GUILD_WITHDRAWAL', 'GUILD_DISSOLUTION') AND reference = ANY($1::uuid[]) GROUP BY reference`,
  },
]

/** Only where nothing is under way. */
export const settledLocalGuildInvariants: readonly LocalInvariant[] = [
  {
    title: 'No guild is being founded, and no deposit is under way',
    database: 'social',
    violations: `SELECT id || ' ' || status AS what FROM guild WHERE status IN ('FOUNDING', 'RELEASING')
      UNION ALL SELECT id || ' ' || status FROM treasury_movement WHERE status IN ('RESERVING', 'RELEASING')`,
  },
]
