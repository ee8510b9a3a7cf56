import { renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectClient } from '@waystone/kit/postgres'
import { BackupError } from '../backups/backup-error.js'
import { backUp, dumpAll, prepareRepository } from '../backups/commands/backup-commands.js'
import { prepareRestore, runRestoreTest } from '../backups/commands/restore-commands.js'
import { readErasures } from '../backups/erasures.js'
import type { Backups } from '../backups/open-backups.js'
import { restoreCluster, withScratchCluster } from '../backups/restore-cluster.js'
import type { RestorePoint } from '../backups/restore-point.js'
import { checkTarget } from '../backups/target-directory.js'
import { fillLedger } from './fill-ledger.js'
import { findMissingRefusals } from './refusals.js'
import { createCluster, makeDatabases, startPrimary, type Primary } from './primary.js'
import { untilArchived } from './until-archived.js'
import { whoShows } from './watch-arguments.js'
import { newestWrite, startWriter, type Writer } from './writer.js'

/** A row of bench/results/drills.json. */
export interface RestoreRow {
  readonly drill: string
  readonly fault: string
  readonly databaseBytes: number
  /** From the decision to restore until PostgreSQL takes connections on the restored cluster; null for a backup. */
  readonly rto: number | null
  /** Seconds of acknowledged writes that are given up. */
  readonly rpo: number | null
  readonly seconds: number
  /** Acknowledged before the moment that was restored to, and not there. */
  readonly lostOperations: number
  readonly operations: number
  readonly violations: number | null
  readonly problems: readonly string[]
}

export interface DrillOptions {
  readonly backups: Backups
  readonly bin: string
  /** Where the migrations of all subgraphs are. */
  readonly prisma: string
  readonly bytes: number
  /** Also loses the machine, which takes more than archive_timeout: a minute. */
  readonly losesMachine: boolean
}

const USERS = 'waystone_users'
const QUESTS = 'waystone_quests'
/** The second before the mistake. */
const BEFORE_MISTAKE_MS = 1_000
const WRITES_BEFORE_MS = 2_000
/** Nearly archive_timeout: the machine is lost shortly before the next segment would be archived. */
const WRITES_BEFORE_LOSS_MS = 50_000

/** Backs up, drops a table by mistake, restores to the second before; loses the machine, restores what was archived. */
export async function runDrill(options: DrillOptions): Promise<readonly RestoreRow[]> {
  const { backups, bin, prisma, bytes, losesMachine } = options
  const { steps } = backups
  await steps.run('making a cluster', () => createCluster(backups, bin))
  await prepareRepository(backups, { isReachable: false })
  let primary = await startPrimary(backups, bin)
  try {
    await steps.run('migrating six databases', () => makeDatabases(primary, prisma))
    const databaseBytes = await steps.run('filling the ledger', () =>
      fillLedger(primary.superuserUrl(USERS), { bytes, onBytes: () => undefined }),
    )
    await prepareRepository(backups, { isReachable: true })
    const rows = [await drillBackup(options, databaseBytes), await drillDump(options, databaseBytes)]
    rows.push(await drillRestoreTest(options, databaseBytes))
    const dropped = await drillDroppedTable(options, primary, databaseBytes)
    primary = dropped.primary
    rows.push(dropped.row)
    if (losesMachine) {
      const lost = await drillLostMachine(options, primary, databaseBytes)
      primary = lost.primary
      rows.push(lost.row)
    }
    rows.push(await drillRefusals(options, databaseBytes))
    return rows
  } finally {
    await primary.stop()
  }
}

const noFault = { rto: null, rpo: null, lostOperations: 0, operations: 0, violations: null, problems: [] }

async function drillBackup({ backups }: DrillOptions, databaseBytes: number): Promise<RestoreRow> {
  const { seconds } = await timed(() => backUp(backups))
  return { ...noFault, drill: 'backup full', fault: 'none: a full backup', databaseBytes, seconds }
}

