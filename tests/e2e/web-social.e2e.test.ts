import type { Locator, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { administratorOf, administratorSession, anotherSession } from './economy.js'
import { openPages, PHONE, type Pages, type WatchedPage } from './pages.js'
import { aPlayer, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
/** An administrator on the console. */
let desk: WatchedPage
beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
  desk = await pages.open({ player: await administratorSession(waystone.url), path: '/console/guilds' })
})
afterEach(() => desk.expectQuiet())
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true })
const list = (page: Page, name: string) => page.getByRole('list', { name }).getByRole('listitem')
const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const write = async (page: Page, text: string) => {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await button(page, 'Send').click()
}
/** Presses the button that opens a dialog, and the one in it that does what it says. */
async function confirm(page: Page, opener: string, label: string): Promise<void> {
  await button(page, opener).press('Enter')
  await button(page.getByRole('dialog', { name: opener }), label).press('Enter')
}
/** The text of the part that has the focus. */
const focusedText = (page: Page) => page.evaluate<string>('document.activeElement.innerText ?? ""')
const finish = async (...watched: readonly WatchedPage[]) => {
  for (const one of watched) {
    one.expectQuiet()
    await one.close()
  }
}
/** Answers the next request of this operation in another way. */
async function once(page: Page, operation: string, answer: (route: Route) => Promise<void>): Promise<void> {
  let isAnswered = false
  await page.route('**/graphql', async route => {
    const isNext = !isAnswered && route.request().postData()?.includes(`"${operation}"`) === true
    if (!isNext) return await route.continue()
    isAnswered = true
    return await answer(route)
  })
}

async function giveGold(player: Player, amount: number): Promise<void> {
  await (await administratorOf(waystone.url)).data(
    `mutation ($userId: ID!, $amount: SafeInt!) {
      adjustWallet(userId: $userId, currency: GOLD, amount: $amount, reason: "test", idempotencyKey: $userId) { __typename } }`,
    { userId: player.id, amount },
  )
}

describe('friends', () => {
  it('find each other, see each other come and go, and form a party, by the keyboard', async () => {
    const [ada, bea] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
    const one = await pages.open({ player: ada, path: '/friends' })
    const other = await pages.open({ player: bea, path: '/friends', viewport: PHONE, colorScheme: 'light' })
    const friends = (page: Page, name: string) => list(page, 'Your friends').filter({ hasText: name })

    const username = one.page.getByLabel('Username')
    await username.fill('nobody-is-called-this')
    await username.press('Enter')
    await one.page.getByText('No player has the username').waitFor()
    await username.fill(bea.name.toUpperCase())
    await username.press('Enter')
    await button(one.page, `Take back the request to ${bea.name}`).waitFor()
    await button(other.page, `Accept the request of ${ada.name}`).press('Enter')
    await friends(other.page, ada.name).getByText('Online').waitFor()
    await friends(one.page, bea.name).getByText('Online').waitFor()
    // The button that had the focus is gone: the part around it has the focus.
    await expect.poll(() => focusedText(other.page)).toContain('Friends')

    await button(one.page, `Invite ${bea.name} to your party`).press('Enter')
    await button(other.page, `Join the party of ${ada.name}`).press('Enter')
    const members = (page: Page) => list(page, 'Members of your party')
    for (const { page } of [one, other]) await expect.poll(() => members(page).count(), { timeout: 30_000 }).toBe(2)
    for (const watched of [one, other]) {
      await watched.expectAccessible()
      await watched.expectNoSidewaysScroll()
    }
    await button(one.page, `Make leader: ${bea.name}`).press('Enter')
    await button(other.page, `Send away ${ada.name}`).waitFor()
    await finish(other)
    await friends(one.page, bea.name).getByText('Offline').waitFor()
    await button(one.page, 'Leave the party').press('Enter')
    await one.page.getByText('You are in no party').waitFor()

    await button(one.page, `Block ${bea.name}`).press('Enter')
    await one.page.getByText('The other player is told nothing.').waitFor()
    await one.expectAccessible()
    await one.page.keyboard.press('Escape')
    await expect.poll(() => focusedText(one.page)).toBe('Block')
    await confirm(one.page, `Block ${bea.name}`, 'Block')
    await button(one.page, `Unblock ${bea.name}`).waitFor()
    await finish(one)
  })
})

