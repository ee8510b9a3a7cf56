import { RequestFault } from '@waystone/kit/errors'
import { startWorker } from '@waystone/kit/process'
import type { Worker } from 'node:worker_threads'
import { hashOf } from '../domain/canonical-json.js'
import type { ModelDefinition } from '../domain/banner-model/definition.js'
import type { ModelOdds, Progress } from '../domain/banner-odds/model-odds.js'
import { createDrafts } from './drafts.js'
import type { Forecast, ForecastRequest } from './forecast.js'
import { createModelForecasts, type Listening, type ModelForecasts } from './model-forecasts.js'
import type { ModelForecast, ModelForecastRequest } from './model-forecast.js'
import type { SimulatedModel, SimulationRequest } from './simulated-model.js'

/** Computes forecasts in threads of their own, so that players' requests wait for none of them. */
export interface Forecaster {
  /** @throws RequestFault SERVICE_UNAVAILABLE when too many are asked for at once, and when one takes too long */
  forecast(request: ForecastRequest): Promise<Forecast>
  /**
   * The odds of a banner model. A definition is computed once: those that were asked last are kept by their hash.
   * @param options.draft ends the computation that this draft asked for before, unless another caller waits for
   * the same definition
   * @throws RequestFault as `forecast` does, and where a newer definition of the draft took its place
   */
  forecastModel(
    definition: unknown,
    options?: { onProgress?: (progress: Progress) => void; draft?: string },
  ): Promise<ModelForecast>
  /** Draws from a banner model. @throws RequestFault as `forecast` does */
  simulateModel(request: SimulationRequest): Promise<SimulatedModel>
  /**
   * The odds of a definition that is published, computed once for its hash. Beyond the limits, its questions have
   * null and its `refusals` say why.
   * @throws RequestFault as `forecast` does, but not for those that wait: published definitions are few
   */
  forecastPublished(published: { definition: ModelDefinition; hash: string }): Promise<ModelOdds>
  /** The forecast that `forecastModel` has kept of a hash: for published definitions, which are stored with it. */
  readonly known: ModelForecasts['known']
  /** Ends what is under way. */
  close(): Promise<void>
}

/** A forecast keeps a processor busy: no more than this many do at a time. */
const THREADS_MAX = 2
/** Forecasts that wait for a thread; an editor asks for one at each pause of the typing. */
const WAITING_MAX = 20
/** Published banners wait for each other: a list of all of them is asked for at once. */
const PUBLISHED_WAITING_MAX = 1_000
const TIME_MAX_MS = 20_000

type AnyRequest = ForecastRequest | ModelForecastRequest | SimulationRequest

/** The messages of a thread: any number of reports, then the result. */
export type WorkerMessage<Result> = { readonly progress: Progress } | { readonly result: Result }

const WORKER = new URL(`./forecast-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

export function createForecaster({ timeMaxMs = TIME_MAX_MS } = {}): Forecaster {
  const threads = new Set<Worker>()
  const waiting: (() => void)[] = []
  let running = 0
  let isClosed = false

  const turn = async (waitingMax: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) throw ended()
    if (running < THREADS_MAX) return void running++
    if (waiting.length >= waitingMax) throw unavailable('Other odds are computed')
    // The one that is done hands its turn on.
    await new Promise<void>((resolve, reject) => {
      waiting.push(resolve)
      signal.addEventListener('abort', () => {
        const place = waiting.indexOf(resolve)
        if (place === -1) return
        waiting.splice(place, 1)
        reject(ended())
      })
    })
  }
  const done = (): void => {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
  const compute = async <Result>(request: AnyRequest, { onProgress, signal }: Listening): Promise<Result> => {
    if (signal.aborted) throw ended()
    if (isClosed) throw unavailable('The service is about to end')
    const thread = startWorker(WORKER, { workerData: request, name: 'forecast' })
    threads.add(thread)
    const end = () => void thread.terminate()
    signal.addEventListener('abort', end)
    try {
      return await resultOf<Result>(thread, { timeMaxMs, onProgress })
    } finally {
      signal.removeEventListener('abort', end)
      threads.delete(thread)
      await thread.terminate()
    }
  }
  const inTurn = async <Result>(
    request: AnyRequest,
    { onProgress = () => undefined, signal = new AbortController().signal }: Partial<Listening> = {},
  ): Promise<Result> => {
    await turn('published' in request ? PUBLISHED_WAITING_MAX : WAITING_MAX, signal)
    try {
      return await compute<Result>(request, { onProgress, signal })
    } finally {
      done()
    }
  }
  const models = createModelForecasts()
  const drafts = createDrafts()
  return {
    forecast: request => inTurn<Forecast>(request),
    forecastModel: async (definition, { draft, ...options } = {}) => {
      const computed = (listening: Listening) => inTurn<ModelForecast>({ model: definition }, listening)
      const hash = hashOf(definition)
      if (draft === undefined) return await models.get(hash, computed, options)
      return await drafts.latest(draft, {
        hash,
        ask: signal => models.get(hash, computed, { ...options, signal }),
      })
    },
    simulateModel: request => inTurn<SimulatedModel>(request),
    forecastPublished: async ({ definition, hash }) => {
      const forecast = await models.get(hash, listening => inTurn<ModelForecast>({ published: definition }, listening))
      if (forecast.definition === null) throw new Error(`The published definition ${hash} was refused`)
      return forecast.odds
    },
    known: models.known,
    close: async () => {
      isClosed = true
      await Promise.all([...threads].map(thread => thread.terminate()))
    },
  }
}

function resultOf<Result>(
  thread: Worker,
  { timeMaxMs, onProgress }: { timeMaxMs: number; onProgress: (progress: Progress) => void },
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable('The odds take too long to compute')), timeMaxMs)
    const settle = <Value>(end: (value: Value) => void) => {
      return (value: Value) => {
        clearTimeout(timer)
        end(value)
      }
    }
    const finish = settle<Result>(resolve)
    thread.on('message', (message: WorkerMessage<Result>) => {
      if ('progress' in message) onProgress(message.progress)
      else finish(message.result)
    })
    thread.once('error', settle<unknown>(reject))
    thread.once(
      'exit',
      settle<number>(() => reject(ended())),
    )
  })
}

const ended = () => unavailable('The computation was ended')
const unavailable = (reason: string) => new RequestFault('SERVICE_UNAVAILABLE', `${reason}: try again in a few seconds`)