/** After the timed backup: looking at all processes costs time. */
async function drillSecrets({ backups }: Pick<DrillOptions, 'backups'>): Promise<readonly string[]> {
  const commands = await whoShows(backups.settings.BACKUP_KEY, () => backups.pgbackrest.run('check'))
  return commands.map(command => `the key is shown by ${command}`)
}

async function drillDump({ backups }: DrillOptions, databaseBytes: number): Promise<RestoreRow> {
  const { seconds } = await timed(() => dumpAll(backups))
  const problems = await drillSecrets({ backups })
  return {
    ...noFault,
    drill: 'backup logical',
    fault: 'none: a dump of each database',
    databaseBytes,
    seconds,
    problems,
  }
}

async function drillRestoreTest({ backups }: DrillOptions, databaseBytes: number): Promise<RestoreRow> {
  const { seconds, result } = await timed(async () =>
    runRestoreTest(backups, await prepareRestore(backups, { point: { kind: 'latest' } })),
  )
  const { violations, findings } = result
  const problems = findings.filter(finding => finding.violations > 0).map(({ title }) => title)
  const fault = 'none: the weekly restore test'
  return { ...noFault, drill: 'restore test', fault, databaseBytes, seconds, violations, problems }
}

async function drillDroppedTable(options: DrillOptions, primary: Primary, databaseBytes: number) {
  const { backups } = options
  const { steps, pgbackrest } = backups
  const writer = await startWriter(primary.superuserUrl(USERS), primary.superuserUrl(QUESTS))
  await writesFor(writer, WRITES_BEFORE_MS)
  const entries = await countEntries(primary)
  const { at: mistakeAt, erased } = await makeMistake(primary)
  // The system goes on for a while, and what it writes reaches the archive.
  await writesFor(writer, BEFORE_MISTAKE_MS)
  await pgbackrest.run('check')
  await writer.stop()

  const target = new Date(mistakeAt.getTime() - BEFORE_MISTAKE_MS)
  const restored = await timed(() => restoreTo(options, primary, { kind: 'time', at: target }))
  const problems: string[] = []
  const next = restored.result
  if ((await countEntries(next)) !== entries) problems.push('the dropped table is not as it was')
  const there = await compareWrites(next, writer, target, problems)
  const list = await steps.run('reading who was deleted, from the archive', () => newestErasures(backups))
  if (!list.accounts.some(({ userId, erasedAt }) => userId === erased && erasedAt !== null))
    problems.push('the archive does not know of an account that was deleted after the moment')
  const row: RestoreRow = {
    ...there,
    drill: 'restore to the second before',
    fault: 'a table is dropped by mistake',
    databaseBytes,
    rto: restored.seconds,
    rpo: (mistakeAt.getTime() - there.newestAt) / 1000,
    seconds: restored.seconds,
    violations: null,
    problems,
  }
  return { primary: next, row: withoutNewest(row) }
}

async function drillLostMachine(options: DrillOptions, primary: Primary, databaseBytes: number) {
  const { backups } = options
  const writer = await startWriter(primary.superuserUrl(USERS), primary.superuserUrl(QUESTS))
  await backups.steps.run('writing for longer than archive_timeout', async () => {
    await untilArchived(primary)
    await writesFor(writer, WRITES_BEFORE_LOSS_MS)
  })
  await primary.lose()
  const lostAt = writer.acknowledged.at(-1)?.at ?? new Date()
  await writer.stop()
  rmSync(backups.settings.BACKUP_POSTGRES_DATA, { recursive: true, force: true })

  const restored = await timed(() => restoreTo(options, null, { kind: 'latest' }))
  const problems: string[] = []
  const there = await compareWrites(restored.result, writer, new Date(0), problems)
  const row: RestoreRow = {
    ...there,
    drill: 'restore after a lost machine',
    fault: 'the machine is killed, its disk is gone',
    databaseBytes,
    rto: restored.seconds,
    rpo: (lostAt.getTime() - there.newestAt) / 1000,
    seconds: restored.seconds,
    violations: null,
    problems,
  }
  return { primary: restored.result, row: withoutNewest(row) }
}

