export { announcingInvalidations, followInvalidations } from './announced-invalidations.js'
export { createEntityCache } from './create-entity-cache.js'
export type { EntityCache } from './entity-cache.js'
