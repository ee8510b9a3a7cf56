import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

const TRANSFERS = 12_000
const FIRST_AT = '2026-03-01T00:00:00.000Z'

let users: TestApp
let admin: Player
let rich: Player
let counted: ReturnType<typeof countStatements>
beforeAll(async () => {
  users = await startUsers()
  admin = await users.anAdministrator()
  rich = await users.aPlayer('Rich')
  await seedTransfers(rich)
  await users.rows('ANALYZE')
  await users.ask(admin, '{ me { id } }')
  counted = countStatements(users.database.primary)
})
afterAll(async () => {
  counted.stop()
  await users.close()
})

/** Rewards of gold, one a second; of each ten the last leaves the wallet again by a correction. */
async function seedTransfers({ userId }: Player): Promise<void> {
  await users.rows(
    `WITH wallet AS (SELECT id FROM ledger_account WHERE user_id = $1 AND kind = 'WALLET' AND currency = 'GOLD'),
       house AS (SELECT kind, id FROM ledger_account WHERE user_id IS NULL AND currency = 'GOLD' AND shard = 0),
       booked AS (
         INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at)
         SELECT gen_random_uuid(), (CASE WHEN n % 10 = 0 THEN 'ADMIN_ADJUSTMENT' ELSE 'QUEST_REWARD' END)::transfer_reason, gen_random_uuid(), 0,
           CASE WHEN n % 10 = 0 THEN wallet.id ELSE (SELECT id FROM house WHERE kind = 'REWARDS') END,
           CASE WHEN n % 10 = 0 THEN (SELECT id FROM house WHERE kind = 'ADJUSTMENTS') ELSE wallet.id END,
           n, $3::timestamptz + n * interval '1 second' FROM generate_series(1, $2::int) n, wallet RETURNING *)
     INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at)
     SELECT b.id, side.account_id, b.amount + 1, side.amount, 0, b.created_at
     FROM booked b, LATERAL (VALUES (b.debit_account_id, -b.amount), (b.credit_account_id, b.amount)) side (account_id, amount)`,
    [userId, TRANSFERS, FIRST_AT],
  )
}

interface Side {
  readonly kind: string
  readonly user: { readonly id: string } | null
}
interface Node {
  readonly id: string
  readonly reason: string
  readonly currency: string
  readonly amount: number
  readonly from: Side
  readonly to: Side
  readonly createdAt: string
}
interface Page {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly totalCount: number
}
const LEDGER = `query ($userId: ID, $kind: LedgerAccountKind, $currency: Currency, $since: DateTime, $until: DateTime, $first: Int, $after: String) {
  ledger(userId: $userId, kind: $kind, currency: $currency, since: $since, until: $until, first: $first, after: $after) {
    edges { node { id reason reference currency amount from { kind user { id } } to { kind user { id } } createdAt } }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`
const UNCOUNTED = LEDGER.replace('totalCount', '')
const ledger = async (variables: Record<string, unknown> = {}, question = LEDGER): Promise<Page> => {
  const { data, errors } = await users.ask(admin, question, variables)
  expect(errors).toEqual([])
  return data?.['ledger'] as Page
}
const nodesOf = ({ edges }: Page) => edges.map(({ node }) => node)
const amountsOf = (page: Page) => nodesOf(page).map(({ amount }) => amount)
const rewards = { until: '2026-04-01T00:00:00Z' }

