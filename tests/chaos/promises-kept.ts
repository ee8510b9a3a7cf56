import { isDeepStrictEqual } from 'node:util'
import { auditEconomy, untilSettled } from './audit.js'
import { untilAnswered } from './client.js'
import type { Answered, ClientLedger, Player } from './ledger-of-clients.js'
import { myWallet, repeatDocument } from './operations.js'
import { subgraphs, type Databases, type ObservedSystem, type Subgraph } from './postgres.js'

/** Keyed operations of one request, and requests at once. */
const BATCH = 10
const PARALLEL = 6

type Row = Record<string, string | null>

const rowsOf = async (postgres: Databases, subgraph: Subgraph, text: string): Promise<readonly Row[]> =>
  (await postgres.pool(subgraph).query<Row>(text)).rows

/** Operations that succeeded at the first attempt and are repeated nevertheless: the newest. */
const UNTROUBLED_MAX = 1_000

/**
 * Sends keyed operations once more: each must get its first answer. All that met an error or were sent twice,
 * and the newest of the rest; that each operation is there as it was told, the databases say of all of them
 * (lostOperations).
 * @returns what is answered differently.
 */
export async function repeatOperations({ url }: ObservedSystem, ledger: ClientLedger): Promise<readonly string[]> {
  const troubled = ledger.answered.filter(({ wasRepeated }) => wasRepeated)
  const untroubled = ledger.answered.filter(({ wasRepeated }) => !wasRepeated).slice(-UNTROUBLED_MAX)
  const byPlayer = answeredByPlayer([...troubled, ...untroubled])
  const batches = [...byPlayer].flatMap(([player, answered]) =>
    Array.from({ length: Math.ceil(answered.length / BATCH) }, (_, i) => ({
      player,
      answered: answered.slice(i * BATCH, (i + 1) * BATCH),
    })),
  )
  const violations: string[] = []
  const repeat = async ({ player, answered }: { player: Player; answered: readonly Answered[] }) => {
    const answers = await untilAnswered<Record<string, unknown>>(
      url,
      {
        query: repeatDocument(answered.map(({ kind }) => kind)),
        variables: Object.fromEntries(answered.map(({ input }, i) => [`a${i}`, input])),
        token: player.token,
      },
      () => undefined,
    )
    for (const [i, { input, answer }] of answered.entries()) {
      if (!isDeepStrictEqual(answers[`a${i}`], answer))
        violations.push(
          `${input.idempotencyKey}: first ${JSON.stringify(answer)}, then ${JSON.stringify(answers[`a${i}`])}`,
        )
    }
  }
  const work = async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) await repeat(batch)
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  return violations
}

/** Finds acknowledged operations that are missing in the databases, or differ from their answers. */
export async function lostOperations({ postgres }: ObservedSystem, ledger: ClientLedger): Promise<readonly string[]> {
  const [pulls, purchases, signIns, claims] = await Promise.all([
    rowsOf(
      postgres,
      'gacha',
      `select pull_id as id, string_agg(item_id::text, ' ' order by index) as items from pulled_item group by pull_id`,
    ),
    rowsOf(
      postgres,
      'users',
      `select p.id, p.status::text || ' ' || count(t.id) as state from purchase p
       left join ledger_transfer t on t.reference = p.id and t.reason = 'PURCHASE' group by p.id`,
    ),
    rowsOf(
      postgres,
      'quests',
      `select data->>'sessionId' as id, count(*)::text as n from game_event where type = 'user.signed_in' group by 1`,
    ),
    rowsOf(postgres, 'quests', `select id, claimed_at::text as at from quest_completion where claimed_at is not null`),
  ])
  const itemsOf = new Map(pulls.map(row => [row['id'], row['items']]))
  const stateOf = new Map(purchases.map(row => [row['id'], row['state']]))
  const timesOf = new Map(signIns.map(row => [row['id'], row['n']]))
  const claimed = new Set(claims.map(row => row['id']))
  const lost = (what: string, id: string | undefined, found: unknown) => `${what} ${id ?? '?'}: found ${String(found)}`
  return [
    ...ledger.answered.flatMap(({ kind, answer }) => {
      if (kind === 'pull' && answer.__typename === 'Pull') {
        const items = answer.items?.map(({ item }) => item.id).join(' ')
        return itemsOf.get(answer.id ?? '') === items ? [] : [lost('pull', answer.id, itemsOf.get(answer.id ?? ''))]
      }
      if (kind === 'purchase' && answer.__typename === 'Purchase')
        return stateOf.get(answer.id ?? '') === 'COMPLETED 1'
          ? []
          : [lost('purchase', answer.id, stateOf.get(answer.id ?? ''))]
      if (kind === 'purchase' && answer.__typename === 'PaymentDeclined')
        return stateOf.get(answer.purchaseId ?? '') === 'DECLINED 0'
          ? []
          : [lost('declined purchase', answer.purchaseId, '')]
      return []
    }),
    ...ledger.sessionIds.filter(id => timesOf.get(id) !== '1').map(id => lost('sign-in', id, timesOf.get(id))),
    ...ledger.claimed
      .filter(({ answer }) => !claimed.has(answer.id ?? ''))
      .map(({ answer }) => lost('claim', answer.id, '')),
  ]
}

