export { environmentOf, parseDockerfile, valuesOf, type Stage } from './dockerfile.js'
export { runInSandbox } from './sandbox.js'
