import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Target } from '../economy/report.js'
import { canPin, pinThisProcess } from '../gateway/pinned-process.js'
import { say, step } from '../progress.js'
import { startSubgraphs, type SubgraphsProcess } from './children.js'
import { checkConnectionLimits } from './connection-limits.js'
import { measureDelivery, type Delivery } from './measure-delivery.js'
import { measureMemory, type Memory } from './measure-memory.js'
import { measureSignIns, type SignInFigures } from './sign-ins.js'
import { bareBroadcast, gateway, graphqlWsServer, hive, type Sources } from './subjects.js'
import { summarize, targetsOf, type Summary } from './summary.js'
import type { Field } from './wire.js'

export interface LiveOptions {
  /** How long events are sent in one measurement. */
  readonly seconds: number
  readonly rounds: number
  /** Clients of one event, fewer and more. */
  readonly fewer: number
  readonly more: number
  /** Clients that only stay connected. */
  readonly idle: number
  /** The players who sign in at each house; 0 leaves the houses out. */
  readonly players: number
}

export interface LiveResult {
  readonly deliveries: readonly Summary[]
  readonly memory: readonly Memory[]
  readonly signIns: readonly SignInFigures[]
  readonly missing: readonly { readonly subject: string; readonly why: string }[]
  readonly targets: readonly Target[]
}

/** @throws Error when this machine's limits do not allow so many connections. */
export async function runLive(options: LiveOptions): Promise<LiveResult> {
  checkConnectionLimits(Math.max(options.fewer, options.more, options.idle))
  const signIns = await measureSignIns(options.players)
  const pinned = canPin()
  if (pinned) pinThisProcess()
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-live-'))
  const subgraphs = await step('Subgraphs run', startSubgraphs)
  try {
    const sources = sourcesOf(subgraphs, { directory, pinned })
    const { deliveries, missing } = await measureDeliveries(options, { subgraphs, sources })
    const memory = await measureConnections(options, sources)
    return { deliveries, memory, signIns, missing, targets: targetsOf({ deliveries, memory, signIns }) }
  } finally {
    subgraphs.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measureDeliveries(
  { rounds, seconds, fewer, more }: LiveOptions,
  given: { subgraphs: SubgraphsProcess; sources: Sources },
): Promise<Pick<LiveResult, 'deliveries' | 'missing'>> {
  const all = [bareBroadcast, gateway, graphqlWsServer, hive]
  const missing = all.flatMap(({ name, missing: why }) => (why === null ? [] : [{ subject: name, why }]))
  for (const { subject, why } of missing) say(`  – ${subject}: ${why}`)
  const present = all.filter(subject => subject.missing === null)
  const loads: readonly { field: Field; clients: number }[] = [
    { field: 'everyone', clients: fewer },
    { field: 'everyone', clients: more },
    { field: 'mine', clients: more },
  ]
  const measured: Delivery[][] = []
  // Subjects take turns, so that what else the machine does hits all alike.
  for (let round = 0; round < rounds; round++) {
    const ofRound: Delivery[] = []
    for (const { field, clients } of loads) {
      for (const subject of present) {
        if (!subject.fields.includes(field) || (subject.isSlow && round > 0)) continue
        const title = `${subject.name}: ${field === 'mine' ? 'an event for each' : 'one event'} of ${clients} clients`
        const run = () => measureDelivery(subject, { field, clients, seconds, ...given })
        try {
          ofRound.push(await step(title, run))
        } catch (error) {
          // A failure of another gateway costs one figure; the other measurements go on.
          if (subject !== hive) throw error
          const why = `${title}: ${error instanceof Error ? error.message : String(error)}`
          missing.push({ subject: subject.name, why })
          say(`  – ${why}`)
        }
      }
    }
    measured.push(ofRound)
  }
  return { deliveries: summarize(measured), missing }
}

async function measureConnections({ more, idle }: LiveOptions, sources: Sources): Promise<Memory[]> {
  const memory: Memory[] = []
  for (const [what, field, connections] of [
    ['shared channel', 'everyone', more],
    ['own channel', 'mine', more],
    ['connection alone', null, idle],
  ] as const) {
    const title = `${connections} clients: ${what}`
    memory.push(await step(title, () => measureMemory(what, { field, connections, sources })))
  }
  return memory
}

function sourcesOf(
  { feedPort, factsPort }: SubgraphsProcess,
  { directory, pinned }: Pick<Sources, 'directory' | 'pinned'>,
): Sources {
  const template = readFileSync(new URL('./supergraph.graphql', import.meta.url), 'utf8')
  const supergraph = path.join(directory, 'supergraph.graphql')
  const urls = { FEED_URL: `http://127.0.0.1:${feedPort}/graphql`, FACTS_URL: `http://127.0.0.1:${factsPort}/graphql` }
  writeFileSync(
    supergraph,
    Object.entries(urls).reduce((text, [name, url]) => text.replaceAll(name, url), template),
  )
  return { feedUrl: `ws://127.0.0.1:${feedPort}/graphql`, supergraph, directory, pinned }
}
