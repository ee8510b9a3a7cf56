import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken, NotFound } from '../ui/route-pages.js'
import { PlayerFrame } from './frame.js'

const root = createRootRoute({ component: PlayerFrame, notFoundComponent: () => <NotFound home="/" /> })

const screen = <Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) })

/** Each screen is a file of its own in the build, loaded when it is opened. */
const routeTree = root.addChildren([
  screen('/', () => import('./screens/home/home.js')),
  screen('/characters', () => import('./screens/characters/characters.js')),
  screen('/characters/new', () => import('./screens/characters/new-character.js')),
  screen('/characters/$characterId', () => import('./screens/characters/character.js')),
  screen('/world', () => import('./screens/world/world.js')),
  screen('/chat', () => import('./screens/chat/chat.js')),
  screen('/chat/$channelId', () => import('./screens/chat/channel.js')),
  screen('/guild', () => import('./screens/guild/guild.js')),
  screen('/quests', () => import('./screens/quests/quests.js')),
  screen('/friends', () => import('./screens/friends/friends.js')),
  screen('/leaderboards', () => import('./screens/leaderboards/leaderboards.js')),
  screen('/puzzles', () => import('./screens/puzzles/puzzles.js')),
  screen('/puzzles/$puzzleId', () => import('./screens/puzzles/puzzle.js')),
  screen('/duel', () => import('./screens/duel/duel.js')),
  screen('/history', () => import('./screens/history/history.js')),
  screen('/account', () => import('./screens/account/account.js')),
  screen('/banners', () => import('./screens/banners/banners.js')),
  screen('/banners/$bannerId', () => import('./screens/banners/banner.js')),
  screen('/pulls', () => import('./screens/pulls/pulls.js')),
  screen('/fairness', () => import('./screens/fairness/fairness.js')),
  screen('/inventory', () => import('./screens/inventory/inventory.js')),
  screen('/shop', () => import('./screens/shop/shop.js')),
  screen('/notifications', () => import('./screens/notifications/notifications.js')),
  screen('/mail', () => import('./screens/mail/mail.js')),
  screen('/ledger', () => import('./screens/ledger/ledger.js')),
])

export const router = createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Broken })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