describe('ledger', () => {
  it('lists the transfers of all accounts, newest first, with reason, accounts and amount', async () => {
    const page = await ledger({ first: 4 })
    expect(page.totalCount).toBe(10_000)
    // Two accounts were made just now, after everything else.
    expect(nodesOf(page).map(({ reason, from, to }) => [reason, from.kind, from.user, to.kind])).toEqual([
      ['GRANT', 'GRANTS', null, 'WALLET'],
      ['GRANT', 'GRANTS', null, 'WALLET'],
      ['ADMIN_ADJUSTMENT', 'WALLET', { id: rich.userId }, 'ADJUSTMENTS'],
      ['QUEST_REWARD', 'REWARDS', null, 'WALLET'],
    ])
    expect(nodesOf(page)[2]).toMatchObject({
      currency: 'GOLD',
      amount: TRANSFERS,
      createdAt: '2026-03-01T03:20:00.000Z',
    })
  })

  it.each([
    ['all', {}],
    ['those of a user', { userId: true }],
    ['those of a wallet', { userId: true, kind: 'WALLET' }],
    ['those of the house', { kind: 'REWARDS' }],
  ])('has %s page by page, without a gap or a repeat', async (_, filter) => {
    const variables = { ...filter, ...('userId' in filter && { userId: rich.userId }), first: 100 }
    const seen = new Set<string>()
    let rows = 0
    let before = '9999'
    let after: string | null = null
    do {
      const page: Page = await ledger({ ...variables, after }, UNCOUNTED)
      for (const { id, createdAt } of nodesOf(page)) {
        expect(createdAt <= before).toBe(true)
        before = createdAt
        seen.add(id)
        rows += 1
      }
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    const expected =
      'kind' in filter && filter.kind === 'REWARDS' ? (TRANSFERS * 9) / 10 : TRANSFERS + ('userId' in filter ? 1 : 2)
    expect({ rows, distinct: seen.size }).toEqual({ rows: expected, distinct: expected })
  })

  it('is narrowed down to a user, a kind of account, a currency and a time', async () => {
    const corrections = await ledger({ kind: 'ADJUSTMENTS', first: 2 })
    expect(amountsOf(corrections)).toEqual([TRANSFERS, TRANSFERS - 10])
    expect(corrections.totalCount).toBe(TRANSFERS / 10)
    expect((await ledger({ currency: 'DIAMOND', first: 0 })).totalCount).toBe(2)
    expect((await ledger({ kind: 'REWARDS', currency: 'DIAMOND' })).totalCount).toBe(0)
    expect((await ledger({ userId: rich.userId, currency: 'DIAMOND' })).totalCount).toBe(1)
    expect((await ledger({ userId: rich.userId, kind: 'HELD' })).totalCount).toBe(0)
    expect((await ledger({ userId: rich.userId, kind: 'ADJUSTMENTS' })).totalCount, 'an account of the house').toBe(0)
    // Since is included, until is not.
    const [since, until] = ['2026-03-01T00:01:00Z', '2026-03-01T00:01:05Z']
    for (const userId of [null, rich.userId]) {
      const within = await ledger({ userId, since, until })
      expect(amountsOf(within)).toEqual([64, 63, 62, 61, 60])
      expect(within.totalCount).toBe(5)
      const second = await ledger({ userId, since, until, first: 3 })
      expect(amountsOf(await ledger({ userId, since, until, after: second.pageInfo.endCursor }))).toEqual([61, 60])
    }
    for (const userId of ['nobody', randomUUID()])
      expect(await ledger({ userId })).toMatchObject({ edges: [], totalCount: 0 })
  })

  it('shows the price of a pull once, though it goes from one account of its user to another', async () => {
    const player = await users.aPlayer()
    const pull = { pullId: randomUUID(), userId: player.userId, currency: 'DIAMOND' as const, amount: 160 }
    users.clock.advance(1_000)
    expect(await users.app.services.reservePrice(pull)).toMatchObject({ status: 'RESERVED' })
    const page = await ledger({ userId: player.userId, first: 1 })
    expect(nodesOf(page)).toMatchObject([
      { reason: 'PULL', amount: 160, from: { kind: 'WALLET' }, to: { kind: 'HELD', user: { id: player.userId } } },
    ])
    const next = await ledger({ userId: player.userId, after: page.pageInfo.endCursor })
    expect(nodesOf(next).map(({ reason }) => reason)).toEqual(['GRANT'])
    expect(page.totalCount).toBe(2)
  })

  it.each([
    ['all', {}, /ledger_transfer_created_at_id_idx/],
    ['a user', { userId: true }, /ledger_entry_account_id_created_at_transfer_id_idx/],
    ['a kind of the house', { kind: 'ADJUSTMENTS' }, /ledger_entry_account_id_created_at_transfer_id_idx/],
  ])('reads a late page of %s by one statement and an index', async (_, filter, index) => {
    const variables = { ...filter, ...('userId' in filter && { userId: rich.userId }), ...rewards }
    const { pageInfo } = await ledger({ ...variables, first: 100 })
    const { text, values } = await statementOf(async () => {
      const question = UNCOUNTED.replaceAll('user { id }', '')
      counted.reset()
      await users.ask(admin, question, { ...variables, after: pageInfo.endCursor })
      expect(counted.statements).toHaveLength(1)
    })
    const lines = await planOf(text, values)
    expect(lines).toMatch(index)
    expect(lines).not.toMatch(/Seq Scan/)
  })
})

/** As for tables of any size: small ones are read whole, where that is not forbidden. */
const planOf = (text: string, values: readonly unknown[]): Promise<string> =>
  withTransaction(users.database.primary, async tx => {
    await tx.query({ text: 'SET LOCAL enable_seqscan = off' })
    const { rows } = await tx.query<{ 'QUERY PLAN': string }>({
      text: `EXPLAIN (COSTS OFF) ${text}`,
      values: [...values],
    })
    return rows.map(line => line['QUERY PLAN']).join('\n')
  })

/** The statement that reads the list while `work` runs. */
async function statementOf(work: () => Promise<void>): Promise<{ text: string; values: readonly unknown[] }> {
  const { primary } = users.database
  const original = primary.query.bind(primary)
  const calls: { text: string; values: readonly unknown[] }[] = []
  primary.query = ((statement: { text: string; values: readonly unknown[] }) => {
    calls.push(statement)
    return original(statement as never)
  }) as never
  try {
    await work()
  } finally {
    primary.query = original
  }
  const found = calls.find(
    ({ text }) => text.includes('FROM ledger_transfer t') || text.includes('JOIN ledger_transfer t'),
  )
  if (found === undefined) throw new Error('No statement has read the ledger')
  return found
}

describe('purchases', () => {
  interface Purchases {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly status: string; readonly user: { readonly id: string } }
    }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    readonly totalCount: number
  }
  const FIELDS = 'edges { node { id status user { id } } } pageInfo { hasNextPage endCursor } totalCount'
  const purchases = async (variables: Record<string, unknown> = {}): Promise<Purchases> => {
    const question = `query ($userId: ID, $status: PurchaseStatus, $first: Int, $after: String) {
      purchases(userId: $userId, status: $status, first: $first, after: $after) { ${FIELDS} } }`
    const { data, errors } = await users.ask(admin, question, variables)
    expect(errors).toEqual([])
    return data?.['purchases'] as Purchases
  }
  const buy = (player: Player, paymentMethod: string) =>
    users.ask(player, buyMutation, { input: { packId: 'diamonds-500', paymentMethod, idempotencyKey: randomUUID() } })

  it('of all users are listed, newest first, by user and status, page by page', async () => {
    const [one, other] = [await users.aPlayer(), await users.aPlayer()]
    for (const [player, method] of [
      [one, 'pm_ok'],
      [other, 'pm_declined'],
      [one, 'pm_declined'],
      [other, 'pm_ok'],
    ] as const) {
      users.clock.advance(1_000)
      await buy(player, method)
    }
    const all = await purchases()
    expect(all.edges.map(({ node }) => [node.user.id, node.status])).toEqual([
      [other.userId, 'COMPLETED'],
      [one.userId, 'DECLINED'],
      [other.userId, 'DECLINED'],
      [one.userId, 'COMPLETED'],
    ])
    expect(all.totalCount).toBe(4)
    const first = await purchases({ first: 3 })
    const rest = await purchases({ first: 3, after: first.pageInfo.endCursor })
    expect([...first.edges, ...rest.edges].map(({ node }) => node)).toEqual(all.edges.map(({ node }) => node))
    expect((await purchases({ status: 'DECLINED' })).edges.map(({ node }) => node.user.id)).toEqual([
      one.userId,
      other.userId,
    ])
    expect(await purchases({ userId: one.userId, status: 'COMPLETED' })).toMatchObject({ totalCount: 1 })
    expect(await purchases({ userId: 'nobody' })).toMatchObject({ edges: [], totalCount: 0 })
    // The buyer sees the same of themselves, and nobody else does.
    const own = `query ($id: ID!) { user(id: $id) { purchases(first: 1) { ${FIELDS} } } }`
    const seen = async (viewer: Player) => (await users.ask(viewer, own, { id: one.userId })).data
    expect(await seen(one)).toMatchObject({
      user: { purchases: { edges: [{ node: { status: 'DECLINED' } }], totalCount: 2 } },
    })
    expect(await seen(admin)).toEqual(await seen(one))
    expect(await seen(other)).toEqual({ user: { purchases: null } })
  })
})
