import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BackupError } from './backup-error.js'
import { renderPgbackrestConfig, STANZA } from './pgbackrest-config.js'
import { runTool, startTool, type Account, type RunningTool, type ToolOptions } from './run-tool.js'
import { bucketOf, type BackupSettings } from './settings.js'

/** pgBackRest with the configuration of the settings. */
export interface Pgbackrest {
  /** @returns its standard output. @throws BackupError in words of ours, with its own below. */
  run(command: string, args?: readonly string[], options?: Pick<ToolOptions, 'onLine'>): Promise<string>
  /** For a command that is fed or read as a stream. */
  start(command: string, args: readonly string[]): Promise<RunningTool>
}

/**
 * Opens pgBackRest with a configuration of this process's own, which is removed when the process ends: a command
 * with a wrong key must not change the configuration that archive_command reads.
 */
export function openPgbackrest(settings: BackupSettings, account: Account | undefined): Pgbackrest {
  const { BACKUP_WORK_DIRECTORY: work, BACKUP_REPOSITORY: repository, BACKUP_PGBACKREST: program } = settings
  for (const directory of [work, ...['lock', 'spool', 'scratch'].map(name => path.join(work, name))])
    makeOwned(directory, account)
  if (bucketOf(repository) === null) makeOwned(repository, account)
  const config = path.join(work, `command-${process.pid}-${randomBytes(4).toString('hex')}.conf`)
  writeConfig(config, settings, account)
  process.once('exit', () => rmSync(config, { force: true }))
  const argsOf = (command: string, args: readonly string[]) => [
    `--config=${config}`,
    // Commands on the repository's files, such as repo-ls, belong to no stanza.
    ...(command.startsWith('repo-') ? [] : [`--stanza=${STANZA}`]),
    command,
    ...args,
  ]
  return {
    run: async (command, args = [], { onLine } = {}) => {
      const { code, stdout, lastWords } = await runTool(program, argsOf(command, args), { account, onLine })
      if (code !== 0) throw new BackupError(explain(command, `${lastWords}\n${stdout}`))
      return stdout
    },
    start: (command, args) => startTool(program, argsOf(command, args), { account }),
  }
}

/** Written beside and moved, readable by its owner only: archive_command reads it at any moment. */
export function writeConfig(file: string, settings: BackupSettings, account: Account | undefined): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, renderPgbackrestConfig(settings), { mode: 0o600 })
  chmodSync(`${file}.new`, 0o600)
  if (account !== undefined) chownSync(`${file}.new`, account.uid, account.gid)
  renameSync(`${file}.new`, file)
}

/** A directory of PostgreSQL's account; one that is there stays as it is. */
function makeOwned(directory: string, account: Account | undefined): void {
  if (existsSync(directory)) return
  mkdirSync(directory, { recursive: true, mode: 0o750 })
  if (account !== undefined) chownSync(directory, account.uid, account.gid)
}

/** Words of pgBackRest, and the sentence that an operator needs instead. */
const explanations: readonly (readonly [words: RegExp, sentence: string])[] = [
  [
    /CryptoError|\[095\]|cipher header invalid|unable to (?:decrypt|flush)/,
    'BACKUP_KEY does not open this repository: it was made with another key. Nothing was changed.',
  ],
  [
    /ChecksumError|\[026\]|error restoring|invalid checksum|data corruption|(?:zst|lz4|gz|bz2) error/i,
    'the repository is corrupted: a file is not what was written. Restore an earlier backup with --backup, and keep this repository for an inquiry.',
  ],
  [
    /unable to find backup set with stop time|no backup sets? to restore|unable to find a valid repository/i,
    'the repository holds no backup that was complete by then.',
  ],
  [/unable to find primary cluster|connection to server.*failed/, 'PostgreSQL does not answer on its socket.'],
  [
    /\[103\]|expects? .*pg_version|unexpected control version|pg_control.*version/i,
    'this pgBackRest does not know this version of PostgreSQL: 18 needs pgBackRest 2.55 or newer.',
  ],
  [/\[028\]|backup and archive info files exist but do not match/, 'the repository belongs to another cluster.'],
  [
    /\[087\]|archive_mode must be enabled/,
    'archiving is off: "waystone backup configure" says what postgresql.conf needs.',
  ],
  [
    /\[082\]|WAL segment .* was not archived/,
    'the WAL did not reach the repository in time: the log of PostgreSQL says why archive_command fails.',
  ],
  [/\[050\]|unable to acquire lock/, 'another backup is running: try again when it has ended.'],
]

function explain(command: string, output: string): string {
  const own = output
    .split('\n')
    .filter(line => /ERROR|HINT/.test(line))
    .map(line => line.replace(/^\S+ \S+ P\d+ +/, '').trim())
  const said = own.length > 0 ? own : [output.trim()]
  const sentence = explanations.find(([words]) => words.test(output))?.[1] ?? 'pgBackRest has failed.'
  return `backup: ${sentence}\n${said.map(line => `  pgbackrest ${command}: ${line}`).join('\n')}`
}
