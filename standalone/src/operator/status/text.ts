import { tableOf } from '@waystone/kit/command'
import { INBOX_COUNT_MAX, type DatabaseStatus } from './database-status.js'
import type { SystemStatus } from './problems.js'
import type { ProcessStatus } from './process-status.js'
import type { RedisStatus } from './redis-status.js'

/** The status for a person: three tables, then what must be looked at. */
export function textOfStatus({ processes, databases, redis }: SystemStatus, problems: readonly string[]): string {
  return [
    tableOf([['PROCESS', 'STATE', 'VERSION', 'NODE', 'SUPERGRAPH', 'URL'], ...processes.map(processRow)]),
    tableOf([
      ['DATABASE', 'STATE', 'MIGRATIONS', 'OUTBOX', 'OLDEST', 'INBOX', 'DEAD', 'REFUSED', 'POSTGRESQL'],
      ...databases.map(databaseRow),
    ]),
    `Redis: ${textOfRedis(redis)}`,
    problems.length === 0 ? 'All is well.' : ['Look at:', ...problems.map(problem => `  ! ${problem}`)].join('\n'),
  ].join('\n\n')
}

const processRow = ({ service, state, version, node, supergraph, url }: ProcessStatus): readonly string[] => [
  service,
  state,
  version ?? '-',
  node ?? '-',
  supergraph ?? '-',
  url,
]

function databaseRow(status: DatabaseStatus): readonly string[] {
  if (status.state === 'unreachable') return [status.subgraph, status.state, '-', '-', '-', '-', '-', '-', '-']
  const { subgraph, state, migrations, outbox, inboxEvents, deadLetters, refusedEvents, serverVersion } = status
  const { applied, pending } = migrations
  return [
    subgraph,
    `${state} (${status.roundTripMs} ms)`,
    `${applied.length} applied${pending.length === 0 ? '' : `, ${pending.length} pending`}`,
    String(outbox.events),
    outbox.events === 0 ? '-' : `${outbox.oldestSeconds.toFixed(1)} s`,
    `${inboxEvents}${inboxEvents === INBOX_COUNT_MAX ? '+' : ''}`,
    String(deadLetters),
    String(refusedEvents),
    serverVersion,
  ]
}

function textOfRedis(redis: RedisStatus): string {
  switch (redis.state) {
    case 'reachable':
      return `reachable (${redis.roundTripMs} ms)`
    case 'unreachable':
      return `unreachable: ${redis.reason}`
    case 'not used':
      return 'not used: events and caches stay in one process'
  }
}
