import { parentPort, workerData } from 'node:worker_threads'
import { forecastOf, type ForecastRequest } from './forecast.js'
import type { WorkerMessage } from './forecaster.js'
import { modelForecastOf, type ModelForecastRequest } from './model-forecast.js'
import { simulatedModelOf, type SimulationRequest } from './simulated-model.js'

const request = workerData as ForecastRequest | ModelForecastRequest | SimulationRequest
const send = (message: WorkerMessage<unknown>): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A worker has no origin.
  parentPort?.postMessage(message)
}

const resultOf = () => {
  if ('definition' in request) return forecastOf(request)
  if ('simulated' in request) return simulatedModelOf(request)
  return modelForecastOf(request, progress => send({ progress }))
}
send({ result: resultOf() })
