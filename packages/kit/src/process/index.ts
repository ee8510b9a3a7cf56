export { spawnBound, type BoundProcess } from './bound-process.js'
export { commandLine, processIdentity } from './process-identity.js'
export { freePort } from './free-port.js'
