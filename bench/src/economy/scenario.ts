import { measureRound, type Round, type Subject } from '../load.js'
import { say, step } from '../progress.js'
import { rounded } from '../statistics.js'
import { measureEvents, type EventFigures } from './events.js'
import { createHandMade } from './hand-made.js'
import { createTokenIssuer } from './identities.js'
import { choosePlayers } from './players.js'
import { atLeast, atMost, cpuRatioOf, figuresOf, perSecondOf, ratioOf, type Figures, type Target } from './report.js'
import { startServers, type Servers } from './servers.js'
import { startDistributed, startStandalone } from './set-ups.js'

export interface EconomyOptions {
  /** How long requests are sent in one round. */
  readonly seconds: number
  readonly rounds: number
  readonly users: number
  /** A second population, for growth; 0 for none. */
  readonly grownUsers: number
  readonly pullsEach: number
  /** How long making a population may take; growth is measured with as many users as there were made. */
  readonly minutesMax: number
  readonly concurrency: number
  /** Those that are measured. */
  readonly operations: readonly Operation[]
  readonly events: boolean
  /** Where the processes write CPU profiles. */
  readonly profiles: string | null
}

export interface Measured {
  readonly operation: string
  readonly subject: string
  readonly figures: Figures
  /** To the same operation by hand; null for the limit itself. */
  readonly ratio: number | null
  /** The same, by CPU time, which other load on the machine does not change. */
  readonly cpuRatio: number | null
  readonly rounds: readonly number[]
}

export interface EconomyResult {
  readonly measured: readonly Measured[]
  readonly growth: readonly { readonly operation: string; readonly ratio: number }[]
  /** How many users the second population really has. */
  readonly grownUsers: number
  readonly events: EventFigures | null
  readonly targets: readonly Target[]
}

export const OPERATIONS = ['transfer', 'pull', 'ten-pull'] as const
export type Operation = (typeof OPERATIONS)[number]
/** As many in each population, so that what a player has drawn before grows alike. */
const PLAYERS_MAX = 2_000
const WARM_UP_MS = 2_000

/** Compares all subjects, in rounds that take turns: other load on the machine affects all of them alike. */
export async function runEconomy(options: EconomyOptions): Promise<EconomyResult> {
  const servers = await startServers()
  try {
    const { compared, events, grownUsers } = await startCompared(servers, options)
    const rounds = await measureAll(compared, options)
    return { grownUsers, ...summarize(compared, rounds, events) }
  } finally {
    await servers.lifecycle.close()
  }
}

const playersOf = ({ users }: EconomyOptions): number => Math.min(PLAYERS_MAX, users)

interface Compared {
  readonly operation: Operation
  readonly role: 'limit' | 'distributed' | 'grown' | 'settled limit' | 'standalone'
  readonly subject: Subject
}

async function startCompared(servers: Servers, options: EconomyOptions) {
  const issuer = await createTokenIssuer()
  const nodeArguments = options.profiles === null ? [] : ['--cpu-prof', '--cpu-prof-dir', options.profiles]
  const populated = async (name: string, users: number) => {
    const { pullsEach, minutesMax } = options
    const { urls, users: made } = await step(`${users} users with ${pullsEach} pulls each`, () =>
      servers.populate(name, { users, pullsEach, minutesMax }, issuer.publish),
    )
    if (made < users) say(`  after ${minutesMax} minutes there are ${made} of ${users} users: it goes on with these`)
    const players = await choosePlayers({ users: made, players: playersOf(options), token: issuer.token })
    return { urls, players, users: made }
  }
  const { urls, players } = await populated('base', options.users)
  let grownUsers = 0
  const limitUrls = await servers.copy('base', 'limit')
  const standaloneUrls = await servers.copy('base', 'standalone')
  // Before the larger population: writing that keeps the server's disk busy for a good while.
  const { seconds } = options
  const events = options.events
    ? await step('Events', async () => measureEvents(servers, { seconds, urls: await servers.copy('base', 'events') }))
    : null
  const limit = await createHandMade({
    users: servers.pool(limitUrls.users),
    gacha: servers.pool(limitUrls.gacha),
    players,
  })
  const distributed = await step('users and gacha serve', () =>
    startDistributed({ servers, urls, players, nodeArguments }),
  )
  const standalone = await step('Standalone serves', () =>
    startStandalone({ servers, urls: standaloneUrls, players, nodeArguments }),
  )
  const compared: Compared[] = [
    { operation: 'transfer', role: 'limit', subject: limit.transfer },
    { operation: 'transfer', role: 'distributed', subject: distributed.transfer },
  ]
  for (const [operation, count] of [
    ['pull', 1],
    ['ten-pull', 10],
  ] as const) {
    compared.push(
      { operation, role: 'limit', subject: limit.answeredPull(count) },
      { operation, role: 'distributed', subject: distributed.pull(count) },
      { operation, role: 'settled limit', subject: limit.settledPull(count) },
      { operation, role: 'standalone', subject: standalone.pull(count) },
    )
  }
  if (options.grownUsers > 0) {
    const grown = await populated('grown', options.grownUsers)
    const setUp = await step('users and gacha serve the larger population', () =>
      startDistributed({ servers, urls: grown.urls, players: grown.players, nodeArguments: [] }),
    )
    grownUsers = grown.users
    compared.push(
      { operation: 'transfer', role: 'grown', subject: setUp.transfer },
      { operation: 'pull', role: 'grown', subject: setUp.pull(1) },
      { operation: 'ten-pull', role: 'grown', subject: setUp.pull(10) },
    )
  }
  return { compared: compared.filter(each => options.operations.includes(each.operation)), events, grownUsers }
}

