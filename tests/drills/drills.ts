import { databaseDrills } from './database-drills.js'
import type { Drill } from './drill.js'
import { serviceDrills } from './service-drills.js'

/** In the order in which `all` runs them. */
export const drills: readonly Drill[] = [...databaseDrills, ...serviceDrills]

/** Of the short form: one of each part that holds state or connections. */
export const shortDrills: ReadonlySet<string> = new Set(['primary-killed', 'redis-master-killed', 'gateway-killed'])
