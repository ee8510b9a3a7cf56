import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const write = async (page: Page, text: string) => {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

it('two players write to everyone and to each other, see it as it comes, and report what is wrong', async () => {
  const [one, other] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
  const first = await pages.open({ player: one, path: '/chat' })
  const second = await pages.open({ player: other, path: '/chat', viewport: PHONE, colorScheme: 'light' })
  for (const { page } of [first, second]) await page.getByRole('main').getByRole('link', { name: /World/ }).click()
  await write(first.page, 'Is anybody going to the cave?')
  for (const { page } of [first, second]) await log(page).getByText('Is anybody going to the cave?').waitFor()
  await write(second.page, 'I am, what the fuck')
  await log(first.page).getByText('I am, what the ****').waitFor()
  await first.page.getByText('Some words were replaced.').waitFor()
  await first.expectAccessible()
  await second.expectAccessible()
  await second.expectNoSidewaysScroll()

  await first.page.getByRole('button', { name: `Report the message of ${other.name}` }).click()
  await first.page.getByLabel('What is wrong with it?').fill('Rude')
  await first.page.getByRole('button', { name: 'Report', exact: true }).click()
  await first.page.getByText('Moderators will look at it.').waitFor()

  await second.page.getByRole('button', { name: `Write to ${one.name}` }).click()
  await second.page.getByRole('heading', { name: `Direct messages with ${one.name}` }).waitFor()
  await write(second.page, 'Meet me at the gate')
  await log(second.page).getByText('Meet me at the gate').waitFor()
  await first.page.getByRole('link', { name: 'All channels' }).click()
  const direct = first.page.getByRole('link', {
    name: new RegExp(`Direct messages with ${other.name}.*1 unread message`),
  })
  await direct.click()
  await log(first.page).getByText('Meet me at the gate').waitFor()
  await write(first.page, 'On my way')
  await log(second.page).getByText('On my way').waitFor()
  for (const watched of [first, second]) {
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
  }
})