describe('a guild', () => {
  it('is founded, joined, filled once though an answer is lost, and ended by its players on their pages', async () => {
    const [founder, friend] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
    const own = await pages.open({ player: founder, path: '/guild' })
    await own.page.getByLabel('Name', { exact: true }).fill('Dawn Watch')
    await own.page.getByLabel('Tag', { exact: true }).fill('DAWN')
    await button(own.page, 'Found the guild').click()
    await own.page.getByText(/^This takes 10,000 gold, and there are \d+\.$/).waitFor()
    await giveGold(founder, 10_500)
    await giveGold(friend, 300)
    await button(own.page, 'Found the guild').dblclick()
    await own.page.getByRole('heading', { name: 'Dawn Watch' }).waitFor()
    await own.expectAccessible()

    const other = await pages.open({ player: friend, path: '/guild', viewport: PHONE })
    await other.page.getByLabel('Name or tag').fill('dawn')
    await button(other.page, 'Apply to Dawn Watch').click()
    await other.page.getByLabel('What they should know of you').fill('I bring gold.')
    await other.expectAccessible()
    await button(other.page.getByRole('dialog'), 'Apply').click()
    await other.page.getByText('Dawn Watch has your application.').waitFor()
    await own.page.getByText('I bring gold.').waitFor()
    await button(own.page, `Take ${friend.name} in`).press('Enter')
    await button(own.page, `Hand over to ${friend.name}`).waitFor()

    const amount = other.page.getByLabel('Gold to deposit')
    await amount.fill('2.5')
    await button(other.page, 'Deposit').click()
    await other.page.getByText('A whole number, 1 or more.').waitFor()
    await amount.fill('200')
    other.allowErrors(/ERR_FAILED/)
    await once(other.page, 'DepositToGuild', async route => {
      await route.fetch()
      await route.abort()
    })
    await button(other.page, 'Deposit').click()
    await other.page.getByText('Waystone cannot be reached.').waitFor()
    expect(await amount.inputValue()).toBe('200')
    await button(other.page, 'Deposit').dblclick()
    await other.page.getByText('200 gold', { exact: true }).waitFor()
    for (const { page } of [own, other]) await page.getByText(`${friend.name} deposited 200 gold.`).waitFor()
    await other.expectNoSidewaysScroll()

    await desk.page.goto(`${waystone.url}/console/guilds`)
    await desk.page.getByLabel('Name or tag').fill('dawn')
    await desk.page.getByRole('link', { name: 'Dawn Watch [DAWN]' }).click()
    await desk.page
      .getByRole('region', { name: 'What has happened' })
      .getByText(/deposited 200 gold/)
      .waitFor()
    await desk.expectForEveryone()

    await confirm(own.page, 'End the guild', 'End the guild')
    for (const { page } of [own, other]) await page.getByRole('heading', { name: 'Find a guild' }).waitFor()
    const { me } = await friend.client.data<{ me: { wallet: { gold: number } } }>('{ me { wallet { gold } } }')
    expect(me.wallet.gold).toBe(300)
    await finish(own, other)
  })
})

