import { parentPort, workerData } from 'node:worker_threads'
import { forecastOf, type ForecastRequest } from './forecast.js'
import type { WorkerMessage } from './forecaster.js'
import { modelForecastOf, type ModelForecastRequest } from './model-forecast.js'

const request = workerData as ForecastRequest | ModelForecastRequest
const send = (message: WorkerMessage<unknown>): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A worker has no origin.
  parentPort?.postMessage(message)
}

const result = 'definition' in request ? forecastOf(request) : modelForecastOf(request, progress => send({ progress }))
send({ result })
