import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { root } from './instances.js'
import { subgraphs, type Databases } from './postgres.js'

const SETTLE_TIMEOUT_MS = 120_000
const POLL_INTERVAL_MS = 200

/**
 * Returns the output of `npx waystone audit`, as an operator runs it on a live or on a settled system; empty
 * when every invariant holds.
 */
export async function auditEconomy(postgres: Databases, { settled }: { settled: boolean }): Promise<string> {
  const urls = Object.fromEntries(
    subgraphs.map(name => [`${name.toUpperCase()}_DATABASE_URL`, postgres.url(name, 'audit')]),
  )
  const child = spawn(process.execPath, ['tools/dist/audit-economy.js', ...(settled ? ['--settled'] : [])], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...urls },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise(resolve => child.once('close', resolve))
  return code === 0 ? '' : `exit code ${String(code)}\n${output}`
}

/**
 * Waits until no work is in flight: the state that a system without clients reaches by itself. @returns the
 * work still in flight after two minutes.
 */
export async function untilSettled(postgres: Databases): Promise<readonly string[]> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS
  for (;;) {
    const waiting = await unsettled(postgres)
    if (waiting.length === 0 || performance.now() > deadline) return waiting
    await delay(POLL_INTERVAL_MS)
  }
}

async function unsettled(postgres: Databases): Promise<readonly string[]> {
  const counts = await Promise.all([
    ...subgraphs.map(name => count(postgres, name, 'events in the outbox', 'select count(*) as n from outbox')),
    count(
      postgres,
      'gacha',
      'pulls',
      `select count(*) as n from pull where status in ('RESERVING', 'DRAWN', 'RELEASING')`,
    ),
    count(
      postgres,
      'social',
      'guilds and deposits',
      `select count(*) as n from (select from guild where status in ('FOUNDING', 'RELEASING')
        union all select from treasury_movement where status in ('RESERVING', 'RELEASING')) under_way`,
    ),
    count(
      postgres,
      'users',
      'purchases',
      `select count(*) as n from purchase
        where status = 'PENDING' or (refund_reason is not null and status <> 'REFUNDED')`,
    ),
  ])
  return counts.filter(text => text !== null)
}

async function count(postgres: Databases, subgraph: (typeof subgraphs)[number], what: string, text: string) {
  const { rows } = await postgres.pool(subgraph).query<{ n: string }>(text)
  const n = Number(rows[0]?.n ?? 0)
  return n === 0 ? null : `${n} ${what} of ${subgraph}`
}
