import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  administratorOf,
  anotherSession,
  bannerNamed,
  type BannerSeen,
  buy,
  holdingsOf,
  publish,
  pull,
  verifyPullsOf,
} from './economy.js'
import { eventually } from './client.js'
import { openPages, type Pages } from './pages.js'
import { aPlayer, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
let firstLight: BannerSeen

beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
  firstLight = await bannerNamed((await aPlayer(waystone.url)).client, 'First Light')
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

const TEN = 1_000

async function aRichPlayer(): Promise<Player> {
  const player = await aPlayer(waystone.url)
  await buy(player, 'diamonds-6500')
  return player
}

const openAt = (player: Player, at: string) => pages.open({ player, path: at })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

/** The requests of one operation. */
async function intercept(page: Page, operation: string, handle: (route: Route) => Promise<void>) {
  await page.route('**/graphql', async route =>
    route.request().postData()?.includes(`"${operation}"`) === true ? await handle(route) : await route.continue(),
  )
}

describe('the shop', () => {
  it('sells a pack once for a double click, and shows payments that are declined or slow', async () => {
    const player = await aPlayer(waystone.url)
    const { diamonds: before } = await holdingsOf(player)
    const { page, ...watched } = await openAt(player, '/shop')
    const statuses = page.getByRole('region', { name: 'Purchases' }).locator('tbody tr td:last-child')
    await page.getByText('You have bought nothing yet.').waitFor()

    await button(page, 'Buy 500 diamonds for $4.99').dblclick()
    await page.getByText('500 diamonds are in your wallet.').waitFor()
    await expect.poll(() => statuses.allInnerTexts()).toEqual(['Completed'])
    expect(await holdingsOf(player)).toMatchObject({ purchases: ['COMPLETED'], diamonds: before + 500 })
    await page
      .getByLabel('Your wallet')
      .getByText((before + 500).toLocaleString('en'))
      .first()
      .waitFor()

    await page.getByLabel('A card that is declined').check()
    await button(page, 'Buy 80 diamonds for $0.99').click()
    await page.getByRole('alert').getByText('The payment was declined.').waitFor()
    await expect.poll(() => statuses.allInnerTexts()).toEqual(['Declined', 'Completed'])

    await page.getByLabel('A card that takes its time').check()
    await button(page, 'Buy 1,100 diamonds for $9.99').click()
    await page.getByText('The payment is under way.').waitFor()
    await expect.poll(() => statuses.first().innerText()).toBe('Waiting for the payment')
    await expect.poll(() => statuses.allInnerTexts()).toEqual(['Completed', 'Declined', 'Completed'])
    await page.getByText('1,100 diamonds are in your wallet.').waitFor()
    expect((await holdingsOf(player)).diamonds).toBe(before + 1_600)

    await watched.expectAccessible()
    watched.expectQuiet()
    await watched.close()
  })

  it('goes on with a slow payment after a reload, and takes the money once', async () => {
    const player = await aPlayer(waystone.url)
    const { page, ...watched } = await openAt(player, '/shop')
    await page.getByLabel('A card that takes its time').check()
    await button(page, 'Buy 500 diamonds for $4.99').click()
    await eventually(
      async () => (await holdingsOf(player)).purchases,
      purchases => purchases.length === 1,
    )
    await page.reload()
    await page.getByText('500 diamonds are in your wallet.').waitFor()
    expect((await holdingsOf(player)).purchases).toEqual(['COMPLETED'])
    await watched.close()
  })

  it('says which limit of the month a purchase would exceed', async () => {
    const player = await aPlayer(waystone.url)
    for (let bought = 0; bought < 5; bought++) await buy(player, 'diamonds-14000')
    const { page, ...watched } = await openAt(player, '/shop')
    await button(page, 'Buy 80 diamonds for $0.99').click()
    await page.getByRole('alert').getByText('The limit of a month is $500.00.').waitFor()
    expect((await holdingsOf(player)).purchases).toHaveLength(5)
    watched.expectQuiet()
    await watched.close()
  })
})

describe('pulling', () => {
  it('draws ten for one double click, and verifies them in the page once the seeds are rotated', async () => {
    const player = await aRichPlayer()
    const { diamonds } = await holdingsOf(player)
    const { page, ...watched } = await openAt(player, '/banners')
    await page.getByRole('link', { name: /First Light/ }).click()
    await page.getByRole('heading', { name: 'Odds' }).waitFor()
    const outlook = page.locator('[aria-labelledby="outlook"] tbody')
    await expect.poll(() => outlook.innerText()).toMatch(/^0 pulls since the last ultra rare\s.*?\s62\.3\s+80\s/s)
    const before = await outlook.innerText()
    await page.getByText('ULTRA_RARE is certain in draw 90 since the last ULTRA_RARE.').waitFor()
    await watched.expectAccessible()
    await button(page, /^Pull 10 times/).dblclick()
    const result = page.getByRole('dialog', { name: 'Your 10 pulls' })
    await result.getByRole('listitem').nth(9).waitFor()
    await expect.poll(() => outlook.innerText()).not.toBe(before)
    expect(await result.getByText(/^(Ultra rare|Super rare|Rare)$/).count()).toBe(10)
    expect(await holdingsOf(player)).toMatchObject({ pulls: 1, diamonds: diamonds - TEN })
    await watched.expectAccessible()
    await result.getByRole('link', { name: 'Look at the proof' }).click()
    await button(page, /^Look at the commitment/).click()
    await page.getByText('The server seed is still in use, and secret.').waitFor()
    await page.getByRole('link', { name: 'To the fairness page' }).click()
    await page.getByLabel('Your new client seed').fill('not allowed!')
    await button(page, 'Rotate and reveal').click()
    await page.getByText('Use 1 to 64 letters').first().waitFor()
    await page.getByLabel('Your new client seed').fill('my-own-seed')
    await button(page, 'Rotate and reveal').click()
    await page.getByText('Its SHA-256, computed here, is the hash').waitFor()
    await page.getByText('The seed in use now is the one whose hash was shown').waitFor()
    await button(page, 'Verify all pulls').click()
    await page.getByText('1 pull was drawn again, and is what its seeds say.').waitFor()
    await button(page, /^Verify \(pull/).click()
    const proof = page.getByRole('dialog', { name: 'Proof of the pull' })
    await proof.getByText('This pull is what its seeds say.').waitFor()
    expect(await proof.getByRole('img', { name: 'Matches' }).count()).toBe(15)
    await proof.getByText(/^Item 3: /).click()
    await proof
      .getByText(/mod 100000000 = /)
      .filter({ visible: true })
      .waitFor()
    await watched.expectAccessible()
    watched.expectQuiet()
    await watched.close()
  })

  it('shows the result after a reload that took the answer away, and is not paid twice', async () => {
    const player = await aRichPlayer()
    const { diamonds } = await holdingsOf(player)
    const { page, ...watched } = await openAt(player, `/banners/${firstLight.id}`)
    let reached: () => void
    const isDrawn = new Promise<void>(resolve => (reached = resolve))
    await intercept(page, 'PullOnBanner', async route => {
      await route.fetch()
      reached()
    })
    await button(page, /^Pull 10 times/).click()
    await isDrawn
    await page.unroute('**/graphql')
    await page.reload()
    await page.getByRole('dialog', { name: 'Your 10 pulls' }).getByRole('listitem').nth(9).waitFor()
    expect(await holdingsOf(player)).toMatchObject({ pulls: 1, diamonds: diamonds - TEN })
    await button(page, 'Close').click()
    await page.reload()
    await button(page, /^Pull 10 times/).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect((await holdingsOf(player)).pulls).toBe(1)
    watched.expectQuiet()
    await watched.close()
  })

  it('shows the result of an order that was left for another screen', async () => {
    const player = await aRichPlayer()
    const { page, ...watched } = await openAt(player, `/banners/${firstLight.id}`)
    let answer = () => {}
    const isLeft = new Promise<void>(resolve => (answer = resolve))
    await intercept(page, 'PullOnBanner', async route => {
      const response = await route.fetch()
      await isLeft
      await route.fulfill({ response })
    })
    const answered = page.waitForResponse(
      response => response.request().postData()?.includes('"PullOnBanner"') === true,
    )
    await button(page, /^Pull 10 times/).click()
    await page.getByRole('link', { name: 'Inventory' }).click()
    await page.getByRole('heading', { name: 'Inventory' }).waitFor()
    answer()
    await answered
    await page.goBack()
    await page.getByRole('dialog', { name: 'Your 10 pulls' }).getByRole('listitem').nth(9).waitFor()
    expect((await holdingsOf(player)).pulls).toBe(1)
    watched.expectQuiet()
    await watched.close()
  })

  it('asks again under the same key when no answer came', async () => {
    const player = await aRichPlayer()
    const { page, ...watched } = await openAt(player, `/banners/${firstLight.id}`)
    watched.allowErrors(/ERR_FAILED/)
    await intercept(page, 'PullOnBanner', async route => {
      await route.fetch()
      await route.abort()
    })
    await button(page, /^Pull once/).click()
    await page.getByText('No answer came. Nothing is paid twice').waitFor()
    await page.unroute('**/graphql')
    await button(page, 'Ask again').click()
    await page.getByRole('dialog', { name: 'Your pull' }).getByRole('listitem').waitFor()
    expect((await holdingsOf(player)).pulls).toBe(1)
    watched.expectQuiet()
    await watched.close()
  })

  it('moves only for those who have not asked for less motion, and can be skipped', async () => {
    const player = await aRichPlayer()
    const { page, ...watched } = await openAt(player, `/banners/${firstLight.id}`)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await button(page, /^Pull 10 times/).click()
    await button(page, 'Skip the animation').waitFor()
    expect(await page.getByRole('dialog').getByRole('listitem').count()).toBeLessThan(10)
    await button(page, 'Skip the animation').click()
    await page.getByRole('dialog').getByRole('listitem').nth(9).waitFor()
    await button(page, 'Close').click()
    watched.expectQuiet()
    await watched.close()
  })

  it('shows what has changed of a banner and asks again; a closed one leads to the others', async () => {
    const player = await aRichPlayer()
    const admin = await administratorOf(waystone.url)
    const definition = { ...firstLight.definition, name: 'Changing' }
    const id = await publish(admin, definition)
    const { page, ...watched } = await openAt(player, `/banners/${id}`)
    await button(page, /^Pull once/).waitFor()
    await publish(admin, { ...definition, pullCost: 150 }, id)
    await button(page, /^Pull once/).click()
    await page.getByText('The banner has changed meanwhile.').waitFor()
    expect((await holdingsOf(player)).pulls).toBe(0)
    await page.getByText('Version 2.').waitFor()
    await button(page, /^Pull once at this price\s*150/).click()
    await page.getByRole('dialog').getByRole('listitem').waitFor()
    await button(page, 'Close').click()

    await publish(admin, { ...definition, pullCost: 150, closesAt: new Date().toISOString() }, id)
    await button(page, /^Pull once/).click()
    await page.getByRole('alert').getByText('The banner is closed.').waitFor()
    await page.getByRole('alert').getByRole('link', { name: 'All banners' }).waitFor()
    expect((await holdingsOf(player)).pulls).toBe(1)
    watched.expectQuiet()
    await watched.close()
  })

  it('leads to the shop where the wallet has too little, and names the daily limit', async () => {
    const admin = await administratorOf(waystone.url)
    const id = await publish(admin, {
      ...firstLight.definition,
      name: 'Rare days',
      tenPullCost: 9_000,
      dailyPullLimit: 1,
    })
    const player = await aRichPlayer()
    const { page, ...watched } = await openAt(player, `/banners/${id}`)
    await button(page, /^Pull once/).click()
    await button(page, 'Close').click()
    await button(page, /^Pull once/).click()
    await page.getByRole('alert').getByText('1 pull a day is possible.').waitFor()
    expect((await holdingsOf(player)).pulls).toBe(1)
    await watched.close()

    const poor = await aPlayer(waystone.url)
    const { page: poorPage, ...poorWatched } = await openAt(poor, `/banners/${firstLight.id}`)
    const { diamonds } = await holdingsOf(poor)
    for (let left = diamonds; left >= 100; left -= 100) await pull(poor, firstLight.id, 1)
    await button(poorPage, /^Pull 10 times/).click()
    await poorPage.getByRole('alert').getByText('It takes 1,000 diamonds').waitFor()
    await poorPage.getByRole('alert').getByRole('link', { name: 'To the shop' }).click()
    await poorPage.getByRole('heading', { name: 'Shop' }).waitFor()
    poorWatched.expectQuiet()
    await poorWatched.close()
  })
})

describe('the verification of real pulls', () => {
  it('agrees with verify-pull over 205 pulls and two seeds, and finds one that was tampered with', async () => {
    const player = await aPlayer(waystone.url)
    await buy(player, 'diamonds-14000')
    await buy(player, 'diamonds-14000')
    for (let pulls = 0; pulls < 100; pulls++) await pull(player, firstLight.id, 1)
    await player.client.data('mutation { rotateFairnessSeed(clientSeed: "second") { revealedServerSeed } }')
    for (let pulls = 0; pulls < 105; pulls++) await pull(player, firstLight.id, pulls < 5 ? 10 : 1)
    await player.client.data('mutation { rotateFairnessSeed(clientSeed: "third") { revealedServerSeed } }')
    expect(await verifyPullsOf(player, waystone.url)).toMatchObject({ ok: true, recomputed: 205 })

    const { page, ...watched } = await openAt(player, '/fairness')
    await button(page, 'Verify all pulls').click()
    await page.getByText('205 pulls were drawn again, and are what their seeds say.').waitFor()

    await intercept(page, 'AllPulls', async route => {
      const answer = await route.fetch()
      const { data } = (await answer.json()) as { data: { me: { pulls: { edges: { node: PulledItems }[] } } } }
      const [first, ...rest] = data.me.pulls.edges.flatMap(({ node }) => node.items)
      const other = rest.find(({ item }) => item.id !== first?.item.id)
      if (first === undefined || other === undefined) throw new Error('Expected pulls of two items')
      first.item = other.item
      await route.fulfill({ response: answer, json: { data } })
    })
    await button(page, 'Verify all pulls').click()
    await page.getByText(/things do NOT match:/).waitFor()
    await page
      .getByText(/the draw differs/)
      .first()
      .waitFor()
    watched.expectQuiet()
    await watched.close()
  })
})

interface PulledItems {
  readonly items: { item: { readonly id: string } }[]
}

describe('what the player has', () => {
  it('is filtered by kind and rarity, and shown one by one', async () => {
    const player = await aRichPlayer()
    for (let pulls = 0; pulls < 6; pulls++) await pull(player, firstLight.id, 10)
    const { me } = await player.client.data<{
      me: Record<'all' | 'weapons' | 'rareWeapons', { totalCount: number }>
    }>(
      '{ me { all: inventory { totalCount } weapons: inventory(kind: WEAPON) { totalCount } rareWeapons: inventory(kind: WEAPON, rarity: RARE) { totalCount } } }',
    )
    const { page, ...watched } = await openAt(player, '/inventory')
    const counted = (count: number) =>
      page.getByRole('status').getByText(`${count} ${count === 1 ? 'kind of item' : 'kinds of items'}`, { exact: true })
    await counted(me.all.totalCount).waitFor()
    await page.getByLabel('Kind').selectOption('Weapon')
    await counted(me.weapons.totalCount).waitFor()
    await page.getByLabel('Rarity').selectOption({ label: 'Rare' })
    await counted(me.rareWeapons.totalCount).waitFor()
    const tiles = page.locator('main li button')
    expect(await tiles.count()).toBe(me.rareWeapons.totalCount)
    await tiles.first().click()
    await page.getByRole('dialog').getByText('You own').waitFor()
    await watched.expectAccessible()
    await button(page, 'Close').click()
    watched.expectQuiet()
    await watched.close()
  })

  it('is told line by line in the history of the wallet, page by page', async () => {
    const player = await aRichPlayer()
    for (let pulls = 0; pulls < 26; pulls++) await pull(player, firstLight.id, 1)
    const { page, ...watched } = await openAt(player, '/ledger')
    const rows = page.locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(25)
    await button(page, 'Next page').click()
    await page.getByText('Purchase', { exact: true }).waitFor()
    await page.getByText('Welcome gift').first().waitFor()
    await button(page, 'Previous page').click()
    await page.getByText('Page 1').waitFor()

    await page.goto(`${waystone.url}/pulls`)
    await page.getByText('26 in all').waitFor()
    await button(page, 'Next page').click()
    await page.getByText('Page 2').waitFor()
    await page.getByLabel('Banner').selectOption('Founders')
    await page.getByText('You have not pulled yet.').waitFor()
    watched.expectQuiet()
    await watched.close()
  })

  it('can be used by everyone: on each screen, in both schemes and on a phone', async () => {
    const player = await aRichPlayer()
    await pull(player, firstLight.id, 10)
    const screens = ['/banners', `/banners/${firstLight.id}`, '/pulls', '/fairness', '/inventory', '/shop', '/ledger']
    const watched = await pages.open({ player: await anotherSession(player), path: '/shop' })
    for (const screen of screens) {
      await watched.page.goto(`${waystone.url}${screen}`)
      await watched.page.locator('main h1').waitFor()
      await expect.poll(() => watched.page.getByText('Loading…').count()).toBe(0)
      await watched.expectForEveryone()
    }
    watched.expectQuiet()
    await watched.close()
  })
})