/** Facts of one database that another must have received exactly once, and leftovers on the way. */
export async function misdelivered({ postgres }: ObservedSystem): Promise<readonly string[]> {
  const deliveries = [
    {
      what: 'drawn pull',
      facts: rowsOf(postgres, 'gacha', `select id from pull where status in ('DRAWN', 'SETTLED')`),
      heard: heardBy(postgres, 'pull.drawn', 'pullId'),
    },
    {
      what: 'completed purchase',
      facts: rowsOf(postgres, 'users', `select id from purchase where status = 'COMPLETED'`),
      heard: heardBy(postgres, 'purchase.completed', 'purchaseId'),
    },
  ]
  const found = await Promise.all(
    deliveries.map(async ({ what, facts, heard }) => {
      const ids = new Set((await facts).map(row => row['id']))
      const times = new Map((await heard).map(row => [row['id'], row['n']]))
      return [
        ...[...ids]
          .filter(id => times.get(id) !== '1')
          .map(id => `${what} ${id}: heard of ${times.get(id) ?? 'not once'}`),
        ...[...times.keys()].filter(id => !ids.has(id)).map(id => `${what} ${id}: heard of, and not there`),
      ]
    }),
  )
  const leftOver = await Promise.all(
    subgraphs.flatMap(name =>
      ['outbox', 'dead_letter'].map(async table => {
        const rows = await rowsOf(postgres, name, `select event_id::text as id, type from ${table} limit 3`)
        return rows.map(row => `${table} of ${name}: ${row['type'] ?? ''} ${row['id'] ?? ''}`)
      }),
    ),
  )
  return [...found.flat(), ...leftOver.flat()]
}

const heardBy = (postgres: Databases, type: string, field: string) =>
  rowsOf(
    postgres,
    'quests',
    `select data->>'${field}' as id, count(*)::text as n from game_event where type = '${type}' group by 1`,
  )

/** How many sign-ins the players' events tell of. */
export async function recordedSignIns({ postgres }: ObservedSystem, players: readonly Player[]): Promise<number> {
  const { rows } = await postgres
    .pool('quests')
    .query<{ n: string }>(`select count(*) as n from game_event where type = 'user.signed_in' and user_id = any($1)`, [
      players.map(({ id }) => id),
    ])
  return Number(rows[0]?.n)
}

/**
 * Finds wallets that differ from their players' answers: the first diamonds, purchases, pulls and rewards.
 */
export async function wrongWallets(
  { url, postgres }: ObservedSystem,
  ledger: ClientLedger,
): Promise<readonly string[]> {
  const rewards = new Map(
    (
      await rowsOf(
        postgres,
        'users',
        `select user_id as id, sum(amount)::text as sum from reward_claim where currency = 'DIAMOND' group by 1`,
      )
    ).map(row => [row['id'], Number(row['sum'])]),
  )
  const told = answeredByPlayer(ledger.answered)
  const violations: string[] = []
  for (const player of ledger.players.filter(each => !ledger.walkedOff.has(each))) {
    const { me } = await untilAnswered<{ me: { wallet: { diamonds: number } } }>(
      url,
      { query: myWallet, token: player.token },
      () => undefined,
    )
    const expected = (told.get(player) ?? []).reduce(
      (sum, answered) => sum + diamondsOf(answered),
      1_000 + (rewards.get(player.id) ?? 0),
    )
    if (me.wallet.diamonds !== expected)
      violations.push(`${player.name}: ${me.wallet.diamonds} diamonds, told of ${expected}`)
  }
  return violations
}

function answeredByPlayer(answered: readonly Answered[]): ReadonlyMap<Player, readonly Answered[]> {
  const byPlayer = new Map<Player, Answered[]>()
  for (const each of answered) {
    const of = byPlayer.get(each.player)
    if (of === undefined) byPlayer.set(each.player, [each])
    else of.push(each)
  }
  return byPlayer
}

function diamondsOf({ kind, answer }: Answered): number {
  if (kind === 'pull') return -(answer.cost ?? 0)
  return answer.currency === 'DIAMOND' ? (answer.amount ?? 0) : 0
}

/** Acknowledged operations that are not there exactly once, or are answered differently now. */
export async function findLost(system: ObservedSystem, ledger: ClientLedger): Promise<readonly string[]> {
  await untilSettled(system.postgres)
  return [
    ...(await lostOperations(system, ledger)),
    ...ledger.conflicts,
    ...(await repeatOperations(system, ledger)),
    ...(await wrongWallets(system, ledger)),
  ]
}

/** Broken promises of a system without clients: unending work, findings of the audit, events lost or doubled. */
export async function brokenPromises(system: ObservedSystem): Promise<readonly string[]> {
  const unsettled = await untilSettled(system.postgres)
  const audit = await auditEconomy(system.postgres, { settled: true })
  return [
    ...unsettled.map(text => `not settled: ${text}`),
    ...(audit === '' ? [] : [audit]),
    ...(await misdelivered(system)),
  ]
}