type Rounds = ReadonlyMap<Compared, readonly Round[]>

async function measureAll(compared: readonly Compared[], options: EconomyOptions): Promise<Rounds> {
  const { concurrency } = options
  const rounds = new Map<Compared, Round[]>(compared.map(each => [each, []]))
  for (const each of compared) {
    await step(`Warming up: ${each.operation}, ${describe(each)}`, () =>
      // Once round all players: the first change of a page after a checkpoint is a write of the whole page.
      measureRound(each.subject, { concurrency, durationMs: WARM_UP_MS, operationsMin: playersOf(options) }),
    )
  }
  for (let round = 1; round <= options.rounds; round++) {
    for (const operation of OPERATIONS) {
      for (const each of compared.filter(one => one.operation === operation)) {
        const measured = await measureRound(each.subject, { concurrency, durationMs: options.seconds * 1000 })
        rounds.get(each)?.push(measured)
        say(
          `  round ${round}/${options.rounds}  ${operation} ${describe(each)}: ${rounded(perSecondOf(measured))}/s, settled after ${Math.round(measured.settlingMs)} ms`,
        )
      }
    }
  }
  return rounds
}

const describe = ({ role, subject }: Compared): string => (role === 'grown' ? `${subject.name}, grown` : subject.name)

/** The limit that a role is compared with: its own rows, written by hand. */
const limitOf = (role: Compared['role']): Compared['role'] | null => {
  if (role === 'limit' || role === 'settled limit') return null
  return role === 'standalone' ? 'settled limit' : 'limit'
}

/** Ratios that a role has to reach, by operation. */
const RATIO_TARGETS: readonly { operation: Operation; role: Compared['role']; ratio: number }[] = [
  { operation: 'transfer', role: 'distributed', ratio: 0.8 },
  { operation: 'pull', role: 'distributed', ratio: 0.35 },
  { operation: 'ten-pull', role: 'distributed', ratio: 0.35 },
  { operation: 'pull', role: 'standalone', ratio: 0.5 },
  { operation: 'ten-pull', role: 'standalone', ratio: 0.5 },
]
const GROWTH_MAX = 1.3
const EVENT_TARGETS = { p50Ms: 5, p99Ms: 50, perSecond: 2_000 }

function summarize(
  compared: readonly Compared[],
  rounds: Rounds,
  events: EventFigures | null,
): Omit<EconomyResult, 'grownUsers'> {
  const roundsOf = (operation: Operation, role: Compared['role']) => {
    const found = compared.find(each => each.operation === operation && each.role === role)
    return found === undefined ? [] : (rounds.get(found) ?? [])
  }
  const measured = compared.map(each => {
    const own = roundsOf(each.operation, each.role)
    const limit = limitOf(each.role)
    const limits = limit === null ? [] : roundsOf(each.operation, limit)
    const figures = figuresOf(own)
    return {
      operation: each.operation,
      subject: describe(each),
      figures,
      ratio: limit === null ? null : ratioOf(own, limits),
      cpuRatio: limit === null ? null : cpuRatioOf(figures, figuresOf(limits)),
      rounds: own.map(round => rounded(perSecondOf(round))),
    }
  })
  const growth = OPERATIONS.flatMap(operation => {
    const grown = roundsOf(operation, 'grown')
    return grown.length === 0 ? [] : [{ operation, ratio: ratioOf(roundsOf(operation, 'distributed'), grown) }]
  })
  const targets = [
    ...RATIO_TARGETS.filter(({ operation, role }) => roundsOf(operation, role).length > 0).map(
      ({ operation, role, ratio }) =>
        atLeast(
          `${operation} ${role === 'standalone' ? 'standalone' : 'over HTTP'}, share of the limit`,
          ratio,
          ratioOf(roundsOf(operation, role), roundsOf(operation, limitOf(role) ?? 'limit')),
        ),
    ),
    ...growth.map(({ operation, ratio }) => atMost(`${operation}, slower when grown by`, GROWTH_MAX, ratio)),
    ...(events === null
      ? []
      : [
          atMost(`events at ${events.pacedPerSecond}/s, p50 in ms`, EVENT_TARGETS.p50Ms, events.p50Ms),
          atMost(`events at ${events.pacedPerSecond}/s, p99 in ms`, EVENT_TARGETS.p99Ms, events.p99Ms),
          atLeast('events sustained per second', EVENT_TARGETS.perSecond, events.sustainedPerSecond),
        ]),
  ]
  return { measured, growth, events, targets }
}
