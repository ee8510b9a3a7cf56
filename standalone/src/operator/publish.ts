import { commandActor, confirm, createCommand, print, printJson } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import { settingsOfSystem } from '@waystone/kit/running-system'
import type { Command } from 'commander'
import { openBannerPublisher } from './publish/banner-publisher.js'
import { openLeaderboardPublisher } from './publish/leaderboard-publisher.js'
import { readContentFile } from './publish/content-file.js'
import { differences } from './publish/differences.js'
import type { Publisher } from './publish/publisher.js'
import { openQuestPublisher } from './publish/quest-publisher.js'

type Env = Readonly<Record<string, string | undefined>>

interface Kind {
  readonly name: 'banner' | 'leaderboard' | 'quest'
  /** Under which the content stands in a file that names an id, too. */
  readonly key: 'definition' | 'leaderboard' | 'quest'
  readonly database: string
  readonly open: (env: Env) => Promise<Publisher>
}

interface Options {
  readonly data: string
  readonly yes: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

const banner: Kind = {
  name: 'banner',
  key: 'definition',
  database: 'GACHA_DATABASE_URL',
  open: openBannerPublisher,
}
const quest: Kind = { name: 'quest', key: 'quest', database: 'QUESTS_DATABASE_URL', open: openQuestPublisher }
const leaderboard: Kind = {
  name: 'leaderboard',
  key: 'leaderboard',
  database: 'QUESTS_DATABASE_URL',
  open: openLeaderboardPublisher,
}

runMain(async () => {
  const program = createCommand('waystone publish').description(
    'Publishes content from a file: checks all of it, shows what changes, asks, and publishes. The system may run.',
  )
  for (const kind of [banner, quest, leaderboard]) {
    program
      .command(kind.name)
      .description(`publish a ${kind.name} from a JSON file, or from standard input for "-"`)
      .argument('<file>', `the content, or {"id": "…", "${kind.key}": …} for the next version of that ${kind.name}`)
      .option('--yes', 'publish without asking, for scripts', false)
      .option('--dry-run', 'check and show what would change, and publish nothing', false)
      .option('--json', 'print one JSON value', false)
      .option('--data <dir>', 'data directory of the running system', '.data')
      .action((file: string, options: Options, command: Command) => publish(kind, { file, options, command }))
  }
  program.addHelpText(
    'after',
    `
A banner is what the mutation publishBanner takes as its definition (prisma/gacha/content has examples); a quest is QuestInput of
publishQuest; a leaderboard is what publishLeaderboard takes as its input (prisma/quests/content/leaderboards has examples). An id that is not published yet makes something new of this id, so that the same file can be published again and again.
The act is kept in the table admin_action, with the account of this machine as the actor; "waystone admin log" shows it.
The databases are those of the system that runs on the data directory, or GACHA_DATABASE_URL and QUESTS_DATABASE_URL of the environment.
Exit code: 0 when published, or when nothing changes; 1 when it is refused, 2 for wrong usage.`,
  )
  await program.parseAsync()
})

async function publish(kind: Kind, given: { file: string; options: Options; command: Command }): Promise<void> {
  const { file, options, command } = given
  const { id, content } = await readContentFile(file, kind.key)
  const publisher = await kind.open(await readSettings(kind, options))
  try {
    const preview = await publisher.preview({ id, content })
    if (preview.problems !== null)
      throw new StartError(`${file} is not a ${kind.name} that can be published:\n${list(preview.problems)}`)
    const { current, version, next } = preview
    const changes = differences(current, next)
    const told = { kind: kind.name, id, version, changes }
    if (!options.json) show(kind, { id, version, changes })
    const unpublished = (text: string | null) => end(options, { ...told, published: false }, text)
    if (changes.length === 0) return unpublished(null)
    if (options.dryRun) return unpublished(`The ${kind.name} is valid. A dry run publishes nothing.`)
    if (!(await confirm(command, `Publish this ${kind.name}?`, options))) return unpublished('Nothing is published.')
    const published = await publisher.publish({ id, content, basedOn: version, actor: commandActor() })
    if (typeof published === 'string') throw new StartError(`The ${kind.name} is not published: ${published}`)
    const text = `Published: ${kind.name} ${published.id}, version ${published.version}`
    end(options, { ...told, id: published.id, version: published.version, published: true }, text)
  } finally {
    await publisher.close()
  }
}

function show(kind: Kind, of: { id: string | null; version: number; changes: readonly string[] }): void {
  const { id, version, changes } = of
  const name = `${kind.name}${id === null ? '' : ` ${id}`}`
  if (changes.length === 0) return print(`${name}: version ${version} is this already; nothing to publish.`)
  print(version === 0 ? `A new ${name}:` : `${name}: version ${version} becomes ${version + 1}:`)
  print(changes.join('\n'))
}

function end({ json }: Options, value: object, text: string | null): void {
  if (json) printJson(value)
  else if (text !== null) print(text)
}

const list = (problems: readonly string[]): string => problems.map(problem => `  - ${problem}`).join('\n')

async function readSettings({ database }: Kind, { data }: Options): Promise<Env> {
  const env = await settingsOfSystem({
    env: process.env,
    required: [database],
    directory: data,
    below: ['distributed'],
  })
  return { ...env, LOG_LEVEL: 'fatal', DATABASE_READ_URL: undefined, DB_MAX_CONNECTIONS: '2' }
}
