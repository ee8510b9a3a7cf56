import type { Browser } from 'playwright-core'
import { median } from '../statistics.js'
import { aVisitor } from './browser.js'
import { measureLoad, type Load } from './measure-load.js'

/** A first visit; medians of the rounds, and the slowest one. */
export interface VisitResult extends Load {
  readonly visit: string
  readonly slowestInteractiveMs: number
}

export interface Visit {
  readonly visit: string
  readonly path: string
  readonly selector: string
  readonly refreshToken: () => Promise<string | null>
}

/** Each visit in each round has an empty cache. */
export async function measureVisits(
  browser: Browser,
  { url, rounds, visits }: { url: string; rounds: number; visits: readonly Visit[] },
): Promise<readonly VisitResult[]> {
  const loads = visits.map(({ visit }) => ({ visit, seen: [] as Load[] }))
  for (let round = 0; round < rounds; round++)
    for (const [place, { path, selector, refreshToken }] of visits.entries()) {
      const context = await aVisitor(browser, url, await refreshToken())
      loads[place]?.seen.push(await measureLoad(context, `${url}${path}`, selector))
      await context.close()
    }
  return loads.map(({ visit, seen }) => {
    const middle = (read: (load: Load) => number) => median(seen.map(read))
    return {
      visit,
      firstPaintMs: middle(load => load.firstPaintMs),
      contentMs: middle(load => load.contentMs),
      interactiveMs: middle(load => load.interactiveMs),
      slowestInteractiveMs: Math.max(...seen.map(load => load.interactiveMs)),
      mainMs: middle(load => load.mainMs),
      longTasks: middle(load => load.longTasks),
      longestTaskMs: middle(load => load.longestTaskMs),
      kilobytes: middle(load => load.kilobytes),
    }
  })
}
