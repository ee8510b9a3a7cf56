import path from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { createCommand, terminalProgress } from '@waystone/kit/command'
import { parseUuid } from '@waystone/kit/graphql'
import { runMain } from '@waystone/kit/lifecycle'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { createApp, type QuestsApp } from './app.js'
import { readConfig } from './config.js'
import { rebuildAll } from './rebuild/rebuild-all.js'
import { rebuildBoards } from './rebuild/rebuild-boards.js'
import { rebuildListings } from './rebuild/rebuild-listings.js'
import { resumeFile } from './rebuild/resume-file.js'

interface Options {
  readonly user?: string
  readonly all?: boolean
  readonly catalog?: boolean
  readonly boards?: boolean
  readonly resumeFile?: string
  readonly restart: boolean
  readonly data: string
}

const program = createCommand('waystone quests rebuild')
  .description(
    `Makes anew what follows from what is recorded, and corrects what differs: the progress of users from their events (a user at a time
waits), what is shown of the catalog from the published versions, or the scores of leaderboards from the events. The system may run.`,
  )
  .addOption(new Option('--user <id>', 'this user').argParser(uuidOf))
  .addOption(new Option('--all', 'every user').conflicts('user'))
  .addOption(new Option('--catalog', 'the listings of the quests').conflicts(['user', 'all']))
  .addOption(new Option('--boards', 'the scores of all leaderboards').conflicts(['user', 'all', 'catalog']))
  .option(
    '--resume-file <file>',
    'where --all keeps how far it has come (default: quests-rebuild.json in the data directory)',
  )
  .option('--restart', 'begin anew, although an earlier run was interrupted', false)
  .option('--data <dir>', 'data directory of the running system', '.data')
  .addHelpText(
    'after',
    `
An interrupted --all goes on after the last user that it finished when the same command runs again. --catalog makes the listings beside
those that are read and then switches to them; interrupted, it has changed nothing. --boards corrects 200 users at a time; interrupted, it
has corrected those that it came to, and begins anew when the same command runs again.
The database is that of the system that runs on the data directory, or QUESTS_DATABASE_URL of the environment.
Exit code: 0 when done, 1 when interrupted, 2 for wrong usage.`,
  )

runMain(async () => {
  const options = program.parse().opts<Options>()
  const { all, catalog, boards, user } = options
  if (all !== true && catalog !== true && boards !== true && user === undefined)
    program.error('error: say which: --user <id>, --all, --catalog or --boards')
  const env = await settingsOfSystem({
    env: process.env,
    required: ['QUESTS_DATABASE_URL'],
    directory: options.data,
    below: ['distributed'],
  })
  const settings = {
    LOG_LEVEL: 'fatal',
    ...env,
    DATABASE_URL: env['QUESTS_DATABASE_URL'],
    DATABASE_READ_URL: undefined,
    DB_MAX_CONNECTIONS: '2',
  }
  // It is not started: it relays and consumes nothing, only its services are used.
  const app = await createApp(readConfig(settings, { signs: false }))
  try {
    if (options.catalog === true) await listings(app)
    else if (options.boards === true) await scores(app)
    else await (options.user === undefined ? everyone(app, options) : oneUser(app, options.user))
  } finally {
    await app.close()
  }
})

async function oneUser(app: QuestsApp, userId: string): Promise<void> {
  const { events, changed } = await app.services.rebuildProgress(userId)
  say(events === 0 ? `Nothing is recorded of ${userId}` : `${plural(events, 'event')} folded, ${rows(changed)}`)
}

async function everyone(app: QuestsApp, options: Options): Promise<void> {
  const file = options.resumeFile ?? path.join(options.data, 'quests-rebuild.json')
  const resume = resumeFile({ file, database: await app.services.identifyDatabase() })
  if (options.restart) await resume.remove()
  const { users, changed, resumedFrom, interrupted } = await rebuildAll({
    services: app.services,
    resume,
    progress: terminalProgress(process.stderr, 'users'),
    signal: interruption(),
  })
  const resumed = resumedFrom === 0 ? '' : ` (continued after the first ${resumedFrom})`
  say(`${plural(users, 'user')} rebuilt${resumed}, ${rows(changed)}`)
  if (!interrupted) return
  say('Interrupted. The same command goes on from here.')
  process.exitCode = 1
}

async function listings(app: QuestsApp): Promise<void> {
  const rebuilt = await rebuildListings({
    services: app.services,
    progress: terminalProgress(process.stderr, 'versions'),
    signal: interruption(),
  })
  if (rebuilt !== null) return say(`${plural(rebuilt.versions, 'version')} projected, ${rows(rebuilt.changed)}`)
  say('Interrupted. Nothing has changed.')
  process.exitCode = 1
}

async function scores(app: QuestsApp): Promise<void> {
  const rebuilt = await rebuildBoards({
    services: app.services,
    progress: terminalProgress(process.stderr, 'users'),
    signal: interruption(),
  })
  say(`${plural(rebuilt.users, 'user')} rebuilt, ${rows(rebuilt.changed)}`)
  if (!rebuilt.interrupted) return
  say('Interrupted. The same command begins anew.')
  process.exitCode = 1
}

/** Ends the work at hand on a first signal. A second one ends the process at once, which loses nothing either. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

function rows(changed: number): string {
  return changed === 0 ? 'no row changed' : `${plural(changed, 'row')} changed`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function uuidOf(text: string): string {
  const id = parseUuid(text)
  if (id === null) throw new InvalidArgumentError('Expected a UUID.')
  return id
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