describe('the chat', () => {
  it('carries what players write to everyone and to each other, and moderators decide about what is reported', async () => {
    const [one, other] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
    const first = await pages.open({ player: one, path: '/chat' })
    const second = await pages.open({ player: other, path: '/chat', viewport: PHONE, colorScheme: 'light' })
    for (const { page } of [first, second]) await page.getByRole('main').getByRole('link', { name: /World/ }).click()
    await write(first.page, 'Is anybody going to the cave?')
    for (const { page } of [first, second]) await log(page).getByText('Is anybody going to the cave?').waitFor()
    await write(second.page, 'I am, what the fuck')
    await log(first.page).getByText('I am, what the ****').waitFor()
    await first.page.getByText('Some words were replaced.').waitFor()
    await button(first.page, `Report the message of ${other.name}`).click()
    await first.page.getByLabel('What is wrong with it?').fill('Rude')
    await first.expectAccessible()
    await button(first.page, 'Report').click()
    await first.page.getByText('Moderators will look at it.').waitFor()
    for (const watched of [first, second]) await watched.expectAccessible()
    await second.expectNoSidewaysScroll()

    await button(second.page, `Write to ${one.name}`).click()
    await second.page.getByRole('heading', { name: `Direct messages with ${one.name}` }).waitFor()
    await write(second.page, 'Meet me at the gate')
    await log(second.page).getByText('Meet me at the gate').waitFor()
    await first.page.getByRole('link', { name: 'All channels' }).click()
    await first.page
      .getByRole('link', { name: new RegExp(`Direct messages with ${other.name}.*1 unread message`) })
      .click()
    await log(first.page).getByText('Meet me at the gate').waitFor()
    await write(first.page, 'On my way')
    await log(second.page).getByText('On my way').waitFor()
    await moderate(other)
    await write(second.page, 'But why?')
    await second.page.getByText(/A moderator lets you write again at/).waitFor()
    expect(await second.page.getByLabel('Message', { exact: true }).inputValue()).toBe('But why?')
    await first.page.getByRole('link', { name: 'All channels' }).click()
    await first.page.getByRole('main').getByRole('link', { name: /World/ }).click()
    await log(first.page).getByText('This message is not shown.').waitFor()
    await finish(first, second)
  })
})

/** Mutes the writer of the reported message, and deletes it. */
async function moderate({ name }: Player): Promise<void> {
  await desk.page.goto(`${waystone.url}/console/moderation`)
  const report = desk.page.locator('tbody tr').filter({ hasText: name })
  await report.getByText('I am, what the fuck').waitFor()
  await desk.expectForEveryone()
  for (const label of ['Mute for a day', 'Delete the message']) {
    await button(report, label).click()
    const dialog = desk.page.getByRole('dialog', { name: label })
    await dialog.getByLabel('Reason').fill('against the rules')
    await button(dialog, label).dblclick()
    await dialog.waitFor({ state: 'hidden' })
  }
  await desk.page.getByText('Nothing here.').waitFor()
}

