import type { AdminAction } from '@waystone/kit/admin-actions'
import { createCommand, print, printJson } from '@waystone/kit/command'
import { parseConfig } from '@waystone/kit/config'
import { runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { InvalidArgumentError } from 'commander'
import { subgraphNames, type SubgraphName } from '../databases.js'
import { databaseUrls } from './database-urls.js'

const LIMIT = 100
const LIMIT_MAX = 10_000

interface LoggedAction extends AdminAction {
  readonly subgraph: SubgraphName
  readonly username: string | null
}

const program = createCommand('waystone admin log')
  .description('Shows what administrators and commands did, newest first, from the databases of all subgraphs.')
  .option('--limit <n>', 'how many at most', limitOf, LIMIT)
  .option('--json', 'print one JSON value', false)
  .option('--data <dir>', 'data directory of the running system', '.data')
  .addHelpText(
    'after',
    `
The databases are those of the system that runs on the data directory, or ${Object.keys(databaseUrls).join(', ')} of the environment.`,
  )

runMain(async () => {
  const { limit, json, data } = program.parse().opts<{ limit: number; json: boolean; data: string }>()
  const required = Object.keys(databaseUrls)
  const env = await settingsOfSystem({ env: process.env, required, directory: data, below: ['distributed'] })
  const config = parseConfig(databaseUrls, env)
  const logger = createLogger({ name: 'admin log', level: 'error' })
  const open = (url: string) => createDatabase({ url, maxConnections: 1, applicationName: 'admin-log', logger })
  const databases = {
    users: open(config.USERS_DATABASE_URL),
    characters: open(config.CHARACTERS_DATABASE_URL),
    quests: open(config.QUESTS_DATABASE_URL),
    gacha: open(config.GACHA_DATABASE_URL),
    social: open(config.SOCIAL_DATABASE_URL),
    notifications: open(config.NOTIFICATIONS_DATABASE_URL),
  }
  try {
    const actions = await readActions(databases, limit)
    if (json) printJson(actions)
    else if (actions.length === 0) print('No administrator and no command has done anything yet')
    else for (const action of actions) print(textOf(action))
  } finally {
    await Promise.all(Object.values(databases).map(database => database.close()))
  }
})

/**
 * Reads the administrators' actions. Those in other subgraphs also reach users, by events and under the same
 * id: each is shown once.
 */
async function readActions(
  databases: Readonly<Record<SubgraphName, Database>>,
  limit: number,
): Promise<readonly LoggedAction[]> {
  const byId = new Map<string, Omit<LoggedAction, 'username'>>()
  for (const subgraph of subgraphNames) {
    const { rows } = await databases[subgraph].primary.query<AdminAction>(
      `SELECT id, at, actor, action, user_id AS "userId", reason, data FROM admin_action
       ORDER BY at DESC, id LIMIT $1`,
      [limit],
    )
    for (const row of rows) byId.set(row.id, { ...row, subgraph })
  }
  const newest = [...byId.values()].toSorted((one, other) => other.at.getTime() - one.at.getTime()).slice(0, limit)
  const { rows } = await databases.users.primary.query<{ id: string; username: string }>(
    'SELECT id, username FROM "user" WHERE id = ANY($1::uuid[])',
    [newest.flatMap(({ userId }) => userId ?? [])],
  )
  const names = new Map(rows.map(({ id, username }) => [id, username]))
  return newest.map(action => ({ ...action, username: names.get(action.userId ?? '') ?? null }))
}

function textOf({ at, subgraph, actor, action, userId, username, data }: LoggedAction): string {
  const subject = userId === null ? JSON.stringify(data) : `${username ?? ''} (${userId})`
  return `${at.toISOString()}  ${subgraph.padEnd(10)}  ${action}  ${subject}  by ${actor}`
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > LIMIT_MAX)
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${LIMIT_MAX}.`)
  return limit
}
