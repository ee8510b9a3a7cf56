import { setTimeout as delay } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import { rounded } from '../statistics.js'

/** Milliseconds since the navigation began, of one visit with an empty cache. */
export interface Load {
  readonly firstPaintMs: number
  /** The content that the screen is opened for is in the document. */
  readonly contentMs: number
  /** Content is painted, and the last task of more than 50 ms is over, with none in the second after it. */
  readonly interactiveMs: number
  /** Work of the page's main thread until then; other processes of the machine are not in it. */
  readonly mainMs: number
  readonly longTasks: number
  readonly longestTaskMs: number
  /** As they came over the network. */
  readonly kilobytes: number
}

/** Not five as of Lighthouse: a live map on a shared machine has a task of 50 ms now and then, for all its life. */
const QUIET_MS = 1_000
const POLL_MS = 250

interface Seen {
  readonly contentMs: number | null
  readonly firstPaintMs: number
  readonly longTasks: readonly { readonly startMs: number; readonly endMs: number }[]
  readonly bytes: number
}

/** Runs in the page before its own scripts; notes when an element of this selector is there and nothing loads. */
const watchContent = (selector: string): string => `
  window.benchSeen = { contentMs: null, longTasks: [] };
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries())
      window.benchSeen.longTasks.push({ startMs: startTime, endMs: startTime + duration });
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const found = document.querySelector(${JSON.stringify(selector)});
    if (found === null || document.body.textContent.includes('Loading…')) return requestAnimationFrame(look);
    window.benchSeen.contentMs = performance.now();
  };
  requestAnimationFrame(look);`

const READ = `({
  ...window.benchSeen,
  firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  bytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, { transferSize }) => sum + transferSize, 0),
})`

const IS_QUIET = `(() => {
  const { contentMs, longTasks } = window.benchSeen
  return contentMs !== null && performance.now() - Math.max(contentMs, longTasks.at(-1)?.endMs ?? 0) > ${QUIET_MS}
})()`

/** Opens a page as the first one of a visitor. @param selector of what is there once the screen shows its content */
export async function measureLoad(context: BrowserContext, address: string, selector: string): Promise<Load> {
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.addInitScript(watchContent(selector))
  await page.goto(address)
  // By the debugger: the policy of the pages lets `waitForFunction` compile nothing in them.
  while (!(await page.evaluate<boolean>(IS_QUIET))) await delay(POLL_MS)
  const { contentMs, firstPaintMs, longTasks, bytes } = await page.evaluate<Seen>(READ)
  const { metrics } = await devTools.send('Performance.getMetrics')
  await page.close()
  const lengths = longTasks.map(({ startMs, endMs }) => endMs - startMs)
  return {
    firstPaintMs: Math.round(firstPaintMs),
    contentMs: Math.round(contentMs ?? Number.NaN),
    interactiveMs: Math.round(Math.max(contentMs ?? Number.NaN, firstPaintMs, longTasks.at(-1)?.endMs ?? 0)),
    mainMs: Math.round((metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000),
    longTasks: longTasks.length,
    longestTaskMs: Math.round(Math.max(0, ...lengths)),
    kilobytes: rounded(bytes / 1_024, 4),
  }
}