async function drillRefusals({ backups }: DrillOptions, databaseBytes: number): Promise<RestoreRow> {
  const { seconds, result: problems } = await timed(() =>
    backups.steps.run('restoring what must be refused', () => findMissingRefusals(backups)),
  )
  const fault = 'wrong times, another key, a full target, a corrupted repository'
  return { ...noFault, drill: 'restore refused', fault, databaseBytes, seconds, problems }
}

/** As the runbook has it: stop, keep the damaged cluster, restore, start. */
async function restoreTo(
  { backups, bin }: DrillOptions,
  primary: Primary | null,
  point: RestorePoint,
): Promise<Primary> {
  const { BACKUP_POSTGRES_DATA: data } = backups.settings
  if (primary !== null) {
    await primary.stop()
    renameSync(data, path.join(path.dirname(data), 'damaged'))
  }
  const options = await prepareRestore(backups, { point })
  checkTarget(data, { bytes: options.backup.bytes })
  await restoreCluster(data, { ...options, isCopy: false })
  return await startPrimary(backups, bin)
}

async function makeMistake(primary: Primary): Promise<{ at: Date; erased: string }> {
  const client = await connectClient({ connectionString: primary.superuserUrl(USERS) })
  try {
    const { rows } = await client.query<{ at: Date; erased: string }>(
      `INSERT INTO account_deletion (user_id, requested_at, due_at, erased_at)
       SELECT id, now(), now(), now() FROM "user" LIMIT 1 RETURNING user_id AS erased, clock_timestamp() AS at`,
    )
    await client.query('DROP TABLE ledger_entry')
    const [row] = rows
    if (row === undefined) throw new Error('The drill has no user to delete')
    return row
  } finally {
    await client.end()
  }
}

/** Reads the deletions of the time that is given up: on the timeline that the restored cluster has left. */
async function newestErasures(backups: Backups) {
  const options = await prepareRestore(backups, { point: { kind: 'latest' } })
  return await withScratchCluster({ ...options, only: USERS, timeline: '1' }, server =>
    readErasures(server.url(USERS), server.reachedAt ?? new Date()),
  )
}

async function countEntries(primary: Primary): Promise<string> {
  const client = await connectClient({ connectionString: primary.superuserUrl(USERS) })
  try {
    const { rows } = await client.query<{ entries: string }>('SELECT count(*) AS entries FROM ledger_entry')
    return rows[0]?.entries ?? ''
  } finally {
    await client.end()
  }
}

/** Compares the restored cluster with the acknowledged writes. */
async function compareWrites(primary: Primary, writer: Writer, until: Date, problems: string[]) {
  const first = await newestWrite(primary.superuserUrl(USERS))
  const second = await newestWrite(primary.superuserUrl(QUESTS))
  if (first !== second && first !== second + 1)
    problems.push(`the databases are of different moments: ${first} and ${second}`)
  const lostOperations = writer.acknowledged.filter(({ number, at }) => at <= until && number > second).length
  const newest = writer.acknowledged.findLast(({ number }) => number <= second)
  if (newest === undefined) throw new BackupError('drill: none of the writes is there')
  return { lostOperations, operations: writer.acknowledged.length, newestAt: newest.at.getTime() }
}

/** Waits until the writer's acknowledgements span a time. */
async function writesFor({ acknowledged }: Writer, durationMs: number): Promise<void> {
  const began = Date.now()
  while ((acknowledged.at(-1)?.at.getTime() ?? 0) < began + durationMs) {
    await delay(20)
    if (Date.now() > began + 10 * durationMs + 60_000) throw new BackupError('drill: no write is acknowledged')
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now()
  const result = await work()
  return { seconds: Math.round((performance.now() - started) / 10) / 100, result }
}

function withoutNewest(row: RestoreRow & { readonly newestAt?: number }): RestoreRow {
  const { newestAt: _, ...kept } = row
  return { ...kept, rpo: kept.rpo === null ? null : Math.round(kept.rpo * 100) / 100 }
}
