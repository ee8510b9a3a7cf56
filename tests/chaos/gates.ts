import { setTimeout as delay } from 'node:timers/promises'
import { faultPoints, type FaultPoint } from './fault-points.js'
import { subgraphs, type CrashablePostgres } from './postgres.js'

/** The first key of our advisory locks in the databases under test; no other code uses it. */
const SPACE = 4_711
const WAITER_TIMEOUT_MS = 20_000
const POLL_INTERVAL_MS = 3

/**
 * Production code has no hook for faults: the databases have. At each fault point a trigger takes a shared
 * advisory lock, which has no effect until the harness holds it exclusively: then every process that reaches
 * the step blocks there.
 */
export async function installGates(postgres: CrashablePostgres): Promise<void> {
  for (const subgraph of subgraphs) {
    const points = faultPoints.filter(point => point.database === subgraph)
    await postgres.pool(subgraph).query(`${gateFunction} ${points.map(triggerStatement).join(' ')}`)
  }
}

const gateFunction = `
  create schema chaos;
  grant usage on schema chaos to public;
  create function chaos.gate() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock_shared(${SPACE}, tg_argv[0]::int);
    return null;
  end
  $$;`

const keyOf = (point: FaultPoint): number => faultPoints.indexOf(point)

function triggerStatement(point: FaultPoint): string {
  const { table, event, when = 'true', moment } = point
  const name = `chaos_gate_${keyOf(point)}`
  const gate = `for each row when (${when}) execute function chaos.gate('${keyOf(point)}')`
  return moment === 'in the statement'
    ? `create trigger ${name} after ${event} on "${table}" ${gate};`
    : `create constraint trigger ${name} after ${event} on "${table}" deferrable initially deferred ${gate};`
}

/**
 * Closes the gate of one step, waits until a process blocks there, strikes, and opens it again.
 * @param strike gets the name of the process that stands there
 * @throws Error when no process reaches the step
 */
export async function atStep(
  postgres: CrashablePostgres,
  point: FaultPoint,
  strike: (processName: string) => Promise<void>,
): Promise<void> {
  const client = await postgres.pool(point.database).connect()
  try {
    await client.query('select pg_advisory_lock($1, $2)', [SPACE, keyOf(point)])
    const deadline = performance.now() + WAITER_TIMEOUT_MS
    for (;;) {
      const { rows } = await client.query<{ name: string }>(
        `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
         where l.locktype = 'advisory' and not l.granted and l.classid = $1 and l.objid = $2 and l.database = a.datid
         order by a.query_start limit 1`,
        [SPACE, keyOf(point)],
      )
      if (rows[0] !== undefined) {
        await strike(rows[0].name)
        return
      }
      if (performance.now() > deadline) throw new Error(`Nobody came to the step "${point.step}"`)
      await delay(POLL_INTERVAL_MS)
    }
  } finally {
    // Ends the session, and with it the lock.
    client.release(true)
  }
}
