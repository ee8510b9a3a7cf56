import { print, printJson, tableOf } from '@waystone/kit/command'
import { Option, type Command } from 'commander'
import { dumpDatabases, listDumps, type Dump } from '../logical-dumps.js'
import { writeMetrics } from '../metrics-file.js'
import { serverPrograms, type Backups } from '../open-backups.js'
import { writeConfig } from '../pgbackrest.js'
import { renderPostgresSettings } from '../pgbackrest-config.js'
import { readRepository, type Backup } from '../repository.js'
import { readTests } from '../restore-test.js'

type Kind = 'full' | 'logical' | 'all'

const MEBIBYTE = 1024 ** 2

/** The commands that read the running cluster. */
export function addBackupCommands(program: Command, open: () => Backups): void {
  program
    .command('configure')
    .description('write pgBackRest’s configuration, prepare the repository, and print what postgresql.conf needs')
    .option('--no-repository', 'leave the repository to a later run: PostgreSQL does not run yet')
    .action((flags: { repository: boolean }) => configure(open(), flags))
  program
    .command('run')
    .description('back up now; daily at 00:00 UTC by a timer')
    .addOption(
      new Option('--kind <kind>', 'of the whole cluster, a dump of each database, or both')
        .choices(['full', 'logical', 'all'])
        .default('all'),
    )
    .option('--json', 'print one JSON value', false)
    .action((flags: { kind: Kind; json: boolean }) => run(open(), flags))
  program
    .command('check')
    .description(
      'show that WAL reaches the repository: archive a segment and wait for it; every five minutes by a timer',
    )
    .action(() => check(open()))
  program
    .command('list')
    .description('list the backups with their ages, and whether a restore of each was tested')
    .option('--json', 'print one JSON value', false)
    .action((flags: { json: boolean }) => list(open(), flags))
}

async function configure(backups: Backups, { repository: isReachable }: { repository: boolean }): Promise<void> {
  await prepareRepository(backups, { isReachable })
  print(`# ${backups.settings.BACKUP_CONFIG_FILE} is written. Add to postgresql.conf, and restart PostgreSQL:`)
  print(renderPostgresSettings(backups.settings))
}

/**
 * Makes the repository, and then the configuration that archive_command reads: a key that does not open a repository
 * that is there is refused before.
 */
export async function prepareRepository(
  { settings, pgbackrest, account, steps }: Backups,
  { isReachable }: { readonly isReachable: boolean },
): Promise<void> {
  await readRepository(pgbackrest)
  if (isReachable) await steps.run('preparing the repository', () => pgbackrest.run('stanza-create'))
  writeConfig(settings.BACKUP_CONFIG_FILE, settings, account)
}

async function run(backups: Backups, { kind, json }: { kind: Kind; json: boolean }): Promise<void> {
  const full = kind === 'logical' ? null : await backUp(backups)
  const dump = kind === 'full' ? null : await dumpAll(backups)
  if (json) return printJson({ full, dump })
  if (full !== null) print(`full     ${full.label}  ${mebibytes(full.bytes)}, ${mebibytes(full.storedBytes)} stored`)
  if (dump !== null) print(`logical  ${dump.label}  ${dump.files.length} files, ${mebibytes(dump.bytes)} stored`)
}

/** A full backup of the cluster; pgBackRest then deletes those beyond the retention. */
export async function backUp({ settings, pgbackrest, steps }: Backups): Promise<Backup> {
  await steps.run('backing up the cluster', () => pgbackrest.run('backup', ['--type=full']))
  const newest = (await readRepository(pgbackrest)).backups.at(-1)
  if (newest === undefined) throw new Error('A backup that has succeeded is not in the repository')
  writeMetrics(settings.BACKUP_METRICS_FILE, { backups: { full: newest.stoppedAt, wal: newest.stoppedAt } })
  return newest
}

/** A dump of each database. */
export async function dumpAll(backups: Backups): Promise<Dump> {
  const { settings, pgbackrest } = backups
  const { postgresVersion } = await readRepository(pgbackrest)
  const bin = serverPrograms(settings, postgresVersion)
  const dump = await dumpDatabases({ ...backups, bin, now: new Date() })
  writeMetrics(settings.BACKUP_METRICS_FILE, { backups: { logical: dump.at } })
  return dump
}

async function check({ settings, pgbackrest, steps }: Backups): Promise<void> {
  await steps.run('archiving a segment of WAL', () => pgbackrest.run('check'))
  writeMetrics(settings.BACKUP_METRICS_FILE, { backups: { wal: new Date() } })
}

async function list({ settings, pgbackrest }: Backups, { json }: { json: boolean }): Promise<void> {
  const { backups } = await readRepository(pgbackrest)
  const dumps = await listDumps(pgbackrest)
  const tests = new Map(readTests(settings.BACKUP_WORK_DIRECTORY).map(test => [test.backup, test]))
  if (json)
    return printJson({
      backups: backups.map(backup => ({ ...backup, restoreTest: tests.get(backup.label) ?? null })),
      dumps,
    })
  if (backups.length === 0 && dumps.length === 0)
    return print('There is no backup yet: "waystone backup run" makes the first one.')
  const now = Date.now()
  const rows = [
    ...backups.map(({ label, stoppedAt, storedBytes, hasBadPages }) => {
      const test = tests.get(label)
      const verified =
        test === undefined ? 'not tested' : `restored ${test.at.slice(0, 10)}: ${test.violations} violations`
      return ['full', label, ageOf(stoppedAt, now), mebibytes(storedBytes), hasBadPages ? 'DAMAGED PAGES' : verified]
    }),
    ...dumps.map(({ label, at, bytes }) => ['logical', label, ageOf(at, now), mebibytes(bytes), '']),
  ]
  print(tableOf([['kind', 'name', 'age', 'stored', 'verified'], ...rows]))
  const first = backups[0]
  if (first !== undefined) print(`\nThe cluster can be restored to any moment since ${first.stoppedAt.toISOString()}.`)
}

const mebibytes = (bytes: number): string => `${(bytes / MEBIBYTE).toFixed(1)} MiB`

function ageOf(at: Date, now: number): string {
  const minutes = Math.floor((now - at.getTime()) / 60_000)
  if (minutes < 120) return `${minutes} min`
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1_440)} d`
}
