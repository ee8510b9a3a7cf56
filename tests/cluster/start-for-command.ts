import { startCluster, type Cluster } from './cluster.js'
import { stepOnStderr } from './progress.js'

/**
 * Starts the set-up for a command that closes it at its end. A signal during the start waits for what was begun, and
 * closes that; a second one ends all at once.
 */
export function startForCommand(options: {
  readonly port: number
  readonly data?: string | undefined
  readonly minimal: boolean
  readonly keepLogs: boolean
}): Promise<Cluster> {
  const { port, data: directory, minimal: isMinimal, keepLogs } = options
  const starting = startCluster({ port, directory, isMinimal, step: stepOnStderr })
  const stop = () => void starting.then(started => started.close({ keepLogs })).finally(() => process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  return starting
}
