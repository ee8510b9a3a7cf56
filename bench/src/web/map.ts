import { setTimeout as delay } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import { startClients } from '../world/client-process.js'
import type { HouseServer } from '../world/house-server.js'
import type { BenchPlayer } from '../world/players.js'
import { ask } from './accounts.js'
import { measureFrames, type Frames } from './measure-frames.js'

export interface MapResult extends Frames {
  readonly renderer: string
  /** In the world, all of them on one screen; the server shows at most 150 entities to each. */
  readonly players: number
  readonly seconds: number
}

const WARM_UP_MS = 4_000

interface Crowd {
  readonly house: HouseServer
  readonly players: readonly BenchPlayer[]
  readonly mapCount: number
  readonly seconds: number
}

/** The map in the middle of a crowd that walks and fights, while its own character walks by a held key. */
export async function measureMap(
  watcher: () => Promise<BrowserContext>,
  { house, players, mapCount, seconds }: Crowd,
): Promise<readonly MapResult[]> {
  const { url } = house
  const clients = startClients()
  try {
    const withTokens = await Promise.all(players.map(async one => ({ ...one, token: await house.tokenOf(one) })))
    await clients.open({ server: 'waystone', url, mapCount, players: withTokens, everyTicks: 2 })
    const results: MapResult[] = []
    for (const renderer of ['canvas', 'webgl']) {
      const context = await watcher()
      const page = await context.newPage()
      await page.goto(`${url}/world?renderer=${renderer}`)
      const map = page.locator(`[role=application][data-renderer=${renderer}]`)
      await map.waitFor()
      await map.focus()
      await delay(WARM_UP_MS)
      const { worldStatus } = await ask<{ worldStatus: { playersOnline: number } }>(
        url,
        '{ worldStatus { playersOnline } }',
        {},
      )
      const frames = await measureFrames(page, async () => {
        await page.keyboard.down('KeyW')
        await delay(seconds * 1_000)
        await page.keyboard.up('KeyW')
      })
      results.push({ ...frames, renderer, players: worldStatus.playersOnline })
      await context.close()
    }
    return results
  } finally {
    await clients.stop()
  }
}
