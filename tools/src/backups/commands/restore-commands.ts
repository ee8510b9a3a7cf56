import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { confirm, print, printJson } from '@waystone/kit/command'
import type { Command } from 'commander'
import { BackupError } from '../backup-error.js'
import { readErasures } from '../erasures.js'
import { clusterUrl, extractDump, GLOBALS } from '../logical-dumps.js'
import { writeMetrics } from '../metrics-file.js'
import { serverPrograms, type Backups } from '../open-backups.js'
import { readRepository } from '../repository.js'
import { restoreCluster, withScratchCluster, type RestoreOptions } from '../restore-cluster.js'
import { backupFor, parseRestorePoint, type RestorePoint } from '../restore-point.js'
import { keepTest, testRestore, type RestoreTest } from '../restore-test.js'
import { checkTarget, gib } from '../target-directory.js'

interface RestoreFlags {
  readonly to: string
  readonly target?: string
  readonly backup?: string
  readonly timeline?: string
  readonly yes: boolean
  readonly json: boolean
}

interface ErasureFlags {
  readonly out: string
  readonly fromArchive: boolean
  readonly backup?: string
  readonly timeline?: string
}

interface ExtractFlags {
  readonly dump: string
  readonly database: string
  readonly out: string
}

const USERS_DATABASE = 'waystone_users'

/** The commands that read the repository. */
export function addRestoreCommands(program: Command, open: () => Backups): void {
  program
    .command('restore')
    .description('restore the whole cluster to a moment, into an empty folder')
    .requiredOption('--to <time>', 'such as 2026-11-30T12:34:56Z; "latest" for all that was archived')
    .option(
      '--target <dir>',
      'another folder, for a copy that archives nothing; BACKUP_POSTGRES_DATA unless said otherwise',
    )
    .option('--backup <name>', 'begin with this backup instead of the newest before the moment')
    .option('--timeline <number>', 'of the archive: the one before a restore that has served already')
    .option('--yes', 'agree beforehand, for scripts', false)
    .option('--json', 'print one JSON value', false)
    .action((flags: RestoreFlags, command: Command) => restore(open(), { flags, command }))
  program
    .command('test')
    .description('restore the newest backup into a scratch cluster and audit the economy there; weekly by a timer')
    .option('--json', 'print one JSON value', false)
    .action((flags: { json: boolean }) => test(open(), flags))
  program
    .command('erasures')
    .description('write down which accounts are deleted, for after-restore')
    .requiredOption('--out <file>', 'where to')
    .option(
      '--from-archive',
      'by a scratch cluster with all that was archived, where the databases do not answer',
      false,
    )
    .option('--backup <name>', 'begin with this backup instead of the newest')
    .option('--timeline <number>', 'of the archive: the one before a restore that has served already')
    .action((flags: ErasureFlags) => erasures(open(), flags))
  program
    .command('extract')
    .description('write one database of a dump to a file that pg_restore reads')
    .requiredOption('--dump <name>', 'as "waystone backup list" shows it')
    .requiredOption('--database <name>', `such as ${USERS_DATABASE}; ${GLOBALS} for the roles, which psql reads`)
    .requiredOption('--out <file>', 'where to')
    .action((flags: ExtractFlags) => extract(open(), flags))
}

/** Makes every check that can be made before anything is changed. @returns the options of a restore to the point. */
export async function prepareRestore(
  backups: Backups,
  wanted: {
    readonly point: RestorePoint
    readonly backup?: string | undefined
    readonly timeline?: string | undefined
  },
): Promise<RestoreOptions> {
  const { settings, pgbackrest } = backups
  const { point, timeline } = wanted
  if (timeline !== undefined && !/^[1-9]\d*$/.test(timeline))
    throw new BackupError(`restore: --timeline ${timeline}: expected a number, such as 1`)
  const { backups: known, postgresVersion } = await readRepository(pgbackrest)
  const chosen = wanted.backup === undefined ? known : known.filter(({ label }) => label === wanted.backup)
  if (chosen.length === 0 && known.length > 0)
    throw new BackupError(
      `restore: the repository has no backup ${wanted.backup}: ${known.map(({ label }) => label).join(', ')}.`,
    )
  const backup = backupFor(point, { backups: chosen, now: new Date() })
  const bin = serverPrograms(settings, postgresVersion)
  return { ...backups, backup, bin, point, timeline, superuser: settings.BACKUP_POSTGRES_USER }
}

