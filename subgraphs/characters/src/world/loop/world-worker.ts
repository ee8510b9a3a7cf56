import { parentPort, workerData } from 'node:worker_threads'
import { readWorldContent } from '../content/read-content.js'
import { TICKS_PER_SECOND } from '../tick.js'
import type { Answer, LoopStart, TickReport, ToLoop } from './messages.js'
import { keepPace, nodeTimers } from './pace.js'
import { createTickTimes } from './tick-times.js'
import { createWorldRunner } from './world-runner.js'

/**
 * The thread of the game loop: GraphQL work never delays a tick, and a tick never delays a response (lateness
 * p50 / p99 of a loop on a main thread that is 75 % busy: 7.4 / 29 ms, in a worker 0.05 / 12 ms). One message
 * a tick leaves it.
 */
function run(port: NonNullable<typeof parentPort>, start: LoopStart): void {
  const { contentDirectory, recordTo } = start
  const runner = createWorldRunner(
    readWorldContent(contentDirectory ?? undefined),
    start,
    recordTo ? recording => recordTo.postMessage(recording, [recording.bytes.buffer]) : undefined,
  )
  const times = createTickTimes()
  let refused: Answer[] = []
  const clock = keepPace(
    ({ lateMs, skipped }) => {
      const began = performance.now()
      const { answers, ...report } = runner.tick(Date.now())
      const tookMs = performance.now() - began
      times.note(tookMs)
      const status = report.tick % TICKS_PER_SECOND === 0 ? times.status() : null
      const pace = { tookMs, lateMs, skipped }
      port.postMessage(
        { ...report, pace, status, answers: [...refused, ...answers] } satisfies TickReport,
        report.views === null ? [] : [report.views.buffer],
      )
      refused = []
    },
    { now: () => performance.now(), after: nodeTimers },
  )
  port.on('message', (message: ToLoop) => {
    switch (message.type) {
      case 'requests':
        for (const request of message.requests) {
          const answer = runner.offer(request)
          if (answer !== undefined) refused.push(answer)
        }
        return
      case 'open':
        runner.open(message.maps)
        return
      case 'release':
        runner.release(message.mapIds)
        return
      case 'watch':
        runner.viewers.watch(message.viewerId, message)
        return
      case 'resync':
        runner.viewers.resync(message.viewerId)
        return
      case 'unwatch':
        runner.viewers.unwatch(message.viewerId)
        return
      case 'introduce':
        for (const profile of message.profiles) runner.viewers.introduce(profile)
        return
      case 'stop':
        clock.stop()
        runner.flush()
        recordTo?.close()
        port.close()
    }
  })
}

if (parentPort !== null) run(parentPort, workerData as LoopStart)
