import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken, NotFound } from '../ui/route-pages.js'
import { ConsoleFrame } from './frame.js'

const root = createRootRoute({ component: ConsoleFrame, notFoundComponent: () => <NotFound home="/console" /> })

const screen = <Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) })

/** Each screen is a file of its own in the build, loaded when it is opened. */
const routeTree = root.addChildren([
  screen('/console', () => import('./screens/overview/overview.js')),
  screen('/console/players', () => import('./screens/players/players.js')),
  screen('/console/players/$userId', () => import('./screens/players/player.js')),
  screen('/console/economy', () => import('./screens/economy/economy.js')),
  screen('/console/events', () => import('./screens/events/events.js')),
  screen('/console/content', () => import('./screens/content/content.js')),
  screen('/console/guilds', () => import('./screens/guilds/guilds.js')),
  screen('/console/guilds/$guildId', () => import('./screens/guilds/guild.js')),
  screen('/console/mail', () => import('./screens/mail/mail.js')),
  screen('/console/moderation', () => import('./screens/moderation/moderation.js')),
  screen('/console/world', () => import('./screens/world/world.js')),
  screen('/console/warehouse', () => import('./screens/warehouse/warehouse.js')),
])

export const router = createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Broken })
