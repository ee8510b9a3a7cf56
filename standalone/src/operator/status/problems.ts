import { countOf } from '@waystone/kit/command'
import type { DatabaseFacts, DatabaseStatus } from './database-status.js'
import type { ProcessStatus } from './process-status.js'
import type { RedisStatus } from './redis-status.js'

export interface SystemStatus {
  readonly processes: readonly ProcessStatus[]
  readonly databases: readonly DatabaseStatus[]
  readonly redis: RedisStatus
}

/** An event that waits longer than this waits for something: each is applied within a second otherwise. */
export const LAG_MAX_SECONDS = 60

/** Problems that an operator must look at, in sentences; empty when all is well. */
export function problemsOf({ processes, databases, redis }: SystemStatus): readonly string[] {
  return [
    ...processes.flatMap(processProblems),
    ...differing(processes, 'version', 'Processes run different versions'),
    ...differing(processes, 'supergraph', 'Gateways serve different supergraphs'),
    ...databases.flatMap(databaseProblems),
    ...(redis.state === 'unreachable' ? [`Redis cannot be reached: ${redis.reason}`] : []),
  ]
}

function processProblems({ service, url, state, checks }: ProcessStatus): readonly string[] {
  if (state === 'unreachable') return [`${service} at ${url} does not answer`]
  const failing = Object.entries(checks).filter(([, result]) => result !== 'ok')
  const names = failing.map(([name]) => name).join(', ')
  return state === 'ready' ? [] : [`${service} at ${url} is not ready${names === '' ? '' : `: ${names}`}`]
}

/** In the middle of an update this passes by itself. */
function differing(processes: readonly ProcessStatus[], name: 'version' | 'supergraph', text: string) {
  const found = [...new Set(processes.flatMap(process => process[name] ?? []))]
  return found.length > 1 ? [`${text}: ${found.join(', ')}`] : []
}

function databaseProblems(status: DatabaseStatus): readonly string[] {
  const { subgraph } = status
  return status.state === 'unreachable'
    ? [`The database of ${subgraph} cannot be reached: ${status.reason}`]
    : [...migrationProblems(subgraph, status), ...eventProblems(subgraph, status)]
}

function migrationProblems(subgraph: string, { migrations }: DatabaseFacts): readonly string[] {
  const { pending, changed, unknown } = migrations
  return [
    ...(pending.length > 0 ? [`${subgraph} lacks ${countOf(pending.length, 'migration')}: ${pending.join(', ')}`] : []),
    ...(changed.length > 0 ? [`${subgraph} has migrations of another text: ${changed.join(', ')}`] : []),
    ...(unknown.length > 0
      ? [`${subgraph} has migrations that this build does not know: ${unknown.join(', ')}; a newer build migrated it`]
      : []),
  ]
}

function eventProblems(subgraph: string, { outbox, deadLetters, refusedEvents }: DatabaseFacts): readonly string[] {
  const look = `waystone events dead --subgraph ${subgraph}`
  const seconds = Math.round(outbox.oldestSeconds)
  return [
    ...(outbox.oldestSeconds > LAG_MAX_SECONDS ? [`The oldest event of ${subgraph} waits for ${seconds} s`] : []),
    ...(deadLetters > 0 ? [`${subgraph} has ${countOf(deadLetters, 'dead letter')}: ${look}`] : []),
    ...(refusedEvents > 0 ? [`${subgraph} has ${countOf(refusedEvents, 'refused event')}: ${look}`] : []),
  ]
}
