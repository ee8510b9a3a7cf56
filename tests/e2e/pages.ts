import { readFileSync } from 'node:fs'
import path from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { findProgram } from '../find-program.js'
import { root } from '../house/tree.js'
import { BROWSER_ARGS } from './browser.js'
import type { Player } from './players.js'

/** A page of web/, and what it did that no page may do. */
export interface WatchedPage {
  readonly page: Page
  /**
   * Errors in the console, uncaught ones, requests to another host, and documents that are not in the manifest of the
   * build, since it was last asked for.
   */
  takeProblems(): readonly string[]
  /** Fails for them. */
  expectQuiet(): void
  /**
   * Errors like this are expected up to the next `takeProblems` or `expectQuiet`, such as those that Chromium writes
   * when a test takes the connection away.
   */
  allowErrors(pattern: RegExp): void
  /** Fails with what axe finds against WCAG 2.2 AA, in the colours that the page has now. */
  expectAccessible(): Promise<void>
  /** Fails where the page is wider than its window. */
  expectNoSidewaysScroll(): Promise<void>
  /**
   * Fails with what axe finds in both colour schemes and on a phone, and where it is wider than a phone. Loading the
   * page once, and asking again only what colours and sizes change, takes a third of the time of three visits.
   */
  expectForEveryone(): Promise<void>
  close(): Promise<void>
}

export interface OpenOptions {
  /** Of `aPlayer`: signed in before the page opens. */
  readonly player?: Pick<Player, 'refreshToken'>
  /** `/` when left out. */
  readonly path?: string
  readonly colorScheme?: 'dark' | 'light'
  readonly viewport?: { width: number; height: number }
}

export const PHONE = { width: 360, height: 740 }

/** One Chromium. Each page has a context of its own: cookies, storage, and so a player. */
export interface Pages {
  open(options?: OpenOptions): Promise<WatchedPage>
  close(): Promise<void>
}

/** @param url of a started Waystone, whose gateway serves the pages */
export async function openPages(url: string): Promise<Pages> {
  const browser = await chromium.launch({
    executablePath: findProgram(['chromium', 'chromium-browser', 'google-chrome'], ['chromium']),
    headless: true,
    args: BROWSER_ARGS,
  })
  return {
    open: options => openPage(browser, url, options ?? {}),
    close: () => browser.close(),
  }
}

/** A busy machine is slow, not wrong. */
const TIMEOUT_MS = 60_000

async function openPage(browser: Browser, url: string, options: OpenOptions): Promise<WatchedPage> {
  const { player, path: at = '/', colorScheme = 'dark', viewport = { width: 1280, height: 800 } } = options
  // As a sign-in on this page leaves it: web/src/session/session.ts.
  const localStorage = player === undefined ? [] : [{ name: 'waystone.returning', value: 'yes' }]
  const context = await browser.newContext({
    colorScheme,
    viewport,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    storageState: { cookies: [], origins: [{ origin: url, localStorage }] },
  })
  context.setDefaultTimeout(TIMEOUT_MS)
  const page = await context.newPage()
  const problems = watch(page, new URL(url).host)
  if (player !== undefined) {
    const begun = await context.request.post(`${url}/session`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { refreshToken: player.refreshToken },
    })
    expect(begun.status(), await begun.text()).toBe(200)
  }
  await page.goto(`${url}${at}`)
  let allowed: RegExp | null = null
  const takeProblems = () => {
    const found = problems.splice(0).filter(problem => allowed?.test(problem) !== true)
    allowed = null
    return found
  }
  const expectAccessible = async (rules?: readonly string[]) => expect(await axeViolations(page, rules)).toEqual([])
  const expectNoSidewaysScroll = async () => {
    // Of a viewport that has just become another one, the layout may be the one before.
    const width = () => page.evaluate<number>('document.documentElement.scrollWidth')
    await expect.poll(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
  }
  return {
    page,
    allowErrors: pattern => {
      allowed = pattern
    },
    takeProblems,
    expectQuiet: () => expect(takeProblems()).toEqual([]),
    expectAccessible: () => expectAccessible(),
    expectNoSidewaysScroll,
    expectForEveryone: async () => {
      const size = page.viewportSize() ?? viewport
      await expectAccessible()
      await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'light' : 'dark' })
      await expectAccessible(OF_COLOURS)
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(PHONE)
      await expectNoSidewaysScroll()
      await expectAccessible(OF_SIZES)
      await page.setViewportSize(size)
    },
    close: () => context.close(),
  }
}

function watch(page: Page, host: string): string[] {
  const problems: string[] = []
  const note = (address: string) => {
    const { protocol, host: asked } = new URL(address)
    if (!['data:', 'blob:'].includes(protocol) && asked !== host) problems.push(`asked ${address}`)
  }
  const distrust = (sent: string | null) => {
    const document = untrustedDocument(sent)
    if (document !== null) problems.push(`sent a document that is not in the manifest: ${document}`)
  }
  page.on('request', request => {
    note(request.url())
    if (new URL(request.url()).pathname === '/graphql') distrust(request.postData())
  })
  page.on('websocket', socket => {
    note(socket.url())
    socket.on('framesent', ({ payload }) => distrust(String(payload)))
  })
  page.on('pageerror', error => problems.push(`uncaught ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`)
  })
  return problems
}

/** Of the build whose pages are served. */
const readManifest = (): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(path.join(root, 'web/dist/persisted-documents.json'), 'utf8')) as Record<string, string>
let manifest: { readonly hashes: ReadonlySet<string>; readonly texts: ReadonlySet<string> } | null = null

interface SentDocument {
  readonly query?: string
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash: string } }
}

/**
 * The document of a request or a message, where a gateway that runs trusted documents alone would refuse it; null for
 * every other message.
 */
function untrustedDocument(sent: string | null): string | null {
  const body = JSON.parse(sent ?? '{}') as SentDocument & { readonly payload?: SentDocument | null }
  const { query = '', extensions } = body.payload ?? body
  const hash = extensions?.persistedQuery?.sha256Hash
  if (query === '' && hash === undefined) return null
  if (manifest === null) {
    const documents = readManifest()
    manifest = { hashes: new Set(Object.keys(documents)), texts: new Set(Object.values(documents)) }
  }
  const isTrusted = query === '' ? manifest.hashes.has(hash ?? '') : manifest.texts.has(query)
  return isTrusted ? null : query || (hash ?? '')
}

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Rules of axe whose outcome may change with the colour scheme, and with the size of the window. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']
const OF_SIZES = ['target-size', 'scrollable-region-focusable', 'region', 'aria-hidden-focus']

/** @param rules only these; all of the standards when left out */
/** A button that works is pale for as long, and a colour that changes is none of the two that it has at rest. */
const AT_REST = `document.querySelector('[aria-busy="true"]') === null && document.getAnimations().every(
  ({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().iterations === Infinity)`

async function axeViolations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await expect.poll(() => page.evaluate<boolean>(AT_REST)).toBe(true)
  // By the debugger: the policy of the pages runs no script of another origin.
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(axe.source)
  const runOnly = rules === undefined ? { type: 'tag', values: STANDARDS } : { type: 'rule', values: rules }
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] })
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary ?? ''}`),
  )
}
