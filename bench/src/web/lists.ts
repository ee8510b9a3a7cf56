import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { percentile } from '../statistics.js'
import { measureFrames, type Frames } from './measure-frames.js'

/** A long list of the console, paged on the server. */
export interface ListResult extends Frames {
  readonly list: string
  /** From the click on "Next page" to its rows, over the pages that were turned. */
  readonly turnP50Ms: number
  readonly turnMaxMs: number
}

const LISTS = [
  { list: 'players', path: '/console/players', region: 'Players' },
  { list: 'events', path: '/console/events', region: 'Events' },
  { list: 'ledger', path: '/console/economy', region: 'Ledger' },
] as const

const TURNS = 10
const SCROLLS = 4
const SCROLL_PX = 1_500
const SCROLL_PX_PER_SECOND = 1_200

/** Scrolls each list by the wheel, down and up, and turns its pages. */
export async function measureLists(operator: BrowserContext, url: string): Promise<readonly ListResult[]> {
  const results: ListResult[] = []
  for (const { list, path, region } of LISTS) {
    const page = await operator.newPage()
    await page.goto(`${url}${path}`)
    const rows = page.getByRole('region', { name: region, exact: true }).locator('tbody tr')
    await rows.nth(49).waitFor()
    await watchScrolls(page)
    const frames = await measureFrames(page, devTools => scroll(devTools))
    await expectScrolled(page)
    const turnsMs: number[] = []
    for (let turn = 0; turn < TURNS; turn++) turnsMs.push(await turnPage(page, region))
    results.push({
      list,
      ...frames,
      turnP50Ms: Math.round(percentile(turnsMs, 0.5)),
      turnMaxMs: Math.round(Math.max(...turnsMs)),
    })
    await page.close()
  }
  return results
}

async function scroll(devTools: CDPSession): Promise<void> {
  for (let turn = 0; turn < SCROLLS; turn++)
    await devTools.send('Input.synthesizeScrollGesture', {
      x: 700,
      y: 500,
      yDistance: turn % 2 === 0 ? -SCROLL_PX : SCROLL_PX,
      speed: SCROLL_PX_PER_SECOND,
      gestureSourceType: 'mouse',
    })
}

const watchScrolls = (page: Page) =>
  page.evaluate("window.benchScrolls = 0; document.addEventListener('scroll', () => window.benchScrolls++, true)")

async function expectScrolled(page: Page): Promise<void> {
  const scrolls = await page.evaluate<number>('window.benchScrolls')
  if (scrolls < SCROLLS) throw new Error(`The wheel has scrolled the list ${scrolls} times`)
}

/** Within the page, so that the way of the test's own messages is not measured. */
const turnPage = async (page: Page, region: string): Promise<number> =>
  await page.evaluate<number>(`new Promise(resolve => {
    const first = () => document.querySelector('[role=region][aria-label=${JSON.stringify(region)}] tbody tr')?.textContent
    const before = first()
    const started = performance.now()
    const look = () => (first() === before ? requestAnimationFrame(look) : resolve(performance.now() - started))
    ;[...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Next page').click()
    requestAnimationFrame(look)
  })`)
