import { startServers } from '../economy/servers.js'
import { atLeast, atMost, type Target } from '../economy/report.js'
import { step } from '../progress.js'
import { createDatabases, prepareHouse, startHouse, type HouseServer } from '../world/house-server.js'
import { createMaps } from '../world/maps.js'
import { createPlayers } from '../world/players.js'
import { adminSession, signUpWatcher, type Watcher } from './accounts.js'
import { aVisitor, startBrowser } from './browser.js'
import { insertEvents } from './events.js'
import { measureLists, type ListResult } from './lists.js'
import { measureMap, type MapResult } from './map.js'
import { measureVisits, type Visit, type VisitResult } from './visits.js'

export interface WebOptions {
  readonly rounds: number
  readonly players: number
  readonly events: number
  readonly crowd: number
  readonly seconds: number
}

export interface WebResult {
  readonly chromium: string
  readonly visits: readonly VisitResult[]
  readonly lists: readonly ListResult[]
  readonly map: readonly MapResult[]
  readonly targets: readonly Target[]
}

const MAPS = 1

/** The built pages in Chromium, before a Waystone with so many players, events and transfers. */
export async function runWeb(options: WebOptions): Promise<WebResult> {
  const { players: users, events, crowd, seconds, rounds } = options
  const maps = createMaps(MAPS)
  const players = createPlayers(crowd, maps, 'crowd')
  const servers = await startServers()
  try {
    const build = await step('The production build has the map', async () => prepareHouse(servers, maps))
    const { issuer, urls } = await step(`${users} players`, () => createDatabases(servers, users))
    await step(`${events} events`, () => insertEvents(urls.quests, { users, eventsEach: Math.ceil(events / users) }))
    const house = await startHouse({ servers, build, issuer, maps, players, name: 'web' })
    const browser = await startBrowser()
    try {
      const watcher = await signUpWatcher(house, servers, maps[0] ?? fail())
      const visits = await step('First visits', () =>
        measureVisits(browser, { url: house.url, rounds, visits: visitsOf(house, watcher) }),
      )
      const lists = await step('Lists of the console', async () => {
        const operator = await aVisitor(browser, house.url, await adminSession(house.url))
        return await measureLists(operator, house.url)
      })
      const map = await step('The map', () =>
        measureMap(async () => await aVisitor(browser, house.url, await watcher.session()), {
          house,
          players,
          mapCount: MAPS,
          seconds,
        }),
      )
      return { chromium: browser.version(), visits, lists, map, targets: targetsOf({ visits, lists, map }) }
    } finally {
      await browser.close()
      await house.stop()
    }
  } finally {
    await servers.lifecycle.close()
  }
}

function fail(): never {
  throw new RangeError('The benchmark has no map')
}

const visitsOf = ({ url }: HouseServer, { session }: Watcher): readonly Visit[] => [
  { visit: 'a stranger, /', path: '/', selector: 'form input', refreshToken: () => Promise.resolve(null) },
  { visit: 'a player, /', path: '/', selector: 'main h1', refreshToken: session },
  { visit: 'a player, /world', path: '/world', selector: '[role=application] canvas', refreshToken: session },
  { visit: 'an operator, /console', path: '/console', selector: 'main table', refreshToken: () => adminSession(url) },
]

/** Frames of WebGL in software say nothing of a graphics card, so only the canvas counts. */
function targetsOf({ visits, lists, map }: Pick<WebResult, 'visits' | 'lists' | 'map'>): readonly Target[] {
  const canvas = map.filter(({ renderer }) => renderer === 'canvas')
  return [
    ...visits.map(({ visit, interactiveMs }) => atMost(`${visit}: interactive, ms`, INTERACTIVE_MAX_MS, interactiveMs)),
    ...lists.map(({ list, perSecond }) => atLeast(`${list}: frames a second`, FRAMES_MIN, perSecond)),
    ...lists.map(({ list, mainMsEach }) => atMost(`${list}: main thread, ms a frame`, FRAME_MAX_MS, mainMsEach)),
    ...canvas.map(({ perSecond }) => atLeast('map: frames a second', FRAMES_MIN, perSecond)),
    ...canvas.map(({ mainMsEach }) => atMost('map: main thread, ms a frame', FRAME_MAX_MS, mainMsEach)),
  ]
}

const INTERACTIVE_MAX_MS = 1_500
/** Of 60: the clock of a headless browser and that of a page differ by a little. */
const FRAMES_MIN = 59
const FRAME_MAX_MS = 16.7
