import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { clientOf } from '../e2e/client.js'
import type { Screen } from './screens.js'
import { writeSmallPng } from './small-png.js'

export const SCHEMES = ['light', 'dark'] as const
type Scheme = (typeof SCHEMES)[number]

const DESK = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
/** A busy machine is slow, not wrong. */
const TIMEOUT_MS = 60_000
/** How long the page must stay as it is: pictures are loaded and drawn after the texts. */
const STILL_MS = 1_000

const ACCOUNTS = {
  player: { usernameOrEmail: 'aria', password: 'waystone-demo-1' },
  operator: { usernameOrEmail: 'admin', password: 'waystone-admin-1' },
} as const

interface Wanted {
  readonly url: string
  readonly directory: string
  readonly account: Screen['account']
  readonly screens: readonly Screen[]
  /** The page down to its end, not only what fits into the window. */
  readonly isWhole: boolean
  readonly taken: (file: string) => void
}

/**
 * Writes a picture of each of these screens of one account, one after another, in both schemes. One session takes
 * them all: sign-ins complete quests.
 */
export async function takeScreens(browser: Browser, wanted: Wanted): Promise<void> {
  const { url, account } = wanted
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(TIMEOUT_MS)
  try {
    if (account !== 'nobody') await beginSession(context, url, ACCOUNTS[account])
    const page = await context.newPage()
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      for (const screen of wanted.screens) await takeScreen(page, screen, { ...wanted, scheme })
    }
  } finally {
    await context.close()
  }
}

async function takeScreen(
  page: Page,
  screen: Screen,
  { url, directory, scheme, isWhole, taken }: Wanted & { scheme: Scheme },
): Promise<void> {
  for (const [suffix, size] of screen.onPhones
    ? [['', DESK] as const, ['-phone', PHONE] as const]
    : [['', DESK] as const]) {
    await page.setViewportSize(size)
    await screen.before?.()
    await page.goto(`${url}${screen.path}`)
    await page.locator('main h1').first().waitFor()
    if (screen.ready !== undefined) await page.locator(screen.ready).first().waitFor()
    await screen.use?.(page)
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    await page.waitForTimeout(STILL_MS)
    const file = `${screen.name}${suffix}-${scheme}.png`
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide', fullPage: isWhole })
    writeSmallPng(path.join(directory, file), png)
    taken(file)
    await screen.after?.()
  }
}

/** As a sign-in on the page leaves it. */
async function beginSession(
  context: BrowserContext,
  url: string,
  input: (typeof ACCOUNTS)[keyof typeof ACCOUNTS],
): Promise<void> {
  const { signIn } = await clientOf(url).data<{ signIn: { refreshToken: string } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on AuthSession { refreshToken } } }',
    { input },
  )
  const begun = await context.request.post(`${url}/session`, {
    headers: { 'sec-fetch-site': 'same-origin' },
    data: { refreshToken: signIn.refreshToken },
  })
  if (begun.status() !== 200)
    throw new Error(`The session of ${input.usernameOrEmail} was refused: ${await begun.text()}`)
  await context.addInitScript("localStorage.setItem('waystone.returning', 'yes')")
}
