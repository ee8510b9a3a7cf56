import { table } from '../economy/report.js'
import type { GatewayResult, Line } from './report.js'

/** All figures and targets for the terminal. */
export function gatewayTable({ lines, targets, missing, pinned }: GatewayResult): string {
  const head = ['', 'per second', 'CPU ms', '× less', '× other build', 'p50 ms', 'p99 ms', 'RSS MB', 'calls']
  const parts = [...new Map(lines.map(({ load, mode }) => [`${load}, ${mode}`, { load, mode }])).entries()]
  const tables = parts.map(([title, { load, mode }]) => {
    const rows = lines.filter(line => line.load === load && line.mode === mode).map(rowOf)
    return table([[title, ...head.slice(1)], ...rows])
  })
  const judged = targets.map(
    ({ what, target, found, isMet }) => `${isMet ? '✓' : '✗'} ${what}: ${found} (target ${target})`,
  )
  const notes = [
    ...(pinned ? [] : ['Processes were not kept to cores.']),
    ...(missing === null ? [] : ['Without the other gateways: they could not be installed.']),
    ...(lines.some(({ isWrong }) => isWrong) ? ['* answers otherwise than Apollo Gateway'] : []),
  ]
  return [...tables, judged.join('\n'), ...notes].join('\n\n')
}

const rowOf = (line: Line): string[] => [
  `${line.contestant}${line.isWrong ? ' *' : ''}`,
  String(line.perSecond),
  String((line.isWhole ? line.totalCpuMsEach : line.cpuMsEach) ?? ''),
  String(line.timesLessThanStock ?? ''),
  String(line.timesOfOtherBuild ?? ''),
  String(line.p50Ms),
  String(line.p99Ms),
  String(line.residentMegabytes),
  String(line.callsEach),
]
