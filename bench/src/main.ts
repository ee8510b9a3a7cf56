import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { createCommand } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import { bannersTable, runBanners, type BannersOptions } from './banners/scenario.js'
import { chatTable, runChat, type ChatOptions } from './chat/scenario.js'
import { table, targetLines } from './economy/report.js'
import { OPERATIONS, runEconomy, type EconomyOptions, type EconomyResult } from './economy/scenario.js'
import { boardTable, runBoards, type BoardOptions } from './leaderboards/scenario.js'
import { liveTables } from './live/report.js'
import { runLive, type LiveOptions } from './live/scenario.js'
import { gatewayTable } from './gateway/gateway-table.js'
import { runGateway, type GatewayOptions } from './gateway/scenario.js'
import { LOADS } from './gateway/shop.js'
import { root, runToEnd } from './processes.js'
import { step } from './progress.js'
import { runSocial, socialTable, type SocialOptions } from './social/scenario.js'
import { runWarehouseBench, warehouseTable, type WarehouseOptions } from './warehouse/scenario.js'
import { webTables } from './web/report.js'
import { runWeb, type WebOptions } from './web/scenario.js'
import { worldTable, worldTargets, worldWarnings } from './world/report.js'
import { runWorld, type WorldOptions } from './world/scenario.js'
import { encodingTable, runEncoding, type EncodingOptions } from './world-encoding/scenario.js'

const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  }

/** A number of a list; the default counts only where none is given. */
function wholes(min: number, max: number) {
  let given: readonly number[] = []
  return (text: string): readonly number[] => (given = [...given, whole(min, max)(text)])
}

const program = createCommand('bench').description('How fast the house is, against limits measured in the same run.')

program
  .command('economy')
  .description('Transfers, pulls and events against the same rows written by hand; growth with the number of users.')
  .option('--seconds <n>', 'how long requests are sent in one round', whole(1, 60), 4)
  .option('--rounds <n>', 'how often each is measured; medians are shown', whole(1, 20), 3)
  .option('--users <n>', 'users with history', whole(1, 1_000_000), 1_000)
  .option('--grown <n>', 'users of the second population, 0 for none', whole(0, 1_000_000), 100_000)
  .option(
    '--minutes <n>',
    'how long making a population may take; it goes on with the users there are',
    whole(1, 120),
    20,
  )
  .option('--history <n>', 'pulls that each user has made before', whole(1, 1_000), 5)
  .option('--concurrency <n>', 'requests under way at once', whole(1, 500), 32)
  .addOption(new Option('--operations <names...>', 'what is measured').choices(OPERATIONS).default(OPERATIONS))
  .option('--no-events', 'leave the events out')
  .option('--profiles <dir>', 'write CPU profiles of the processes there (it slows them down a little)')
  .option('--no-save', 'do not write bench/results/economy.json')
  .action(async (given: Omit<EconomyOptions, 'grownUsers' | 'pullsEach' | 'minutesMax' | 'profiles'> & Given) => {
    const { save, grown: grownUsers, history: pullsEach, minutes: minutesMax, profiles, ...rest } = given
    await build()
    const result = await runEconomy({
      ...rest,
      grownUsers,
      pullsEach,
      minutesMax,
      profiles: profiles === undefined ? null : path.resolve(profiles),
    })
    print(result)
    const settings = { ...rest, grownUsers, pullsEach }
    if (save) saveResult('economy', { settings, ...result })
  })

program
  .command('live')
  .description(
    'What a delivered event costs, by transport of subscriptions, beside the least that Node can do and other servers.',
  )
  .option('--seconds <n>', 'how long events are sent in one measurement', whole(1, 60), 4)
  .option('--rounds <n>', 'how often each is measured; medians are shown', whole(1, 20), 3)
  .option('--fewer <n>', 'clients of one event', whole(1, 50_000), 1_000)
  .option('--more <n>', 'clients of one event, and of events for each', whole(1, 50_000), 5_000)
  .option('--idle <n>', 'clients that only stay connected', whole(1, 50_000), 10_000)
  .option(
    '--players <n>',
    'players who sign in until a quest is completed, in each house; 0 for none',
    whole(0, 200),
    25,
  )
  .option('--no-save', 'do not write bench/results/live.json')
  .action(async ({ save, ...options }: LiveOptions & { readonly save: boolean }) => {
    await build()
    const result = await runLive(options)
    finish('live', { save, options, result, table: liveTables(result) })
  })

