export { raiseEpochs } from './repositories/map-lease.js'
