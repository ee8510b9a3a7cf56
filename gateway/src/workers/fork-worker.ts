import cluster from 'node:cluster'
import type { Logger } from '@waystone/kit/logger'
import type { StartedWorker } from './supervisor.js'
import { createWorkerChannel, type Answers, type WorkerChannel } from './worker-channel.js'
import { workerArgument } from './worker-argument.js'

export interface ForkedWorker extends StartedWorker {
  readonly channel: WorkerChannel
}

/**
 * Starts a process of node:cluster that shares the ports of all workers. The primary accepts their connections and
 * deals them out in turn: on every system, and with every connection of a few clients at another worker.
 * @param entry the file of main.ts: the process itself may have been started by another script.
 */
export function forkWorker(
  number: number,
  { entry, answers, logger }: { readonly entry: string; readonly answers: Answers; readonly logger: Logger },
): ForkedWorker {
  cluster.schedulingPolicy = cluster.SCHED_RR
  // JSON has no NaN, which gauges may be.
  cluster.setupPrimary({ exec: entry, args: [workerArgument(number)], serialization: 'advanced' })
  const forked = cluster.fork()
  let serves: () => void
  const serving = new Promise<void>(resolve => (serves = resolve))
  const channel = createWorkerChannel(
    {
      // With a callback, a message to a process that has ended is no error.
      send: message => void (forked.isConnected() && forked.send(message, () => {})),
      onMessage: listener => forked.on('message', listener),
    },
    { answers, onNews: ({ news }) => void (news === 'serves' && serves()) },
  )
  const ended = new Promise<Awaited<StartedWorker['ended']>>(resolve => {
    forked.once('exit', (code: number | null, signal: string | null) => {
      resolve({ reason: signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`, isOrderly: code === 0 })
      // Last, so that a question that fails for it finds a worker that has ended.
      channel.end()
    })
    forked.on('error', error => {
      logger.error({ err: error, worker: number }, 'a worker process has an error')
      if (forked.process.pid === undefined) resolve({ reason: error.message, isOrderly: false })
    })
  })
  return {
    pid: forked.process.pid,
    serves: serving,
    ended,
    ping: options => channel.ask('ping', null, options),
    stop: () => channel.tell({ news: 'stop' }),
    kill: () => void forked.process.kill('SIGKILL'),
    channel,
  }
}
