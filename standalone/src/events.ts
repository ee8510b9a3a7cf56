import { InvalidArgumentError, Option, type Command } from 'commander'
import { confirm, countOf, createCommand, print, printJson } from '@waystone/kit/command'
import { parseUuid, type SubgraphApp } from '@waystone/kit/graphql'
import { runMain } from '@waystone/kit/lifecycle'
import {
  countDeadLetters,
  countRefusedEvents,
  deleteRefusedEvent,
  listDeadLetters,
  type DeadLetterFilter,
  type ReplayedEvent,
  type ReplayedRefusal,
} from '@waystone/kit/outbox'
import type { Pool } from '@waystone/kit/postgres'
import { createInProcessServiceClient, type ServiceClient } from '@waystone/kit/service-client'
import { subgraphNames, type SubgraphName } from './databases.js'
import { changingKeys, newEventKeyLines } from './event-key-lines.js'
import { readEventSettings, withEventPool, type EventOptions } from './event-database.js'
import { listDead, listWaiting } from './event-lists.js'
import { textOfCounts, textOfReplayed, textOfReplayedRefusal } from './event-texts.js'

const LIMIT = 50
const LIMIT_MAX = 10_000

type Env = Readonly<Record<string, string | undefined>>
/** The part of a subgraph's app that a replay uses. */
type Replayer = Pick<SubgraphApp, 'replayDeadLetters' | 'close'>

interface Options extends EventOptions {
  readonly event?: string
  readonly aggregate?: string
  readonly all?: boolean
  readonly limit: number
  readonly json: boolean
}

interface Own {
  readonly services?: ServiceClient
}

/** Opens an app that is not started: it relays and consumes nothing, only its handler is used. */
const opener =
  <Config, App extends Replayer>(
    load: () => Promise<
      readonly [
        { readonly createApp: (config: Config, parts?: Own) => Promise<App> },
        { readonly readConfig: (env: Env, options: { signs: boolean }) => Config },
      ]
    >,
  ) =>
  async (env: Env, parts: Own = {}): Promise<App> => {
    const [{ createApp }, { readConfig }] = await load()
    return await createApp(readConfig(env, { signs: false }), parts)
  }

/** Each is loaded when it is asked for: a command waits for no other. */
const open = {
  users: opener(() => Promise.all([import('@waystone/users'), import('@waystone/users/config')])),
  characters: opener(() => Promise.all([import('@waystone/characters'), import('@waystone/characters/config')])),
  quests: opener(() => Promise.all([import('@waystone/quests'), import('@waystone/quests/config')])),
  gacha: opener(() => Promise.all([import('@waystone/gacha'), import('@waystone/gacha/config')])),
  social: opener(() => Promise.all([import('@waystone/social'), import('@waystone/social/config')])),
  notifications: opener(() =>
    Promise.all([import('@waystone/notifications'), import('@waystone/notifications/config')]),
  ),
}

const createApp: Readonly<Record<SubgraphName, (env: Env) => Promise<Replayer>>> = {
  ...open,
  users: env => askingQuests('users', env),
  characters: env => askingQuests('characters', env),
  gacha: env => askingQuests('gacha', env),
}

/**
 * Rewards are confirmed by quests' database, where it is known: beside `npm start`, no quests listens.
 * Otherwise its instances do (QUESTS_URLS).
 */
async function askingQuests(self: 'users' | 'characters' | 'gacha', env: Env): Promise<Replayer> {
  const url = env['QUESTS_DATABASE_URL'] ?? ''
  if (url === '') return await open[self](env)
  const app = await open.quests({ ...env, DATABASE_URL: url })
  try {
    const find = (service: string) => (service === app.name ? app.internal : [])
    const replayer = await open[self](env, { services: createInProcessServiceClient({ self, find }) })
    const close = async () => {
      await replayer.close()
      await app.close()
    }
    return { replayDeadLetters: request => replayer.replayDeadLetters(request), close }
  } catch (error) {
    await app.close()
    throw error
  }
}

