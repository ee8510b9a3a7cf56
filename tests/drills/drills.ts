import { databaseDrills } from './database-drills.js'
import type { Drill } from './drill.js'
import { serviceDrills } from './service-drills.js'

/** In the order in which `all` runs them. */
export const drills: readonly Drill[] = [...databaseDrills, ...serviceDrills]

/** Of the short form: the three that lose most. */
export const shortDrills: ReadonlySet<string> = new Set(['primary-killed', 'replica-lost', 'redis-master-killed'])
