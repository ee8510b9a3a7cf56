import type { Dashboard } from './dashboard.js'
import { events } from './dashboards/events.js'
import { game } from './dashboards/game.js'
import { gateway } from './dashboards/gateway.js'
import { overview } from './dashboards/overview.js'

export const dashboards: readonly Dashboard[] = [overview, gateway, events, game]