program
  .command('gateway')
  .description(
    'Our gateway, the floor, and other gateways before the same subgraphs, each on one core: CPU, rates, memory.',
  )
  .option('--seconds <n>', 'how long one trial sends requests', whole(1, 60), 2)
  .option('--rounds <n>', 'how often each is measured; medians are shown', whole(1, 20), 3)
  .option('--warm-up-seconds <n>', 'before the first round, for each load in each mode', whole(1, 60), 2)
  .option('--connections <n>', 'requests under way at once', whole(1, 500), 50)
  .option('--quick', 'one round of trials of a second: a look, no measurement')
  .option('--no-peers', 'without the other gateways, which are installed when they are first measured')
  .addOption(new Option('--loads <names...>', 'what is asked').choices(LOADS).default(LOADS))
  .option('--profiles <dir>', 'write CPU profiles of our gateway there (it slows it down a little)')
  .option('--beside <dir>', 'another checkout of Waystone that is built: its gateway takes turns with ours')
  .option('--no-save', 'do not write bench/results/gateway.json')
  .action(async (given: GatewayOptions & { save: boolean; quick?: true; profiles?: string; beside?: string }) => {
    const { save, quick, ...rest } = given
    await build()
    const settings = { ...rest, ...(quick === true && { seconds: 1, rounds: 1, warmUpSeconds: 1 }) }
    const absolute = (directory: string | undefined) => (directory === undefined ? null : path.resolve(directory))
    const result = await runGateway({
      ...settings,
      profiles: absolute(given.profiles),
      beside: absolute(given.beside),
    })
    process.stdout.write(`\n${gatewayTable(result)}\n`)
    if (save && quick !== true) saveResult('gateway', { settings, ...result })
  })

program
  .command('world')
  .description(
    'The world and Colyseus with the same maps, monsters, players, tick and view: CPU, ticks, bytes, memory.',
  )
  .option('--players <n...>', 'players on ten maps, one case each', wholes(1, 20_000), [100, 1_000])
  .option('--crowd <n>', 'players on one screen; 0 for none', whole(0, 5_000), 1_000)
  .option('--maps <n>', 'maps of 200 by 200 cells with 200 monsters each', whole(1, 20), 10)
  .option('--seconds <n>', 'how long each is measured', whole(1, 120), 12)
  .option('--warm-up-seconds <n>', 'after all have entered', whole(0, 120), 8)
  .option('--no-peers', 'without Colyseus, which is installed when it is first measured')
  .option('--no-save', 'do not write bench/results/world.json')
  .action(async ({ save, ...options }: WorldOptions & { readonly save: boolean }) => {
    await build()
    const result = await runWorld(options)
    const targets = worldTargets(result)
    const warnings = worldWarnings(result).map(warning => `! ${warning}\n`)
    process.stdout.write(`\n${worldTable(result)}\n\n${warnings.join('')}${targetLines(targets)}\n`)
    if (save) saveResult('world', { settings: options, ...result, targets })
  })

program
  .command('world-encoding')
  .description('CPU of the game loop, of what each player sees, and of its text: without threads, clocks and sockets.')
  .option('--seconds <n>', 'how many seconds of the world each case computes', whole(1, 60), 10)
  .option('--no-save', 'do not write bench/results/world-encoding.json')
  .action(async ({ save, ...options }: EncodingOptions & { readonly save: boolean }) => {
    await build()
    const result = await runEncoding(options)
    finish('world-encoding', { save, options, result, table: encodingTable(result.rows) })
  })

program
  .command('chat')
  .description('Readers of one channel while messages are sent and connections break, beside a bare broadcast by ws.')
  .option('--readers <n>', 'readers of the channel', whole(1, 20_000), 1_000)
  .option('--rate <n>', 'messages a second', whole(1, 1_000), 200)
  .option('--seconds <n>', 'how long messages are sent', whole(1, 120), 5)
  .option(
    '--reconnects <n>',
    'readers whose connections are broken meanwhile, one after the other',
    whole(0, 1_000),
    20,
  )
  .option('--no-save', 'do not write bench/results/chat.json')
  .action(async ({ save, ...options }: ChatOptions & { readonly save: boolean }) => {
    await build()
    const result = await runChat(options)
    finish('chat', { save, options, result, table: chatTable(result) })
  })

program
  .command('web')
  .description('The built pages in Chromium: first visits, frames of long lists, frames of the map in a crowd.')
  .option('--rounds <n>', 'first visits of each page; medians are shown', whole(1, 20), 3)
  .option('--players <n>', 'players, with two transfers each besides a grant', whole(100, 100_000), 5_000)
  .option('--events <n>', 'recorded events', whole(100, 1_000_000), 50_000)
  .option('--crowd <n>', 'players on one screen of the map', whole(1, 1_000), 150)
  .option('--seconds <n>', 'how long the map is measured', whole(1, 60), 8)
  .option('--no-save', 'do not write bench/results/web.json')
  .action(async ({ save, ...options }: WebOptions & { readonly save: boolean }) => {
    await build()
    await step('The pages are built', () => runToEnd('web', { nodeArguments: ['web/build.mjs'], env: {} }))
    const result = await runWeb(options)
    finish('web', { save, options, result, table: webTables(result) })
  })

