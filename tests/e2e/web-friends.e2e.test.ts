import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openPages, PHONE, type Pages } from './pages.js'
import { aPlayer } from './players.js'
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

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const friends = (page: Page) => page.getByRole('list', { name: 'Your friends' }).getByRole('listitem')
const members = (page: Page) => page.getByRole('list', { name: 'Members of your party' }).getByRole('listitem')

it('two players become friends, see each other come and go, and form a party', async () => {
  const [ada, bea] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
  const one = await pages.open({ player: ada, path: '/friends' })
  const other = await pages.open({ player: bea, path: '/friends', viewport: PHONE, colorScheme: 'light' })

  await one.page.getByLabel('Username').fill('nobody-is-called-this')
  await button(one.page, 'Send request').click()
  await one.page.getByText('No player has the username').waitFor()
  await one.page.getByLabel('Username').fill(bea.name.toUpperCase())
  await button(one.page, 'Send request').click()
  await button(one.page, `Take back the request to ${bea.name}`).waitFor()
  await button(other.page, `Accept the request of ${ada.name}`).click()
  await friends(other.page).filter({ hasText: ada.name }).getByText('Online').waitFor()
  await friends(one.page).filter({ hasText: bea.name }).getByText('Online').waitFor()

  await button(one.page, `Invite ${bea.name} to your party`).click()
  await button(other.page, `Join the party of ${ada.name}`).click()
  for (const { page } of [one, other]) await expect.poll(() => members(page).count(), { timeout: 30_000 }).toBe(2)
  for (const watched of [one, other]) {
    await watched.expectAccessible()
    await watched.expectNoSidewaysScroll()
    watched.expectQuiet()
  }
  await button(one.page, `Make leader: ${bea.name}`).click()
  await button(other.page, `Send away ${ada.name}`).waitFor()
  await other.close()
  await friends(one.page).filter({ hasText: bea.name }).getByText('Offline').waitFor()
  await button(one.page, 'Leave the party').click()
  await one.page.getByText('You are in no party').waitFor()
  one.expectQuiet()
  await one.close()
}, 120_000)
