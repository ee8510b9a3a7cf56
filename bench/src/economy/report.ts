import { median, percentile, rounded } from '../statistics.js'
import type { Round } from '../load.js'

/** The figures of one subject, over its rounds. */
export interface Figures {
  /** Median over the rounds, settling included. */
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of all processes together, client and PostgreSQL included. */
  readonly cpuMsEach: number | null
}

export function figuresOf(rounds: readonly Round[]): Figures {
  const latencies = rounds.flatMap(round => round.latenciesMs)
  return {
    perSecond: rounded(median(rounds.map(perSecondOf))),
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
    cpuMsEach: rounds.some(round => round.cpuMs === null) ? null : rounded(median(rounds.map(cpuMsOf))),
  }
}

const cpuMsOf = ({ cpuMs, operations }: Round): number => (cpuMs ?? Number.NaN) / operations

export const perSecondOf = ({ operations, elapsedMs }: Round): number => (operations * 1000) / elapsedMs

/** The median of the ratios within each round, so that what else the machine does hits both sides. */
export const ratioOf = (rounds: readonly Round[], limits: readonly Round[]): number =>
  rounded(
    median(
      rounds.flatMap((round, place) => {
        const limit = limits[place]
        return limit === undefined ? [] : [perSecondOf(round) / perSecondOf(limit)]
      }),
    ),
  )

/**
 * The limit's CPU time per operation, divided by the subject's: the throughput ratio of two otherwise idle
 * machines.
 */
export const cpuRatioOf = (figures: Figures, limit: Figures): number | null =>
  figures.cpuMsEach === null || limit.cpuMsEach === null ? null : rounded(limit.cpuMsEach / figures.cpuMsEach)

/** A promise and what came of it. */
export interface Target {
  readonly title: string
  readonly target: number
  readonly atMost: boolean
  readonly measured: number
  readonly met: boolean
}

export const atLeast = (title: string, target: number, measured: number): Target => ({
  title,
  target,
  atMost: false,
  measured,
  met: measured >= target,
})

export const atMost = (title: string, target: number, measured: number): Target => ({
  title,
  target,
  atMost: true,
  measured,
  met: measured <= target,
})

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(row =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

export const targetLines = (targets: readonly Target[]): string =>
  targets
    .map(
      ({ title, target, atMost: most, measured, met }) =>
        `${met ? '✓' : '✗'} ${title}: ${measured} (target ${most ? '≤' : '≥'} ${target})`,
    )
    .join('\n')