program
  .command('leaderboards')
  .description('A rank with its neighbours while scores change: ours, SELECT count(*), and a sorted set of Redis.')
  .option('--entries <n>', 'users on the board', whole(100, 10_000_000), 1_000_000)
  .option('--seconds <n>', 'how long each is measured', whole(1, 120), 10)
  .option('--rate <n>', 'score updates a second beside the reads', whole(100, 1_000_000), 5_500)
  .option('--no-save', 'do not write bench/results/leaderboards.json')
  .action(async ({ save, ...options }: BoardOptions & { readonly save: boolean }) => {
    await build()
    const result = await runBoards(options)
    finish('leaderboards', { save, options, result, table: boardTable(result) })
  })

program
  .command('social')
  .description('Deposits into one treasury at once, and into as many treasuries as there are depositors.')
  .option('--seconds <n>', 'how long deposits are sent in one round', whole(1, 60), 4)
  .option('--rounds <n>', 'how often each is measured; medians are shown', whole(1, 20), 3)
  .option('--depositors <n>', 'members of the one guild, and guilds of one member each', whole(1, 5_000), 1_000)
  .option('--concurrency <n>', 'deposits under way at once', whole(1, 500), 100)
  .option('--no-save', 'do not write bench/results/social.json')
  .action(async ({ save, ...options }: SocialOptions & { readonly save: boolean }) => {
    await build()
    const result = await runSocial(options)
    finish('social', { save, options, result, table: socialTable(result) })
  })

program
  .command('banners')
  .description('Exact odds of banner models: the given rule sets, chains up to the limits, and dense elimination.')
  .option('--rounds <n>', 'how often each is computed; medians are shown', whole(1, 100), 9)
  .option('--no-save', 'do not write bench/results/banners.json')
  .action(async ({ save, ...options }: BannersOptions & { readonly save: boolean }) => {
    await build()
    const result = await runBanners(options)
    finish('banners', { save, options, result, table: bannersTable(result) })
  })

program
  .command('warehouse')
  .description('The first load of a ledger into the warehouse, beside the same rows copied through Node one by one.')
  .option('--rows <n>', 'entries of the ledger', whole(1_000, 100_000_000), 10_000_000)
  .option('--baseline-rows <n>', 'how many of them are copied one by one', whole(1_000, 100_000_000), 500_000)
  .option('--no-save', 'do not write bench/results/warehouse.json')
  .action(async ({ save, ...options }: WarehouseOptions & { readonly save: boolean }) => {
    await build()
    const result = await runWarehouseBench(options)
    finish('warehouse', { save, options, result, table: warehouseTable(result) })
  })

interface Given {
  readonly save: boolean
  readonly grown: number
  readonly history: number
  readonly minutes: number
  readonly profiles?: string
}

/** Prints a scenario's table and its targets, and keeps the figures in bench/results unless told otherwise. */
function finish(
  scenario: string,
  of: {
    save: boolean
    options: object
    result: { readonly targets: Parameters<typeof targetLines>[0] }
    table: string
  },
): void {
  process.stdout.write(`\n${of.table}\n\n${targetLines(of.result.targets)}\n`)
  if (of.save) saveResult(scenario, { settings: of.options, ...of.result })
}

const build = () =>
  step('The production build is current', () =>
    runToEnd('transpile', { nodeArguments: ['tools/transpile.mjs', 'bench'], env: {} }),
  )

function print({ measured, targets }: EconomyResult): void {
  const rows = measured.map(({ operation, subject, figures, ratio, cpuRatio }) => [
    `${operation}, ${subject}`,
    String(figures.perSecond),
    percent(ratio),
    percent(cpuRatio),
    String(figures.cpuMsEach ?? ''),
    String(figures.p50Ms),
    String(figures.p99Ms),
  ])
  process.stdout.write(
    `\n${table([['', 'per second', 'of limit', 'by CPU', 'CPU ms', 'p50 ms', 'p99 ms'], ...rows])}\n\n${targetLines(targets)}\n`,
  )
}

const percent = (ratio: number | null): string => (ratio === null ? '' : `${Math.round(ratio * 100)} %`)

/** Nothing in it tells of the machine, but what it measured. */
function saveResult(scenario: string, result: object): void {
  const directory = path.join(root, 'bench', 'results')
  mkdirSync(directory, { recursive: true })
  const about = { scenario, date: new Date().toISOString(), node: process.version }
  writeFileSync(path.join(directory, `${scenario}.json`), `${JSON.stringify({ ...about, ...result }, null, 2)}\n`)
}

runMain(async () => {
  await program.parseAsync()
})
