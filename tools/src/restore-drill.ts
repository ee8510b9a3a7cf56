import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand, print, printJson, tableOf } from '@waystone/kit/command'
import { requireDebianTools } from '@waystone/kit/debian-tools'
import { runMain } from '@waystone/kit/lifecycle'
import { InvalidArgumentError } from 'commander'
import { openBackups } from './backups/open-backups.js'
import { runDrill, type RestoreRow } from './restore-drill/drill.js'
import { drillDirectory } from './restore-drill/primary.js'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..')
const RESULTS = path.join(root, 'bench', 'results', 'drills.json')
const GB = 1_000_000_000
const POSTGRES = 'postgresql-15'

interface Options {
  readonly size: number
  readonly short: boolean
  readonly save: boolean
  readonly json: boolean
  readonly directory: string
  readonly repository?: string
}

const program = createCommand('npm run ops:drill:restore --')
  .description(
    'Backs up Waystone’s databases with pgBackRest, drops a table by mistake, restores to the second before; then loses the machine. Measures RTO and RPO.',
  )
  .option('--size <gb>', 'size of the database of users', sizeOf, 0.05)
  .option('--short', 'only the dropped table, on the smallest database', false)
  .option('--repository <place>', 's3://bucket/prefix with BACKUP_S3_… of the environment, instead of a folder')
  .option('--no-save', 'do not write bench/results/drills.json')
  .option('--json', 'print one JSON value', false)
  .option('--directory <dir>', 'where the clusters and the repository are made', os.tmpdir())
  .addHelpText(
    'after',
    `
Needs Debian's pgbackrest and ${POSTGRES} (its pgBackRest, 2.45, refuses PostgreSQL 18): found on this machine or unpacked into .cache.
A size of 5 needs 25 GB of disk. Exit code: 0 when all is as promised, 1 when something is not, 2 for wrong usage.`,
  )

runMain(async () => {
  // Until all is as promised.
  process.exitCode = 1
  const { size, short, save, json, directory: parent, repository } = program.parse().opts<Options>()
  const tools = await requireDebianTools({
    pgbackrest: 'pgbackrest',
    initdb: POSTGRES,
    postgres: POSTGRES,
    pg_dump: 'postgresql-client-15',
    pg_dumpall: 'postgresql-client-15',
  })
  const { directory, port, remove } = await drillDirectory(parent)
  try {
    const bin = path.dirname(realpathSync(tools.initdb))
    const backups = openBackups({
      ...settingsOf(directory, port),
      ...(repository !== undefined && storeSettings(repository)),
      BACKUP_PGBACKREST: tools.pgbackrest,
      BACKUP_POSTGRES_BIN: bin,
    })
    const rows = await runDrill({
      backups,
      bin,
      prisma: path.join(root, 'prisma'),
      bytes: short ? 0 : size * GB,
      losesMachine: !short,
    })
    if (save && !short) saveRows(rows)
    process.exitCode = rows.some(({ problems, lostOperations }) => problems.length > 0 || lostOperations > 0) ? 1 : 0
    if (json) printJson(rows)
    else print(tableText(rows))
  } finally {
    remove()
  }
})

const settingsOf = (directory: string, port: number): Record<string, string> => ({
  BACKUP_REPOSITORY: path.join(directory, 'repository'),
  BACKUP_KEY: 'restore-drill-key-that-protects-nothing-at-all-000',
  BACKUP_POSTGRES_DATA: path.join(directory, 'data'),
  BACKUP_POSTGRES_SOCKET: path.join(directory, 'socket'),
  BACKUP_POSTGRES_PORT: String(port),
  BACKUP_CONFIG_FILE: path.join(directory, 'pgbackrest.conf'),
  BACKUP_WORK_DIRECTORY: path.join(directory, 'work'),
  BACKUP_METRICS_FILE: path.join(directory, 'backup.prom'),
})

/** The store to drill on is the operator's own. */
const storeSettings = (repository: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value = '']) => (name.startsWith('BACKUP_S3_') ? [[name, value]] : [])),
  ),
  BACKUP_REPOSITORY: repository,
})

/** Rows of other drills stay as they are. */
function saveRows(rows: readonly RestoreRow[]): void {
  const saved = existsSync(RESULTS)
    ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as { readonly rows: readonly { readonly drill: string }[] })
    : { rows: [] }
  const names = new Set(rows.map(({ drill }) => drill))
  const kept = saved.rows.filter(({ drill }) => !names.has(drill))
  const result = { scenario: 'drills', date: new Date().toISOString(), node: process.version, rows: [...kept, ...rows] }
  mkdirSync(path.dirname(RESULTS), { recursive: true })
  writeFileSync(RESULTS, `${JSON.stringify(result, null, 2)}\n`)
}

const tableText = (rows: readonly RestoreRow[]): string =>
  tableOf([
    ['drill', 'size', 'seconds', 'RTO', 'RPO', 'lost', 'operations', 'problems'],
    ...rows.map(row => [
      row.drill,
      `${(row.databaseBytes / GB).toFixed(2)} GB`,
      row.seconds.toFixed(1),
      row.rto === null ? '' : `${row.rto} s`,
      row.rpo === null ? '' : `${row.rpo} s`,
      String(row.lostOperations),
      String(row.operations),
      row.problems.join('; '),
    ]),
  ])

function sizeOf(text: string): number {
  const size = Number(text)
  if (!(size > 0) || size > 1_000) throw new InvalidArgumentError('Expected gigabytes, such as 0.05 or 5.')
  return size
}