runMain(async () => {
  const program = createCommand('waystone events').description(
    'Events that wait to be applied, and dead letters: events whose handling failed for good, and later ones of the same aggregate, which wait behind them.',
  )
  program
    .command('list')
    .description('list the events of a subgraph that some consumer has not applied yet, the oldest first')
    .addOption(subgraphOption('whose events'))
    .addOption(aggregateOption())
    .option('--limit <n>', 'how many at most', limitOf, LIMIT)
    .option('--json', 'print one JSON value', false)
    .option('--data <dir>', 'data directory of the running system', '.data')
    .action(withDatabase(listWaiting))
  program
    .command('dead')
    .description('list the dead letters of a subgraph, in the order in which a replay takes them')
    .addOption(subgraphOption())
    .addOption(aggregateOption())
    .option('--limit <n>', 'how many at most', limitOf, LIMIT)
    .option('--json', 'print one JSON value', false)
    .option('--data <dir>', 'data directory of the running system', '.data')
    .action(withDatabase(listDead))
  program
    .command('replay')
    .description('apply dead letters again, in order, each exactly once; the system may run')
    .addOption(subgraphOption())
    .addOption(new Option('--event <id>', 'this event, when it is the first of its aggregate').argParser(uuidOf))
    .addOption(aggregateOption())
    .addOption(new Option('--all', 'every dead letter of the subgraph').conflicts(['event', 'aggregate']))
    .option('--json', 'print one JSON value', false)
    .option('--data <dir>', 'data directory of the running system', '.data')
    .action(replay)
    .addHelpText('after', '\nExit code: 0 when none of the wanted is left, 1 when one is, 2 for wrong usage.')
  program
    .command('discard')
    .description('delete a refused event: one that was looked at and found to be forged')
    .addOption(subgraphOption())
    .addOption(new Option('--refused <n>', 'its number, as "dead" says it').argParser(numberOf).makeOptionMandatory())
    .option('--data <dir>', 'data directory of the running system', '.data')
    .option('--yes', 'delete without asking, for scripts', false)
    .option('--json', 'print one JSON value', false)
    .action(discard)
  program
    .command('keys')
    .description('make the keys that producers sign events with, as lines of an .env file')
    .addOption(new Option('--producer <name>', 'only of this one, for a change of its key').choices(subgraphNames))
    .addHelpText('after', changingKeys)
    .action(({ producer }: { readonly producer?: SubgraphName }) => print(newEventKeyLines(producer).join('\n')))
  program.addHelpText(
    'after',
    `\nThe databases are those of the system that runs on the data directory, or those of the environment:\n${subgraphNames
      .map(name => `${name.toUpperCase()}_DATABASE_URL`)
      .join(
        ', ',
      )}. A replay renews the caches of running processes: through REDIS_URL where\nthey have one, otherwise through the database. Rewards are confirmed by QUESTS_DATABASE_URL, otherwise by quests at QUESTS_URLS.`,
  )
  await program.parseAsync()
})

async function replay(options: Options, command: Command): Promise<void> {
  const filter = { aggregateId: options.aggregate, eventId: options.event }
  if (options.all !== true && filter.aggregateId === undefined && filter.eventId === undefined)
    command.error('error: say which: --event <id>, --aggregate <id> or --all')
  const env = await readEventSettings(process.env, options)
  const replayed: ReplayedEvent[] = []
  const refusals: ReplayedRefusal[] = []
  const say = options.json ? () => {} : print
  const app = await createApp[options.subgraph](env)
  try {
    await app.replayDeadLetters({
      ...filter,
      onEvent: one => {
        replayed.push(one)
        say(textOfReplayed(one))
      },
      onRefused: one => {
        refusals.push(one)
        say(textOfReplayedRefusal(one))
      },
    })
  } finally {
    await app.close()
  }
  const { left, behind } = await withEventPool(env, pool => countLeft(pool, filter))
  const refusedLeft = await withEventPool(env, pool => countRefusedEvents(pool, filter))
  process.exitCode = left + refusedLeft === 0 ? 0 : 1
  if (options.json)
    return printJson({ subgraph: options.subgraph, events: replayed, refusedEvents: refusals, left, refusedLeft })
  if (behind !== null) print(behind)
  print(`${textOfCounts(replayed)}; ${countOf(left, 'dead letter')} ${left === 1 ? 'is' : 'are'} left`)
  if (refusedLeft > 0) print(`${countOf(refusedLeft, 'refused event')} left; "discard" deletes what is forged`)
}

async function discard(
  options: Options & { readonly refused: number; readonly yes: boolean },
  command: Command,
): Promise<void> {
  if (!(await confirm(command, `Delete refused event ${options.refused} of ${options.subgraph} for good?`, options)))
    return options.json ? printJson({ deleted: false }) : print('Nothing is deleted.')
  const wasThere = await withEventPool(await readEventSettings(process.env, options), pool =>
    deleteRefusedEvent(pool, String(options.refused)),
  )
  process.exitCode = wasThere ? 0 : 1
  if (options.json) return printJson({ deleted: wasThere })
  print(
    wasThere ? `refused ${options.refused} is deleted` : `${options.subgraph} has no refused event ${options.refused}`,
  )
}

/** How many of the wanted are left, and what the one wanted event waits for. */
async function countLeft(pool: Pool, filter: DeadLetterFilter): Promise<{ left: number; behind: string | null }> {
  const left = await countDeadLetters(pool, filter)
  if (filter.eventId === undefined || left === 0) return { left, behind: null }
  const [wanted] = await listDeadLetters(pool, { ...filter, limit: 1 })
  if (wanted === undefined) return { left: 0, behind: null }
  const { producer, event } = wanted
  const [first] = await listDeadLetters(pool, { producer, aggregateId: event.aggregateId, limit: 1 })
  const isBehind = first !== undefined && first.event.id !== event.id
  return {
    left,
    behind: isBehind
      ? `${event.id} waits behind ${first.event.id}: --aggregate ${event.aggregateId} replays both in order`
      : null,
  }
}

/** An action that reads one subgraph's database. */
function withDatabase<Given extends Options>(read: (pool: Pool, options: Given) => Promise<void>) {
  return async (options: Given): Promise<void> =>
    await withEventPool(await readEventSettings(process.env, options), pool => read(pool, options))
}

function subgraphOption(description = 'whose dead letters'): Option {
  return new Option('--subgraph <name>', description).choices(subgraphNames).makeOptionMandatory()
}

function aggregateOption(): Option {
  return new Option('--aggregate <id>', 'only of this aggregate: a user id').argParser(uuidOf)
}

function uuidOf(text: string): string {
  const id = parseUuid(text)
  if (id === null) throw new InvalidArgumentError('Expected a UUID.')
  return id
}

function numberOf(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Expected a whole number.')
  return number
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > LIMIT_MAX)
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${LIMIT_MAX}.`)
  return limit
}
