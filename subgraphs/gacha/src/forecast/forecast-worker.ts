import { parentPort, workerData } from 'node:worker_threads'
import { forecastOf, type ForecastRequest } from './forecast.js'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A worker has no origin.
parentPort?.postMessage(forecastOf(workerData as ForecastRequest))
