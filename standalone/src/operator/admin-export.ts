import { open, rm } from 'node:fs/promises'
import { exportUser as exportCharacters } from '@waystone/characters/exported'
import { exportUser as exportGacha } from '@waystone/gacha/exported'
import { countOf, createCommand, print } from '@waystone/kit/command'
import { parseConfig } from '@waystone/kit/config'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { exportUser as exportNotifications } from '@waystone/notifications/exported'
import { exportUser as exportQuests } from '@waystone/quests/exported'
import { exportUser as exportSocial } from '@waystone/social/exported'
import { exportUser as exportUsers } from '@waystone/users/exported'
import { databaseSetting, type SubgraphName } from '../databases.js'
import { databaseUrls } from './database-urls.js'

const PAGE_SIZE = 1_000

/** The fields of `User` that answer the same, by which the file of a player's own export names its parts. */
const parts = [
  { field: 'accountExport', subgraph: 'users', read: exportUsers },
  { field: 'characterExport', subgraph: 'characters', read: exportCharacters },
  { field: 'questExport', subgraph: 'quests', read: exportQuests },
  { field: 'gachaExport', subgraph: 'gacha', read: exportGacha },
  { field: 'socialExport', subgraph: 'social', read: exportSocial },
  { field: 'notificationExport', subgraph: 'notifications', read: exportNotifications },
] as const

const program = createCommand('waystone admin export')
  .description('Writes all that is known of a user into a JSON file, from the databases of all subgraphs.')
  .argument('<user>', 'id, username or e-mail address')
  .option('--out <file>', 'a file that is not there yet; waystone-export-<id>.json unless said otherwise')
  .option('--notes', 'with what operators have noted on the user', false)
  .option('--data <dir>', 'data directory of the running system', '.data')
  .addHelpText(
    'after',
    `
The file has what the user's own export has, and only its owner may read it. The warehouse and the backups have nothing of a
user that the databases do not have; docs/personal-data.md says what is left out. An erased account is named by its id.
The databases are those of the system that runs on the data directory, or ${Object.keys(databaseUrls).join(', ')} of the environment.
Exit code: 0 when the file is whole, 1 when it failed, and there is no file then, 2 for wrong usage.`,
  )

runMain(async () => {
  program.parse()
  const { out, notes, data } = program.opts<{ out?: string; notes: boolean; data: string }>()
  const env = await settingsOfSystem({
    env: process.env,
    required: Object.keys(databaseUrls),
    directory: data,
    below: ['distributed'],
  })
  const config = parseConfig(databaseUrls, env)
  const logger = createLogger({ name: 'admin export', level: 'error' })
  const opened = new Map<SubgraphName, Database>()
  const databaseOf = (subgraph: SubgraphName): Database => {
    const url = config[databaseSetting(subgraph)]
    const database =
      opened.get(subgraph) ?? createDatabase({ url, maxConnections: 1, applicationName: 'admin-export', logger })
    opened.set(subgraph, database)
    return database
  }
  try {
    const userId = await findUser(databaseOf('users'), program.args[0] ?? '')
    const file = out ?? `waystone-export-${userId}.json`
    const count = await writeExport(file, { userId, notes, databaseOf })
    print(`✓ ${file} has ${countOf(count, 'row')} of ${userId}`)
  } finally {
    await Promise.all([...opened.values()].map(database => database.close()))
  }
})

/** In any case of its letters. */
async function findUser(users: Database, text: string): Promise<string> {
  const { rows } = await users.primary.query<{ id: string }>(
    `SELECT id FROM "user" WHERE id::text = $1 OR username = $1 OR email = $1 ORDER BY id::text = $1 DESC, username = $1 DESC LIMIT 1`,
    [text.toLowerCase()],
  )
  if (rows[0] === undefined) throw new StartError('error: no user has this id, username or e-mail address')
  return rows[0].id
}

interface ExportOptions {
  readonly userId: string
  readonly notes: boolean
  readonly databaseOf: (subgraph: SubgraphName) => Database
}

/**
 * Writes page by page, however much there is.
 * @returns the number of entries
 */
async function writeExport(file: string, options: ExportOptions): Promise<number> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw new StartError(`error: --out: ${error instanceof Error ? error.message : String(error)}`)
  })
  let isWhole = false
  let count = 0
  try {
    await handle.write(`{\n"userId": ${JSON.stringify(options.userId)},\n"exportedAt": ${JSON.stringify(new Date())}`)
    for (const { name, pages } of sectionsOf(options)) {
      await handle.write(`,\n"${name}": [`)
      let written = 0
      for await (const entries of pages) {
        await handle.write(
          entries.map((entry, at) => `${written + at === 0 ? '' : ','}\n${JSON.stringify(entry)}`).join(''),
        )
        written += entries.length
      }
      await handle.write('\n]')
      count += written
    }
    await handle.write('\n}\n')
    isWhole = true
    return count
  } finally {
    await handle.close()
    if (!isWhole) await rm(file)
  }
}

interface Section {
  readonly name: string
  readonly pages: AsyncIterable<readonly object[]>
}

function sectionsOf({ userId, notes, databaseOf }: ExportOptions): readonly Section[] {
  const sections: Section[] = parts.map(({ field, subgraph, read }) => ({
    name: field,
    pages: pagesOf(after => read(databaseOf(subgraph).primary, { userId, first: PAGE_SIZE, after })),
  }))
  return notes ? [...sections, { name: 'notes', pages: notesOf(databaseOf('users'), userId) }] : sections
}

async function* pagesOf(
  read: (after: string | null) => Promise<{ readonly entries: readonly object[]; readonly endCursor: string | null }>,
): AsyncGenerator<readonly object[]> {
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(after)
    yield page.entries
    after = page.endCursor
  } while (after !== null)
}

async function* notesOf(users: Database, userId: string): AsyncGenerator<readonly object[]> {
  const { rows } = await users.primary.query<object>(
    `SELECT 'note' AS kind, id, text, created_at AS "createdAt" FROM user_note WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
  )
  yield rows
}
