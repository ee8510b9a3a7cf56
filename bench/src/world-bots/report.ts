import { tableOf } from '@waystone/kit/command'
import type { Played } from './run-bots.js'

export interface Summary {
  readonly players: number
  readonly seconds: number
  readonly commands: { readonly accepted: number; readonly refused: Readonly<Record<string, number>>; lost: number }
  readonly updatesPerSecond: number
  readonly snapshots: number
  readonly corrections: number
  /** From sending a command to its answer. */
  readonly commandMs: Percentiles
  /** From the tick of a step to another bot, by the clocks of both machines. */
  readonly stepSeenMs: Percentiles
  readonly kills: number
  readonly drops: number
  readonly levels: number
  readonly deaths: number
  readonly failures: readonly string[]
}

interface Percentiles {
  readonly p50: number | null
  readonly p99: number | null
  readonly count: number
}

export function summaryOf({ players, seconds, statistics, failures }: Played): Summary {
  const { accepted, lost, refused, updates, snapshots, corrections, kills, drops, levels, deaths } = statistics
  const percentiles = ({ count, percentile }: Played['statistics']['stepLatency']): Percentiles => ({
    p50: percentile(0.5),
    p99: percentile(0.99),
    count,
  })
  return {
    players,
    seconds: Math.round(seconds * 10) / 10,
    commands: {
      accepted,
      refused: Object.fromEntries([...refused].toSorted(([, one], [, other]) => other - one)),
      lost,
    },
    updatesPerSecond: Math.round(updates / seconds),
    snapshots,
    corrections,
    commandMs: percentiles(statistics.commandLatency),
    stepSeenMs: percentiles(statistics.stepLatency),
    kills,
    drops,
    levels,
    deaths,
    failures,
  }
}

export function summaryText(summary: Summary): string {
  const { commands, commandMs, players, seconds, stepSeenMs } = summary
  const number = (value: number) => value.toLocaleString('en')
  const latency = ({ p50, p99 }: Percentiles) => (p50 === null ? 'none' : `${p50} ms at the median, ${p99} ms p99`)
  const refused = Object.entries(commands.refused).map(([reason, count]) => [`  ${reason}`, number(count)])
  return tableOf([
    ['bots', `${number(players)} for ${seconds} s`],
    ['commands accepted', number(commands.accepted)],
    ['commands refused', number(Object.values(commands.refused).reduce((sum, count) => sum + count, 0))],
    ...refused,
    ['answers lost', number(commands.lost)],
    ['a command until its answer', latency(commandMs)],
    ['a step until another bot sees it', latency(stepSeenMs)],
    ['updates a second', number(summary.updatesPerSecond)],
    ['snapshots', number(summary.snapshots)],
    ['positions corrected', number(summary.corrections)],
    [
      'kills, drops, levels, deaths',
      [summary.kills, summary.drops, summary.levels, summary.deaths].map(number).join(', '),
    ],
    ...summary.failures.map(failure => ['bots that failed', failure]),
  ])
}