describe('a mail with a reward', () => {
  it('is sent once though an answer fails, rings the bell, is claimed once and moves the wallet', async () => {
    const player = await aPlayer(waystone.url)
    const game = await pages.open({ player })
    const bell = (name: RegExp) => game.page.getByRole('link', { name })
    await bell(/none unread/).waitFor()

    await desk.page.goto(`${waystone.url}/console/mail`)
    const { page } = desk
    await page.getByLabel('To players').fill(player.id)
    for (const [field, text] of Object.entries({ From: 'The Waystone team', Subject: 'A gift', Text: 'For you.' }))
      await page.getByLabel(field).fill(text)
    await page.getByLabel('Gold').fill('a lot')
    await button(page, 'Send a mail').click()
    await page.getByText('A whole number, 1 or more.').waitFor()
    await page.getByLabel('Gold').fill('250')
    await once(page, 'ConsoleSendMail', async route => {
      await route.fetch()
      await route.fulfill({ json: { data: null, errors: [{ message: 'Internal server error' }] } })
    })
    await button(page, 'Send a mail').click()
    await page.getByText('That did not work: Internal server error').waitFor()
    await button(page, 'Send a mail').dblclick()
    await page.getByText('Sent: 1 of 1 have it, 0 will not.').waitFor()
    await desk.expectAccessible()

    await bell(/1 unread notification/).click()
    await game.page.getByRole('heading', { name: 'A gift' }).waitFor()
    await game.page.getByText('A mail from The Waystone team.').waitFor()
    await game.expectAccessible()
    await game.page.getByRole('link', { name: 'To the mail' }).click()
    await button(game.page, 'Read').press('Enter')
    await game.page.getByText('For you.').waitFor()
    await game.expectAccessible()
    await button(game.page, 'Claim').dblclick()
    await game.page.getByText('Claimed: 250 gold').waitFor()
    await game.page.getByLabel('Wallet').getByText('250', { exact: true }).waitFor()
    const { me: paid } = await player.client.data<{ me: { wallet: { gold: number } } }>('{ me { wallet { gold } } }')
    expect(paid.wallet.gold).toBe(250)
    await bell(/1 unread notification/).click()
    await button(game.page, 'Mark all as read').click()
    await bell(/none unread/).waitFor()
    await finish(game)

    const phone = await pages.open({
      player: await anotherSession(player),
      path: '/mail',
      viewport: PHONE,
      colorScheme: 'light',
    })
    await button(phone.page, 'Delete A gift').press('Enter')
    const dialog = phone.page.getByRole('dialog', { name: 'Delete A gift' })
    await dialog.getByText('The mail is removed for good.').waitFor()
    await phone.expectAccessible()
    await phone.page.context().setOffline(true)
    phone.allowErrors(/ERR_INTERNET_DISCONNECTED|WebSocket connection/)
    await button(dialog, 'Delete').click()
    await dialog.getByText('Waystone cannot be reached.').waitFor()
    await phone.page.context().setOffline(false)
    await button(dialog, 'Delete').click()
    await phone.page.getByText('No mail.').waitFor()
    await expect.poll(() => focusedText(phone.page)).toContain('No mail.')
    await phone.expectNoSidewaysScroll()
    const { me } = await player.client.data<{ me: { mail: { totalCount: number } } }>('{ me { mail { totalCount } } }')
    expect(me.mail.totalCount).toBe(0)
    await phone.page.getByRole('link', { name: /^Notifications/ }).click()
    await phone.page.getByLabel('Push nothing at these hours of your time zone').click()
    await phone.page.getByLabel('From', { exact: true }).waitFor()
    await phone.expectNoSidewaysScroll()
    await phone.expectAccessible()
    await finish(phone)
  })

  it('goes to everyone, with its progress; the log of pushes names each device', async () => {
    const player = await aPlayer(waystone.url)
    await desk.page.goto(`${waystone.url}/console/mail`)
    const { page } = desk
    await page.getByLabel('To everyone').check()
    for (const [field, text] of Object.entries({ From: 'The team', Subject: 'Notes', Text: 'Slimes are bolder.' }))
      await page.getByLabel(field).fill(text)
    await button(page, 'Send a mail').click()
    await page.getByText(/^Sent: (\d+) of \1 have it, 0 will not\.$/).waitFor()
    const { me } = await player.client.data<{ me: { mail: { totalCount: number } } }>('{ me { mail { totalCount } } }')
    expect(me.mail.totalCount).toBe(1)
    await page.getByRole('tab', { name: 'Notification log' }).click()
    await page.getByText('Nothing here.').waitFor()
    await desk.expectForEveryone()
  })
})

describe('a push', () => {
  it('is shown by the worker that the page has registered', async () => {
    const { page, ...watched } = await pages.open({
      player: await aPlayer(waystone.url),
      path: '/notifications',
    })
    await page.context().grantPermissions(['notifications'], { origin: waystone.url })
    const debug = await page.context().newCDPSession(page)
    const registered = new Promise<string>(resolve => {
      debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const found = registrations.find(({ isDeleted }) => !isDeleted)
        if (found !== undefined) resolve(found.registrationId)
      })
    })
    await debug.send('ServiceWorker.enable')
    await page.evaluate(
      `navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready).then(() => undefined)`,
    )
    const registrationId = await registered
    const pushed = {
      id: '7b6f6a1e-0000-4000-8000-000000000001',
      kind: 'MAIL',
      title: 'A gift',
      body: 'A mail from the team.',
    }
    const deliver = () =>
      debug.send('ServiceWorker.deliverPushMessage', {
        origin: waystone.url,
        registrationId,
        data: JSON.stringify(pushed),
      })
    // The second one has the tag of the first, and takes its place.
    await deliver()
    await deliver()
    const shown = () =>
      page.evaluate<unknown>(
        `navigator.serviceWorker.getRegistration('/').then(one => one.getNotifications()).then(all => all.map(({ title, body, tag, data }) => ({ title, body, tag, data })))`,
      )
    await expect
      .poll(shown, { timeout: 20_000 })
      .toEqual([{ title: 'A gift', body: 'A mail from the team.', tag: pushed.id, data: { path: '/mail' } }])
    watched.expectQuiet()
    await watched.close()
  })
})
