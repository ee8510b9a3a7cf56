import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administratorOf } from './economy.js'
import { openPages, PHONE, type Pages } from './pages.js'
import { aPlayer, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

async function aPlayerWithGold(gold: number): Promise<Player> {
  const player = await aPlayer(waystone.url)
  const admin = await administratorOf(waystone.url)
  await admin.data(
    `mutation ($userId: ID!, $amount: SafeInt!, $key: ID!) {
      adjustWallet(userId: $userId, currency: GOLD, amount: $amount, reason: "test", idempotencyKey: $key) { __typename } }`,
    { userId: player.id, amount: gold, key: player.id },
  )
  return player
}

describe('a guild', () => {
  it('is founded, joined, filled and ended by its players on their pages', async () => {
    const [founder, friend] = [await aPlayerWithGold(10_500), await aPlayerWithGold(300)]
    const own = await pages.open({ player: founder, path: '/guild' })
    await own.page.getByLabel('Name', { exact: true }).fill('Dawn Watch')
    await own.page.getByLabel('Tag', { exact: true }).fill('DAWN')
    await own.page.getByLabel('Anyone may join at once').check()
    await button(own.page, 'Found the guild').click()
    await own.page.getByRole('heading', { name: 'Dawn Watch' }).waitFor()
    await own.expectAccessible()

    const other = await pages.open({ player: friend, path: '/guild', viewport: PHONE })
    await other.page.getByLabel('Name or tag').fill('dawn')
    await button(other.page, 'Join Dawn Watch').click()
    await other.page.getByRole('heading', { name: 'Treasury' }).waitFor()
    await other.page.getByLabel('Gold to deposit').fill('200')
    await button(other.page, 'Deposit').click()
    await other.page.getByText('200 gold', { exact: true }).waitFor()
    await other.page.getByText(`${friend.name} deposited 200 gold.`).waitFor()
    await other.expectNoSidewaysScroll()

    await own.page.reload()
    own.page.on('dialog', dialog => void dialog.accept())
    await button(own.page, 'End the guild').click()
    await own.page.getByRole('heading', { name: 'Find a guild' }).waitFor()
    const { me } = await friend.client.data<{ me: { wallet: { gold: number } } }>('{ me { wallet { gold } } }')
    expect([100, 300]).toContain(me.wallet.gold)
    own.expectQuiet()
    other.expectQuiet()
    await Promise.all([own.close(), other.close()])
  }, 120_000)
})
