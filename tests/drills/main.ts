import { createCommand, print } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import type { Cluster } from '../cluster/cluster.js'
import { parsePort, parseWhole, PORT_DEFAULT } from '../cluster/options.js'
import { portsFrom } from '../cluster/ports.js'
import { stepOnStderr } from '../cluster/progress.js'
import { startForCommand } from '../cluster/start-for-command.js'
import type { Drill, DrillRow } from './drill.js'
import { drills, shortDrills } from './drills.js'
import { drillTable, saveDrills } from './results.js'
import { runDrill, type LoadSize } from './run-drill.js'

interface Options extends LoadSize {
  readonly port: number
  readonly data?: string
  readonly minimal: boolean
  readonly rounds: number
  readonly save: boolean
  readonly keepLogs: boolean
}

const say = (text: string) => process.stderr.write(`  … ${text}\n`)

const isName = (name: string) => name === 'all' || name === 'short' || drills.some(drill => drill.name === name)

runMain(async () => {
  const command = createCommand('ops:drill')
    .description(
      'Brings up the replicated set-up (npm run ops:cluster), puts it under load, brings a fault, and compares every acknowledged operation with the databases afterwards.',
    )
    .argument('<names...>', 'drills by name; "all"; or "short", for CI')
    .option('--clients <n>', 'players that buy, pull, sign in and claim without a pause', parseWhole(1, 500), 8)
    .option('--readers <n>', 'players that read', parseWhole(1, 100), 2)
    .option('--operations <n>', 'acknowledged operations in each drill, at least', parseWhole(1, 1_000_000), 1_000)
    .option('--rounds <n>', 'how often each is drilled', parseWhole(1, 100), 1)
    .option('--port <port>', `the first of ${portsFrom(0).count} ports`, parsePort, PORT_DEFAULT)
    .option('--data <directory>', 'where a folder is made for the data of the servers')
    .option('--minimal', 'one process of each instead of two; drills that need two are refused', false)
    .option('--no-save', 'do not write bench/results/drills.json')
    .option('--keep-logs', 'keep what every process has logged', false)
    .addHelpText(
      'after',
      `
${drills.map(({ name, fault }) => `  ${name.padEnd(22)}${fault}`).join('\n')}

Exit code: 0, 1 when a drill found something, 2 for wrong usage. ops/runbooks has a page for each.`,
    )
    .parse()
  const options = command.opts<Options>()
  const unknown = command.args.find(name => !isName(name))
  if (unknown !== undefined)
    command.error(
      `error: there is no drill "${unknown}"; there are ${drills.map(({ name }) => name).join(', ')}, all, short`,
    )
  const chosen = chosenDrills(command.args)
  const cannot = chosen.find(({ needs }) => needs === 'pairs' && options.minimal)
  if (cannot !== undefined) command.error(`error: ${cannot.name} needs two of each process: leave --minimal out`)
  const cluster = await startForCommand(options)
  const problems: string[] = []
  try {
    problems.push(...(await runAll(cluster, chosen, options)))
  } finally {
    await cluster.close(options)
    if (options.keepLogs) say(`logs are in ${cluster.logs}`)
  }
  if (problems.length > 0) process.exitCode = 1
})

function chosenDrills(names: readonly string[]): readonly Drill[] {
  if (names.includes('all')) return drills
  return drills.filter(({ name }) => names.includes(name) || (names.includes('short') && shortDrills.has(name)))
}

/** @returns what was found wrong, over all drills. */
async function runAll(cluster: Cluster, chosen: readonly Drill[], options: Options): Promise<readonly string[]> {
  const rows: DrillRow[] = []
  const problems: string[] = []
  const found = (problem: string) => {
    problems.push(problem)
    print(`✗ ${problem}`)
  }
  for (const drill of Array.from({ length: options.rounds }, () => chosen).flat()) {
    if (drill.needs === 'namespaces' && !cluster.hasNamespaces) {
      found(`${drill.name} needs network namespaces, which need root: it was not drilled`)
      continue
    }
    try {
      const row = await stepOnStderr(drill.name, () =>
        runDrill(cluster, drill, { size: options, seed: rows.length, say }),
      )
      rows.push(row)
      print(drillTable([row]))
      for (const problem of row.problems) found(`${drill.name}: ${problem}`)
      // After each: a run that is ended keeps those before.
      if (options.save) saveDrills(rows)
    } catch (error) {
      found(`${drill.name}: ${error instanceof Error ? error.message : String(error)}`)
      await cluster.untilWhole()
    }
  }
  print(drillTable(rows))
  return problems
}
