import { InvalidArgumentError } from 'commander'
import { countOf, createCommand, print, printJson, terminalProgress } from '@waystone/kit/command'
import { databaseUrlSetting, parseConfig } from '@waystone/kit/config'
import { runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Queryable } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { listRecorded } from './repositories/world-recording.js'
import { readWorldContent } from './world/content/read-content.js'
import type { WorldMap } from './world/content/world-content.js'
import { createComparison, type Comparison } from './world/replay/compare-hashes.js'
import { describeStretches, stretchesOf } from './world/replay/plan-replay.js'
import { ReplayRefused } from './world/replay/replay-refused.js'
import { replayStretch } from './world/replay/replay-stretch.js'
import { TICKS_PER_SECOND } from './world/tick.js'

interface Options {
  readonly map: string
  readonly from?: number
  readonly ticks?: number
  readonly json: boolean
  readonly data: string
}

/** Recordings are kept for an hour. */
const TICKS_MAX = 3_600 * TICKS_PER_SECOND
const content = readWorldContent()
const program = createCommand('waystone world replay')
  .description(
    `Computes a past stretch of a map again, from its snapshot and its log, and says for every tick whether the state hash equals the
recorded one. Reads only; the system may run.`,
  )
  .requiredOption('--map <map>', 'its name, id or code')
  .option('--from <tick>', 'the first tick; left out: says which are recorded', wholeNumber(Number.MAX_SAFE_INTEGER))
  .option('--ticks <n>', `how many, up to ${TICKS_MAX}: ${TICKS_PER_SECOND} are a second`, wholeNumber(TICKS_MAX))
  .option('--json', 'print one JSON value, with both hashes of every tick', false)
  .option('--data <dir>', 'data directory of the running system', '.data')
  .addHelpText(
    'after',
    `
Recordings are kept for an hour. What the database could not take in time is missing, which is said.
The database is that of the system that runs on the data directory, or CHARACTERS_DATABASE_URL of the environment.
Exit code: 0 when all hashes are equal, 1 when one is not or the stretch cannot be computed again, 2 for wrong usage.`,
  )

runMain(async () => {
  const options = program.parse().opts<Options>()
  const { data, from, ticks } = options
  if ((from === undefined) !== (ticks === undefined)) program.error('error: --from and --ticks belong together')
  const map = mapOf(options.map)
  const env = await settingsOfSystem({
    env: process.env,
    required: ['CHARACTERS_DATABASE_URL'],
    directory: data,
    below: ['distributed'],
  })
  const { CHARACTERS_DATABASE_URL: url } = parseConfig({ CHARACTERS_DATABASE_URL: databaseUrlSetting }, env)
  const logger = createLogger({ name: 'replay', level: 'error' })
  const database = createDatabase({ url, maxConnections: 1, applicationName: 'replay', logger })
  try {
    if (from === undefined || ticks === undefined) await tellRecorded(database.primary, map, options)
    else await replay(database.primary, { map, fromTick: from, ticks, json: options.json })
  } catch (error) {
    if (!(error instanceof ReplayRefused)) throw error
    process.stderr.write(`error: ${error.message}\n`)
    process.exitCode = 1
  } finally {
    await database.close()
  }
})

async function tellRecorded(db: Queryable, map: WorldMap, { json }: Options): Promise<void> {
  const stretches = stretchesOf(await listRecorded(db, map.id))
  if (json) printJson({ map: { id: map.id, name: map.name }, stretches })
  else print(`${map.name}: ${describeStretches(stretches)}`)
}

async function replay(
  db: Queryable,
  asked: { readonly map: WorldMap; readonly fromTick: number; readonly ticks: number; readonly json: boolean },
): Promise<void> {
  const { map, json } = asked
  const prepared = await replayStretch({ db, content }, asked)
  const comparison = createComparison()
  const progress = terminalProgress(process.stderr, 'ticks')
  progress.start({ done: 0, total: prepared.total })
  try {
    let done = 0
    for await (const tick of prepared.ticks()) {
      comparison.add(tick)
      progress.update(++done)
    }
  } finally {
    progress.stop()
  }
  process.exitCode = comparison.differing === 0 ? 0 : 1
  if (json) printJson({ map: { id: map.id, name: map.name }, equal: comparison.differing === 0, ...comparison.all() })
  else report(map, comparison)
}

function report(map: WorldMap, { commands, differing, runs, ticks }: Comparison): void {
  for (const { equal, first, fromTick, toTick } of runs) {
    const stretch = fromTick === toTick ? `tick ${fromTick}` : `ticks ${fromTick} to ${toTick}`
    if (equal) print(`✓ ${stretch}: equal`)
    else print(`✗ ${stretch}: computed ${first.hash}, recorded ${first.recordedHash} at tick ${fromTick}`)
  }
  const computed = `${countOf(ticks, 'tick')} of ${map.name} computed again, with ${countOf(commands, 'command')}`
  print(`${computed}: ${differing === 0 ? 'every state hash equals the recorded one.' : `${differing} differ.`}`)
}

/** By id, code or name; names count without regard to case. */
function mapOf(text: string): WorldMap {
  const map = content.maps.find(
    ({ id, code, name }) => code === text || [id, name.toLowerCase()].includes(text.trim().toLowerCase()),
  )
  if (map !== undefined) return map
  const names = content.maps.map(({ name }) => name).join(', ')
  return program.error(`error: there is no map "${text}": expected one of ${names}`)
}

function wholeNumber(max: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= 1 && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${max}.`)
  }
}
