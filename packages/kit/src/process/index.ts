export { spawnBound, type BoundProcess } from './bound-process.js'
export { commandLine, processIdentity } from './process-identity.js'
export { startWorker } from './start-worker.js'
export { freePort } from './free-port.js'
