import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, button, rowWith, tab, table } from './console-pages.js'
import { administratorOf, administratorSession, anotherSession, buy, publish, verifyPullsOf } from './economy.js'
import { aModelBanner, aWishedBanner, bannerItemsOf, type BannerItems } from './model-banner.js'
import { openPages, type Pages } from './pages.js'
import { aPlayer, password, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
let items: BannerItems

beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
  items = await bannerItemsOf((await aPlayer(waystone.url)).client)
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

const choose = async (page: Page, country: string) => {
  await page.getByRole('combobox', { name: 'Country', exact: true }).selectOption({ label: country })
  await button(page, 'Choose the country').click()
}

describe('the editor of a banner by a model', () => {
  const textOf = (definition: object) => JSON.stringify(definition, null, 2)

  it('names a mistake at its path, shows odds and states, publishes, and compares versions', async () => {
    const { page, ...watched } = await pages.open({
      player: await administratorSession(waystone.url),
      path: '/console/content',
    })
    await tab(page, 'Banners').click()
    await button(page, 'New banner').click()
    const field = page.getByLabel('Definition (JSON)')
    const right = aModelBanner(items, { name: 'Court of drafts' })
    await field.fill(textOf(right).replace('"by": "since"', '"by": "sinc"'))
    await page.getByText('tiers[0].chance[0].by').waitFor()
    await page.getByRole('alert').getByText('no counter has this name').waitFor()

    await field.fill(textOf(right))
    await tab(page, 'Quests').click()
    await tab(page, 'Banners').click()
    await button(page, 'New banner').click()
    expect(await field.inputValue()).toBe(textOf(right))
    const odds = table(page, 'Exact odds')
    const ssr = odds.locator('tbody tr').first()
    // With a chance of 5 % that is certain at the tenth draw.
    await expect.poll(() => ssr.innerText()).toMatch(/^SSR\s[^]*\s10$/)
    const drawing = page.getByRole('region', { name: /^States that decide about SSR/ }).first()
    await drawing.getByRole('img').waitFor()
    await page.getByText('The draws between the states').first().click()
    await rowWith(page, 'SSR.wished').first().waitFor()
    await watched.expectForEveryone()

    await act(page, page, 'Publish', 'a new court')
    await page.getByText('Version 1 is published').waitFor()
    await field.fill(textOf({ ...right, name: 'Court of drafts' }).replace(/1,\s+5\s+\]/, '1, 7]'))
    await button(rowWith(page, 'a new court'), 'Compare with the editor').click()
    await rowWith(page, 'tiers.SSR.chance[0].points').waitFor()
    await table(page, 'Odds of the version, and of the editor').getByText('5.000 % → 7.000 %').first().waitFor()
    await act(page, page, 'Publish', 'kinder')
    await page.getByText('Version 2 is published').waitFor()
    await rowWith(page, 'kinder').getByText('admin').waitFor()
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
  })

  it('simulates the definition that is in the editor, and no other one', async () => {
    await publish(await administratorOf(waystone.url), aModelBanner(items, { name: 'Court of dice' }))
    const { page, ...watched } = await pages.open({
      player: await administratorSession(waystone.url),
      path: '/console/content',
    })
    await tab(page, 'Banners').click()
    await button(rowWith(page, 'Court of dice'), 'Edit').click()
    await button(page, 'Simulate 100,000 pulls').click()
    await page.getByText('What was observed agrees with the exact odds.').waitFor()
    const shares = table(page, 'Shares in the long run, by “five”')
    await shares.waitFor()
    const field = page.getByLabel('Definition (JSON)')
    await field.fill((await field.inputValue()).replace('"amount": 450', '"amount": 400'))
    await shares.waitFor({ state: 'detached' })
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
  })
})