async function restore(
  backups: Backups,
  { flags, command }: { readonly flags: RestoreFlags; readonly command: Command },
): Promise<void> {
  const { to, target: given, backup, timeline, yes, json } = flags
  const point = parseRestorePoint(to)
  const target = given ?? backups.settings.BACKUP_POSTGRES_DATA
  const options = await prepareRestore(backups, { point, backup, timeline })
  checkTarget(target, { bytes: options.backup.bytes })
  const question = `Restore all databases as of ${to} (backup ${options.backup.label}, ${gib(options.backup.bytes)}) into ${target}?`
  if (!(await confirm(command, question, { yes }))) return print('Nothing is changed.')
  const started = performance.now()
  const isCopy = path.resolve(target) !== path.resolve(backups.settings.BACKUP_POSTGRES_DATA)
  const reachedAt = await restoreCluster(target, { ...options, isCopy })
  const seconds = Math.round((performance.now() - started) / 100) / 10
  if (json) return printJson({ target, backup: options.backup.label, reachedAt, seconds })
  print(`${target} is the cluster as of ${to}, in ${seconds} s.`)
  if (reachedAt !== null) print(`Its last transaction is of ${reachedAt.toISOString()}.`)
  if (isCopy) return print('It is a copy to look at: it archives nothing. Start PostgreSQL on it with another port.')
  print('Now start PostgreSQL on it, and before any process of Waystone: waystone backup after-restore')
}

async function test(backups: Backups, { json }: { json: boolean }): Promise<void> {
  const options = await prepareRestore(backups, { point: { kind: 'latest' } })
  const result = await runRestoreTest(backups, options)
  process.exitCode = result.violations === 0 ? 0 : 1
  if (json) return printJson(result)
  for (const { title, violations, examples } of result.findings.filter(finding => finding.violations > 0))
    print(`✗ ${title}: ${violations} violation(s)\n    ${examples.join('\n    ')}`)
  print(
    result.violations === 0
      ? `Backup ${result.backup} can be restored, and all ${result.findings.length} invariants hold in it.`
      : `Backup ${result.backup} can be restored, but ${result.violations} invariant(s) do not hold in it.`,
  )
}

/** The weekly job: it keeps and exports what it has found. */
export async function runRestoreTest(backups: Backups, options: RestoreOptions): Promise<RestoreTest> {
  const { settings } = backups
  const result = await testRestore({ ...options, now: () => new Date() })
  keepTest(settings.BACKUP_WORK_DIRECTORY, result)
  writeMetrics(settings.BACKUP_METRICS_FILE, { restoreTest: result })
  return result
}

async function erasures(backups: Backups, { out, fromArchive, ...from }: ErasureFlags): Promise<void> {
  const list = fromArchive
    ? await withScratchCluster(
        { ...(await prepareRestore(backups, { point: { kind: 'latest' }, ...from })), only: USERS_DATABASE },
        server => readErasures(server.url(USERS_DATABASE), server.reachedAt ?? new Date()),
      )
    : await readErasures(clusterUrl(backups.settings, USERS_DATABASE), new Date())
  writeFileSync(out, JSON.stringify(list), { mode: 0o600, flag: 'wx' })
  print(`${out}: ${list.accounts.length} deletions as of ${list.asOf}`)
}

async function extract(backups: Backups, { dump: label, database: name, out: file }: ExtractFlags): Promise<void> {
  const { settings, pgbackrest, steps } = backups
  await steps.run(`reading ${name} of ${label}`, () => extractDump({ settings, pgbackrest }, { label, name, file }))
  print(`${file}: ${name} of ${label}`)
}
