export { createEntityCache, type EntityCache } from './entity-cache.js'