describe('a banner by a model', () => {
  const openAt = async (player: Player, path: string) => pages.open({ player: await anotherSession(player), path })
  const fourteenYearsAgo = () => `${new Date().getUTCFullYear() - 14}-01-15`
  const pull = (page: Page, name: RegExp) => page.getByRole('region', { name: 'Pull' }).getByRole('button', { name })
  const close = (page: Page) => button(page.getByRole('dialog'), 'Close').click()

  const positionsOf = async ({ client }: Player, id: string) => {
    const { banner } = await client.data<{
      banner: { pity: { counters: readonly { meaning: string; position: number; max: number }[] } }
    }>('query ($id: ID!) { banner(id: $id) { pity { counters { meaning position max } } } }', { id })
    return banner.pity.counters.map(({ meaning, position, max }) => `${meaning} ${position} of ${max}.`)
  }

  it('is refused by the law of a country with its reason; another country holds from a later month on', async () => {
    const id = await publish(await administratorOf(waystone.url), aModelBanner(items, { name: 'Court of laws' }))
    const player = await aPlayer(waystone.url)
    const { page, ...watched } = await openAt(player, '/account')
    await choose(page, 'Belgium')
    await page.getByText('The rules of Belgium hold for you.').waitFor()
    await page.goto(`${waystone.url}/banners/${id}`)
    await button(page, `Choose ${items.hero.name}`).click()
    await button(page, `Chosen: ${items.hero.name}`).waitFor()
    await pull(page, /^Pull once.*100/).click()
    const refusal = page.getByRole('alert').filter({ hasText: 'The rules of Belgium do not allow this.' })
    await refusal.waitFor()
    await watched.expectForEveryone()
    await refusal.getByRole('link', { name: 'To the account' }).click()
    await choose(page, 'France')
    await page.getByText('France takes its place on').waitFor()
    await page.getByText('The rules of Belgium hold for you.').waitFor()
    await watched.expectForEveryone()
    await button(page, 'Keep Belgium').click()
    await page.getByText('France takes its place on').waitFor({ state: 'detached' })
    expect(await page.getByRole('combobox', { name: 'Country', exact: true }).inputValue()).toBe('BE')
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
  })

  it('draws with a consent, moves points, milestone and ticket, and exchanges; each draw is verified', async () => {
    const id = await publish(await administratorOf(waystone.url), aModelBanner(items, { name: 'Court of luck' }))
    const player = await aPlayer(waystone.url)
    await buy(player, 'diamonds-1100')
    const { page, ...watched } = await openAt(player, '/account')
    await choose(page, 'United States')
    await page.getByLabel('Birth date').fill(fourteenYearsAgo())
    await button(page, 'Set the birth date').click()
    await button(page, 'I am a parent, and I agree').click()
    await page.getByText('A parent agreed on').waitFor()

    await page.goto(`${waystone.url}/banners/${id}`)
    await page.getByText('Nothing can be pulled before.').waitFor()
    await button(page, `Choose ${items.hero.name}`).click()
    const outlook = page.locator('[aria-labelledby="outlook"] tbody')
    await outlook.waitFor()
    const offers = page.getByRole('region', { name: 'Points and milestones' })
    await offers.getByText('0 points.').waitFor()
    await offers.getByText(`0 counted, the next at 5 ${items.ticket.name}`).waitFor()
    await pull(page, /^Pull 5 times.*450.*bought only/).click()
    await page.getByRole('dialog', { name: 'Your 5 pulls' }).getByRole('listitem').nth(4).waitFor()
    await close(page)
    for (const text of await positionsOf(player, id)) await outlook.getByText(text).waitFor()
    await offers.getByText('5 counted, reached').waitFor()
    await watched.expectForEveryone()

    await button(page, `Take ${items.other.name}`).click()
    await page.getByText(`${items.other.name} is in your inventory.`).waitFor()
    await offers.getByText('0 points.').waitFor()
    await pull(page, /^Pull once.*you have 1/).click()
    await close(page)
    await pull(page, /^Pull once.*you have 0/).waitFor()
    await offers.getByText('1 point.').waitFor()

    await page.goto(`${waystone.url}/fairness`)
    await page.getByLabel('Your new client seed').fill('mine')
    await button(page, 'Rotate and reveal').click()
    await page.getByText('Its SHA-256, computed here, is the hash').waitFor()
    await button(page, 'Verify all pulls').click()
    await page.getByText('2 pulls were drawn again, and are what their seeds say.').waitFor()
    await page
      .getByRole('button', { name: /^Verify \(pull/ })
      .last()
      .click()
    const proof = page.getByRole('dialog', { name: 'Proof of the pull' })
    await proof.getByText('This pull is what its seeds say.').waitFor()
    await proof.getByText(/^Item 3: /).click()
    await proof
      .getByText(/ mod 100000000 = /)
      .filter({ visible: true })
      .first()
      .waitFor()
    await watched.expectForEveryone()
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
    expect(await verifyPullsOf(player, waystone.url)).toMatchObject({ ok: true, recomputed: 2 })
  })

  it('draws by the list of wishes that the player makes; another list asks first, and both are verified', async () => {
    const id = await publish(await administratorOf(waystone.url), aWishedBanner(items))
    const player = await aPlayer(waystone.url)
    await buy(player, 'diamonds-1100')
    const { page, ...watched } = await openAt(player, `/banners/${id}`)
    const wishes = page.getByRole('region', { name: 'Your wishes' })
    const wish = ({ name }: BannerItems['hero']) => button(wishes, `Wish for ${name}`)
    const make = button(wishes, 'Make this list')
    await pull(page, /^Pull 5 times/).click()
    await page.getByRole('alert').getByText('Make the list of items that you wish from this banner first.').waitFor()
    await wish(items.hero).click()
    await wish(items.sword).click()
    await wishes.getByText('2 listed; a list has 1 to 2.').waitFor()
    expect(await wish(items.other).getAttribute('aria-disabled')).toBe('true')
    await make.click()
    await wishes.getByText('Your list: ').waitFor()
    await watched.expectForEveryone()
    await pull(page, /^Pull 5 times/).click()
    await close(page)
    await button(wishes, `Wished: ${items.sword.name}`).click()
    await make.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('what you have reached of misses is lost').waitFor()
    await watched.expectForEveryone()
    await button(dialog, 'Make this list').click()
    await wishes.getByText(`Your list: ${items.hero.name}.`).waitFor()
    await pull(page, /^Pull 5 times/).click()
    await close(page)

    await page.goto(`${waystone.url}/fairness`)
    await page.getByLabel('Your new client seed').fill('mine')
    await button(page, 'Rotate and reveal').click()
    await button(page, 'Verify all pulls').click()
    await page.getByText('2 pulls were drawn again, and are what their seeds say.').waitFor()
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
    expect(await verifyPullsOf(player, waystone.url)).toMatchObject({ ok: true, recomputed: 2 })
  })

  it('is drawn again to another end where the answer was tampered with', async () => {
    const id = await publish(await administratorOf(waystone.url), aModelBanner(items, { name: 'Court of lies' }))
    const player = await aPlayer(waystone.url)
    const input = { bannerId: id, idempotencyKey: crypto.randomUUID() }
    await player.client.data('mutation ($input: ChooseTargetInput!) { chooseTarget(input: $input) { __typename } }', {
      input: { ...input, itemId: items.hero.id },
    })
    await player.client.data('mutation ($input: PullInput!) { pull(input: $input) { __typename } }', {
      input: { ...input, order: 'one', count: 1, idempotencyKey: crypto.randomUUID() },
    })
    await player.client.data('mutation { rotateFairnessSeed(clientSeed: "second") { revealedServerSeed } }')
    const { page, ...watched } = await openAt(player, '/fairness')
    await page.route('**/graphql', async route => {
      const sent = route.request().postData() ?? ''
      if (!sent.includes('"AllPulls"')) return await route.continue()
      const answer = await route.fetch()
      const json = (await answer.json()) as {
        data: { me: { pulls: { edges: readonly { node: { proof: { after: { counters: object } } } }[] } } }
      }
      for (const { node } of json.data.me.pulls.edges) node.proof.after.counters = { since: 7, lost: 0 }
      await route.fulfill({ response: answer, json })
    })
    await button(page, 'Verify all pulls').click()
    await page.getByText('1 thing does NOT match:').waitFor()
    await page.getByText('Seed 1, pull 1: the draw differs.').waitFor()
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
  })
})

describe('a newcomer', () => {
  it('names a country at the sign-up, and a guest does so later', async () => {
    const { page, ...watched } = await pages.open({ path: '/' })
    await button(page, 'Create an account').click()
    const name = `N${crypto.randomUUID().replaceAll('-', '').slice(0, 14)}`
    await page.getByLabel('Username').fill(name)
    await page.getByLabel('E-mail').fill(`${name}@example.com`)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('combobox', { name: 'Country', exact: true }).selectOption({ label: 'Belgium' })
    await watched.expectForEveryone()
    await button(page, 'Create an account').click()
    await page.getByRole('heading', { name: /Welcome/ }).waitFor()
    await page.goto(`${waystone.url}/account`)
    await page.getByText('The rules of Belgium hold for you.').waitFor()
    expect(watched.takeProblems()).toEqual([])
    await watched.close()

    const guest = await pages.open({ path: '/' })
    await button(guest.page, 'Play as a guest').click()
    await guest.page.getByRole('heading', { name: /Welcome/ }).waitFor()
    await guest.page.goto(`${waystone.url}/account`)
    await choose(guest.page, 'Japan')
    await guest.page.getByText('The rules of Japan hold for you.').waitFor()
    expect(guest.takeProblems()).toEqual([])
    await guest.close()
  })
})
