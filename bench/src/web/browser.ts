import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { inherited } from '../processes.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
/** As the pages' tests start it: without a sandbox for root, and with nothing that it asks for by itself. */
const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update']
const DESK = { width: 1280, height: 800 }
/** A busy machine is slow, not wrong. */
const TIMEOUT_MS = 120_000

/** @throws Error where no Chromium is on PATH. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = (inherited()['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap(directory => NAMES.map(name => path.join(directory, name)))
    .find(existsSync)
  if (executablePath === undefined)
    throw new Error(`Expected ${NAMES[0]} on PATH: install it (Debian: apt-get install chromium).`)
  return await chromium.launch({ executablePath, headless: true, args: ARGUMENTS })
}

/**
 * A visitor with an empty cache. Motion is not reduced: what moves is measured, too.
 * @param refreshToken of a session that the visitor begins with; null for a stranger
 */
export async function aVisitor(browser: Browser, url: string, refreshToken: string | null): Promise<BrowserContext> {
  const known = [{ name: 'waystone.returning', value: 'yes' }]
  const context = await browser.newContext({
    viewport: DESK,
    storageState: { cookies: [], origins: [{ origin: url, localStorage: refreshToken === null ? [] : known }] },
  })
  context.setDefaultTimeout(TIMEOUT_MS)
  if (refreshToken !== null) {
    const begun = await context.request.post(`${url}/session`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: { refreshToken },
    })
    if (!begun.ok()) throw new Error(`POST /session was answered with ${begun.status()}`)
  }
  return context
}
