import type { Pool } from 'pg'
import { inBulk } from './bulk.js'
import { sealedSeeds } from './sealed-seeds.js'

/** Of the default banner "First Light". */
export const BANNER_ID = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
export const SINGLE_COST = 100
/** The grant of each user: more than a run can spend. */
const GRANT = 1_000_000_000_000

/** A UUID v4 that follows from a text, so that bench and database make the same ones. */
const uuid = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`
const userId = uuid(`'bench user ' || u`)
const account = (kind: string) => uuid(`'bench ${kind} account ' || u`)
/** As repositories/ledger.ts and the first migration of users make them. */
const house = (kind: string) =>
  `md5('waystone-house:${kind}:DIAMOND:' || (('x' || right(${userId}::text, 2))::bit(8)::int % 16))::uuid`
const pull = uuid(`'bench pull ' || u || ' ' || k`)
const seedId = uuid(`'bench seed ' || u`)
const transfer = (kind: string) => uuid(`'bench ${kind} transfer ' || u || ' ' || k`)
const BEFORE = `'2026-02-01T00:00:00Z'::timestamptz`

/** Users of a range of numbers, both ends included; ranges are made one after the other. */
export interface Population {
  readonly firstUser: number
  readonly lastUser: number
  /** Pulls that each user has made before. */
  readonly pullsEach: number
}

/**
 * Makes users with a history, in bulk: each was granted diamonds and has drawn pulls whose prices were reserved and
 * captured. Every invariant of the ledger holds afterwards: sums, balances, sequences without gaps.
 * @param superuser foreign keys are not looked up one by one, which only a superuser may ask for
 */
export async function populateUsers(superuser: Pool, population: Population): Promise<void> {
  const users = usersOf(population)
  const pulls = `${users}, generate_series(1, ${population.pullsEach}) k`
  await inBulk(superuser, [
    `insert into "user" (id, name, email, username) select ${userId}, 'Bench ' || u, 'bench' || u || '@example.com', 'bench' || u from ${users}`,
    `insert into profile (user_id, time_zone, former_of_months, standing, first_signed_in_at) select ${userId}, 'UTC', 'UTC', 'ACTIVE', ${BEFORE} from ${users}`,
    ...[
      ['WALLET', 'DIAMOND', GRANT - population.pullsEach * SINGLE_COST, population.pullsEach + 1],
      ['HELD', 'DIAMOND', 0, 2 * population.pullsEach],
      ['WALLET', 'GOLD', 0, 0],
      ['HELD', 'GOLD', 0, 0],
    ].map(
      ([kind, currency, balance, sequence]) =>
        `insert into ledger_account (id, kind, currency, user_id, balance, sequence, updated_at)
         select ${account(`${kind} ${currency}`)}, '${kind}', '${currency}', ${userId}, ${balance}, ${sequence}, ${BEFORE} from ${users}`,
    ),
    `insert into ledger_transfer (id, reason, reference, debit_account_id, credit_account_id, amount, created_at, paid)
     select ${uuid(`'bench grant ' || u`)}, 'GRANT', ${userId}, ${house('GRANTS')}, ${account('WALLET DIAMOND')}, ${GRANT}, ${BEFORE}, 0 from ${users}`,
    `insert into ledger_transfer (id, reason, reference, debit_account_id, credit_account_id, amount, created_at, paid)
     select ${transfer('reserving')}, 'PULL', ${pull}, ${account('WALLET DIAMOND')}, ${account('HELD DIAMOND')}, ${SINGLE_COST}, ${BEFORE}, 0 from ${pulls}`,
    `insert into ledger_transfer (id, reason, reference, debit_account_id, credit_account_id, amount, created_at, paid)
     select ${transfer('capturing')}, 'PULL_CAPTURED', ${pull}, ${account('HELD DIAMOND')}, ${house('SINK')}, ${SINGLE_COST}, ${BEFORE}, 0 from ${pulls}`,
    `insert into reservation (pull_id, user_id, currency, amount, status, available, created_at, settled_at, paid)
     select ${pull}, ${userId}, 'DIAMOND', ${SINGLE_COST}, 'CAPTURED', ${GRANT} - (k - 1) * ${SINGLE_COST}, ${BEFORE}, ${BEFORE}, 0 from ${pulls}`,
    `insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     select ${uuid(`'bench grant ' || u`)}, ${account('WALLET DIAMOND')}, 1, ${GRANT}, ${GRANT}, ${BEFORE}, 0 from ${users}`,
    `insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     select ${transfer('reserving')}, ${account('WALLET DIAMOND')}, k + 1, -${SINGLE_COST}, ${GRANT} - k::bigint * ${SINGLE_COST}, ${BEFORE}, 0 from ${pulls}`,
    `insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     select ${transfer('reserving')}, ${account('HELD DIAMOND')}, 2 * k - 1, ${SINGLE_COST}, ${SINGLE_COST}, ${BEFORE}, 0 from ${pulls}`,
    `insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     select ${transfer('capturing')}, ${account('HELD DIAMOND')}, 2 * k, -${SINGLE_COST}, 0, ${BEFORE}, 0 from ${pulls}`,
    ...houseEntries({
      id: uuid(`'bench grant ' || u`),
      house: house('GRANTS'),
      amount: -GRANT,
      rows: `${users}, (select 0 as k) once`,
    }),
    ...houseEntries({ id: transfer('capturing'), house: house('SINK'), amount: SINGLE_COST, rows: pulls }),
  ])
}

const usersOf = ({ firstUser, lastUser }: Population) => `generate_series(${firstUser}, ${lastUser}) u`

/** Numbers the entries of each house account on from where it stands, and moves it there. */
const houseEntries = (entries: { id: string; house: string; amount: number; rows: string }) => {
  const { id, amount, rows } = entries
  return [
    `insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     select e.id, a.id, a.sequence + e.place, ${amount}, a.balance + e.place * ${amount}, ${BEFORE}, 0
     from (
       select id, house, row_number() over (partition by house order by u, k) as place
       from (select u, k, ${id} as id, ${entries.house} as house from ${rows}) each
     ) e join (select * from ledger_account where user_id is null) a on a.id = e.house`,
    `update ledger_account a set balance = a.balance + e.entries * ${amount}, sequence = a.sequence + e.entries
     from (select house, count(*) as entries from (select ${entries.house} as house from ${rows}) each group by house) e
     where a.user_id is null and a.id = e.house`,
  ]
}

/** The same users' side in gacha: seeds, pity, drawn pulls with their items, and the inventory that follows. */
export async function populateGacha(superuser: Pool, population: Population): Promise<void> {
  const { pullsEach } = population
  const users = usersOf(population)
  const pulls = `${users}, generate_series(1, ${pullsEach}) k`
  const item = `(select array_agg(id order by id) as ids from item where rarity = 'RARE') rare`
  const itemOf = 'rare.ids[1 + (u + k) % cardinality(rare.ids)]'
  const seeds = sealedSeeds(population)
  const day = `(${BEFORE} at time zone 'UTC')::date`
  await inBulk(superuser, [
    {
      text: `insert into fairness_seed (id, user_id, number, sealed_seed, server_seed_hash, next_sealed_seed, next_server_seed_hash, client_seed,
         next_nonce, created_at)
       select ${seedId}, ${userId}, 1, sealed, hash, next_sealed, next_hash, 'bench', ${pullsEach}, ${BEFORE}
       from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[]) as seed (u, sealed, hash, next_sealed, next_hash)`,
      values: [seeds.users, seeds.sealed, seeds.hashes, seeds.nextSealed, seeds.nextHashes],
    },
    `insert into pity (user_id, banner_id, pulls_since_ultra_rare, pulls_since_super_rare, ultra_rare_guaranteed, super_rare_guaranteed)
     select ${userId}, '${BANNER_ID}', ${pullsEach}, ${pullsEach}, false, false from ${users}`,
    `insert into pull (id, user_id, banner_id, banner_version, count, idempotency_key, status, currency, cost, created_at, day,
       recover_after, fairness_seed_id, nonce, pity_before)
     select ${pull}, ${userId}, '${BANNER_ID}', 1, 1, 'bench ' || k, 'SETTLED', 'DIAMOND', ${SINGLE_COST}, ${BEFORE}, ${day}, ${BEFORE}, ${seedId}, k - 1,
       jsonb_build_object('pullsSinceUltraRare', k - 1, 'pullsSinceSuperRare', k - 1, 'ultraRareGuaranteed', false, 'superRareGuaranteed', false)
     from ${pulls}`,
    `insert into pulled_item (pull_id, index, item_id, featured, duplicate, pulls_since_ultra_rare)
     select ${pull}, 0, ${itemOf}, false, false, k from ${pulls}, ${item}`,
    `insert into inventory_entry (user_id, item_id, quantity, first_obtained_at)
     select ${userId}, ${itemOf}, count(*), ${BEFORE} from ${pulls}, ${item} group by 1, 2`,
    `insert into pull_day (user_id, day, scope_id, pulls, pulls_max)
     select ${userId}, ${day}, scope, ${pullsEach}, null from ${users}, unnest(array['00000000-0000-0000-0000-000000000000', '${BANNER_ID}']::uuid[]) scope`,
  ])
}
