import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openPages, type Pages } from './pages.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
})
afterAll(async () => {
  await pages.close()
  await waystone.close()
})

const PERIOD_MS = 30_000
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The digits that an authenticator app shows some periods from now (RFC 6238). */
function codeOf(secret: string, periods = 0): string {
  const bits = secret
    .split('')
    .map(letter => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / PERIOD_MS) + periods))
  const hash = createHmac('sha1', key).update(counter).digest()
  return String((hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const part = (page: Page) => page.getByRole('region', { name: 'Two factors' })
const submitPassword = async (page: Page) => {
  await page.getByLabel('Username or e-mail').fill('admin')
  await page.getByLabel('Password').fill('waystone-admin-1')
  await button(page, 'Sign in').click()
}

it('an administrator sets a second factor up, signs in with both, and turns it off', async () => {
  const account = await pages.open({ path: '/account' })
  const { page } = account
  await submitPassword(page)
  await button(page, 'Set up two factors').click()
  await part(page).getByRole('img', { name: 'Scan this with your authenticator app' }).waitFor()
  await account.expectAccessible()
  const codes = await part(page).locator('code').allTextContents()
  const [secret = '', ...backupCodes] = codes
  expect(backupCodes).toHaveLength(10)
  await page.getByLabel('Code').fill('12')
  await button(page, 'Turn on').click()
  await part(page).getByText('A code is the digits').waitFor()
  const used = codeOf(secret)
  await page.getByLabel('Code').fill(used)
  await button(page, 'Turn on').click()
  await part(page).getByText('Backup codes left: 10').waitFor()
  account.expectQuiet()

  const entry = await pages.open({ path: '/account' })
  await submitPassword(entry.page)
  await entry.page.getByLabel('Code').fill(used)
  await button(entry.page, 'Sign in').click()
  await entry.page.getByText('has been used before').waitFor()
  await entry.expectAccessible()
  // Clocks differ: the code of the next half minute counts now.
  await entry.page.getByLabel('Code').fill(codeOf(secret, 1))
  await button(entry.page, 'Sign in').click()
  await signInToGraphiql(backupCodes[1] ?? '')
  await part(entry.page)
    .getByLabel('Code')
    .fill(backupCodes[0] ?? '')
  await button(entry.page, 'Turn off').click()
  await button(entry.page, 'Set up two factors').waitFor()
  entry.expectQuiet()
  await entry.close()
  await account.close()
})

/** By the bar above GraphiQL, which asks for the code as well. */
async function signInToGraphiql(code: string): Promise<void> {
  const { page, close } = await pages.open({ path: '/graphiql' })
  const form = page.locator('#sign-in')
  await form.getByPlaceholder('User name or e-mail').fill('admin')
  await form.getByPlaceholder('Password').fill('waystone-admin-1')
  await button(page, 'Sign in').click()
  await form.getByPlaceholder('Code of your app').fill('000000')
  await button(page, 'Sign in').click()
  await expect.poll(() => form.locator('output').textContent()).toMatch(/code/i)
  await form.getByPlaceholder('Code of your app').fill(code)
  await button(page, 'Sign in').click()
  await form.getByText('Signed in as admin').waitFor()
  await close()
}
