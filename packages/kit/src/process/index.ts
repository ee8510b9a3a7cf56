export { spawnBound, type BoundProcess, type Ended } from './bound-process.js'
export { commandLine, processIdentity } from './process-identity.js'
export { freePort } from './free-port.js'
