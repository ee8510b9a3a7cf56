import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { untilAnswered } from './client.js'
import type { Player } from './ledger-of-clients.js'
import { buyCurrency, pull, read, signIn, type AuthAnswer, type PullAnswer } from './operations.js'
import { FOUNDERS, password } from './play.js'
import type { ObservedSystem, Subgraph } from './postgres.js'

const EVENTS_TIMEOUT_MS = 60_000
const POLL_INTERVAL_MS = 25

export interface Recovery {
  /** Until a read, a sign-in, a purchase and a pull have all succeeded again. */
  readonly answersMs: number
  /** Until that sign-in was recorded by quests, and that pull settled: until events flow again. */
  readonly eventsMs: number
}

/** Tries everything that clients want until it succeeds; counts from the moment of the fault. */
export async function untilWell(stage: ObservedSystem, player: Player, sinceMs: number): Promise<Recovery> {
  const { url } = stage
  const { token, name } = player
  const succeed = <Data>(request: { query: string; variables?: Record<string, unknown> }) =>
    untilAnswered<Data>(url, { ...request, token }, () => undefined)
  // A pull needs money.
  const purchase = { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: randomUUID() }
  const order = { bannerId: FOUNDERS, count: 1, idempotencyKey: randomUUID() }
  const [signedIn, pulled] = await Promise.all([
    succeed<{ signIn: AuthAnswer }>({ query: signIn, variables: { name, password } }),
    succeed({ query: buyCurrency, variables: { input: purchase } }).then(() =>
      succeed<{ answer: PullAnswer }>({ query: pull, variables: { input: order } }),
    ),
    succeed({ query: read }),
  ])
  const answersMs = performance.now() - sinceMs
  const sessionId = signedIn.signIn.session?.id
  const pullId = pulled.answer.id
  if (sessionId === undefined || pullId === undefined)
    throw new Error(`The probe was refused: ${JSON.stringify([signedIn, pulled])}`)
  player.token = signedIn.signIn.accessToken ?? token
  await Promise.all([
    untilFound(
      stage,
      'quests',
      `select from game_event where type = 'user.signed_in' and user_id = $1 and data->>'sessionId' = $2`,
      [player.id, sessionId],
    ),
    untilFound(stage, 'gacha', `select from pull where id = $1 and status = 'SETTLED'`, [pullId]),
  ])
  return { answersMs, eventsMs: performance.now() - sinceMs }
}

async function untilFound(
  { postgres }: ObservedSystem,
  subgraph: Subgraph,
  text: string,
  values: readonly string[],
): Promise<void> {
  const deadline = performance.now() + EVENTS_TIMEOUT_MS
  for (;;) {
    // While Postgres is down, nothing is found.
    const found = await postgres
      .pool(subgraph)
      .query(text, [...values])
      .catch(() => null)
    if ((found?.rowCount ?? 0) > 0) return
    if (performance.now() > deadline)
      throw new Error(`Not come to after ${EVENTS_TIMEOUT_MS} ms: ${text} ${values.join(' ')}`)
    await delay(POLL_INTERVAL_MS)
  }
}
