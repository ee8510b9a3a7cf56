import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createCommand, print, tableOf, terminalProgress } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import { root } from '../chaos/instances.js'
import { parsePort, parseWhole, PORT_DEFAULT } from '../cluster/options.js'
import { portsFrom } from '../cluster/ports.js'
import { startForCommand } from '../cluster/start-for-command.js'
import { inMegabytes, type Change } from './judge.js'
import { runSoak, type SoakResult, type SoakSize } from './run-soak.js'

interface Options extends SoakSize {
  readonly port: number
  readonly data?: string
  readonly save: boolean
  readonly keepLogs: boolean
}

const FILE = path.join(root, 'bench', 'results', 'soak.json')
/** Tables that grew most, of those shown. */
const TABLES_SHOWN = 15

const say = (text: string) => process.stderr.write(`  … ${text}\n`)

runMain(async () => {
  const command = createCommand('ops:soak')
    .description(
      'Brings up the replicated set-up (npm run ops:cluster), has players of every kind at it for an hour, and looks whether memory, answers or tables grow that are not to grow.',
    )
    .option('--minutes <n>', 'how long they play; the first sixth is the warm-up', parseWhole(1, 10_000), 60)
    .option('--clients <n>', 'players who sign in, buy, pull and claim', parseWhole(1, 500), 3)
    .option('--bots <n>', 'players who walk and fight in the world', parseWhole(1, 1_000), 10)
    .option('--devices <n>', 'devices that subscribe, stay for up to a minute and go', parseWhole(1, 10_000), 40)
    .option('--chat-readers <n>', 'players who read the channel of everyone', parseWhole(1, 1_000), 10)
    .option('--port <port>', `the first of ${portsFrom(0).count} ports`, parsePort, PORT_DEFAULT)
    .option('--data <directory>', 'where a folder is made for the data of the servers')
    .option('--no-save', 'do not write bench/results/soak.json')
    .option('--keep-logs', 'keep what every process has logged', false)
    .addHelpText(
      'after',
      '\nExit code: 0, 1 when the soak found something, 2 for wrong usage. ops/runbooks/soak.md has a page.',
    )
    .parse()
  const options = command.opts<Options>()
  const cluster = await startForCommand({ ...options, minimal: false })
  try {
    const progress = terminalProgress(process.stderr, 'seconds of play')
    progress.start({ done: 0, total: options.minutes * 60 })
    const result = await runSoak(cluster, options, { say, played: seconds => progress.update(Math.round(seconds)) })
    progress.stop()
    print(soakTables(result))
    if (options.save) save(result)
    for (const problem of result.problems) print(`✗ ${problem}`)
    if (result.problems.length > 0) process.exitCode = 1
  } finally {
    await cluster.close(options)
    if (options.keepLogs) say(`logs are in ${cluster.logs}`)
  }
})

function soakTables({ memory, latency, tables, databaseBytes, counts, lostOperations }: SoakResult): string {
  const change = ({ name, before, after, ratio }: Change, shown: (value: number) => string) => [
    name,
    shown(before),
    shown(after),
    ratio.toFixed(2),
  ]
  const grown = tables
    .filter(({ rowsBefore, rowsAfter }) => rowsAfter > rowsBefore)
    .toSorted((one, other) => other.rowsAfter - other.rowsBefore - (one.rowsAfter - one.rowsBefore))
  return [
    tableOf([
      ['memory', 'after the warm-up', 'at the end', 'ratio'],
      ...memory.map(one => change(one, bytes => `${inMegabytes(bytes)} MB`)),
    ]),
    tableOf([
      ['answers', 'after the warm-up', 'at the end', 'ratio'],
      ...latency.map(one => change(one, ms => `${ms.toFixed(1)} ms`)),
    ]),
    tableOf([
      ['table', 'after the warm-up', 'at the end'],
      ...grown.slice(0, TABLES_SHOWN).map(one => [one.table, String(one.rowsBefore), String(one.rowsAfter)]),
    ]),
    `databases: ${inMegabytes(databaseBytes.before)} MB, then ${inMegabytes(databaseBytes.after)} MB`,
    Object.entries({ ...counts, lostOperations })
      .map(([name, count]) => `${name} ${count}`)
      .join(' · '),
  ].join('\n\n')
}

function save({ problems, ...result }: SoakResult): void {
  mkdirSync(path.dirname(FILE), { recursive: true })
  const saved = {
    scenario: 'soak',
    date: new Date().toISOString(),
    node: process.version,
    ...result,
    passed: problems.length === 0,
  }
  writeFileSync(FILE, `${JSON.stringify(saved, null, 2)}\n`)
}
