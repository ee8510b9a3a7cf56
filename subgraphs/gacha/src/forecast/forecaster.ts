import { RequestFault } from '@waystone/kit/errors'
import { startWorker } from '@waystone/kit/process'
import type { Worker } from 'node:worker_threads'
import type { Forecast, ForecastRequest } from './forecast.js'

/** Computes forecasts in threads of their own, so that players' requests wait for none of them. */
export interface Forecaster {
  /** @throws RequestFault SERVICE_UNAVAILABLE when too many are asked for at once, and when one takes too long */
  forecast(request: ForecastRequest): Promise<Forecast>
  /** Ends what is under way. */
  close(): Promise<void>
}

/** A forecast keeps a processor busy: no more than this many do at a time. */
const THREADS_MAX = 2
/** Forecasts that wait for a thread; an editor asks for one at each pause of the typing. */
const WAITING_MAX = 20
const TIME_MAX_MS = 20_000

const WORKER = new URL(`./forecast-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

export function createForecaster({ timeMaxMs = TIME_MAX_MS } = {}): Forecaster {
  const threads = new Set<Worker>()
  const waiting: (() => void)[] = []
  let running = 0
  let isClosed = false

  const turn = async (): Promise<void> => {
    if (running < THREADS_MAX) return void running++
    if (waiting.length >= WAITING_MAX) throw unavailable('Other odds are computed')
    // The one that is done hands its turn on.
    await new Promise<void>(resolve => waiting.push(resolve))
  }
  const done = (): void => {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
  const compute = async (request: ForecastRequest): Promise<Forecast> => {
    if (isClosed) throw unavailable('The service is about to end')
    const thread = startWorker(WORKER, { workerData: request, name: 'forecast' })
    threads.add(thread)
    try {
      return await resultOf(thread, timeMaxMs)
    } finally {
      threads.delete(thread)
      await thread.terminate()
    }
  }
  return {
    forecast: async request => {
      await turn()
      try {
        return await compute(request)
      } finally {
        done()
      }
    },
    close: async () => {
      isClosed = true
      await Promise.all([...threads].map(thread => thread.terminate()))
    },
  }
}

function resultOf(thread: Worker, timeMaxMs: number): Promise<Forecast> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable('The odds take too long to compute')), timeMaxMs)
    const settle = <Value>(end: (value: Value) => void) => {
      return (value: Value) => {
        clearTimeout(timer)
        end(value)
      }
    }
    thread.once('message', settle<Forecast>(resolve))
    thread.once('error', settle<unknown>(reject))
    thread.once(
      'exit',
      settle<number>(() => reject(unavailable('The computation was ended'))),
    )
  })
}

const unavailable = (reason: string) => new RequestFault('SERVICE_UNAVAILABLE', `${reason}: try again in a few seconds`)
