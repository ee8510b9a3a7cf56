import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf } from './client.js'
import { anotherSession } from './economy.js'
import { openPages, PHONE, type Pages } from './pages.js'
import { aPlayer, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
let player: Player
beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
  player = await aPlayer(waystone.url)
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

async function anAdministrator(): Promise<{ refreshToken: string }> {
  const { signIn } = await clientOf(waystone.url).data<{ signIn: { refreshToken: string } }>(
    'mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) { ... on AuthSession { refreshToken } } }',
  )
  return signIn
}

describe('a mail with a reward', () => {
  it('is sent by an administrator, rings the bell of the player, is claimed once and moves the wallet', async () => {
    const { me } = await player.client.data<{ me: { id: string } }>('{ me { id } }')
    const game = await pages.open({ player })
    const bell = (name: RegExp) => game.page.getByRole('link', { name })
    await bell(/none unread/).waitFor()

    const desk = await pages.open({ player: await anAdministrator(), path: '/console/mail' })
    await desk.page.getByLabel('To players').fill(me.id)
    await desk.page.getByLabel('From').fill('The Waystone team')
    await desk.page.getByLabel('Subject').fill('A gift')
    await desk.page.getByLabel('Text').fill('For your patience.')
    await desk.page.getByLabel('Gold').fill('250')
    await desk.page.getByRole('button', { name: 'Send a mail', exact: true }).dblclick()
    await desk.page.getByText('Sent: 1 of 1 have it, 0 will not.').waitFor()
    await desk.expectAccessible()
    desk.expectQuiet()
    await desk.close()

    await bell(/1 unread notification/).click()
    await game.page.getByRole('heading', { name: 'A gift' }).waitFor()
    await game.page.getByText('A mail from The Waystone team.').waitFor()
    await game.expectAccessible()
    await game.page.getByRole('link', { name: 'To the mail' }).click()
    await game.page.getByRole('button', { name: 'Read', exact: true }).click()
    await game.page.getByText('For your patience.').waitFor()
    await game.expectAccessible()
    await game.page.getByRole('button', { name: 'Claim', exact: true }).dblclick()
    await game.page.getByText('Claimed: 250 gold').waitFor()
    await game.page.getByLabel('Wallet').getByText('250', { exact: true }).waitFor()
    const { me: paid } = await player.client.data<{ me: { wallet: { gold: number } } }>('{ me { wallet { gold } } }')
    expect(paid.wallet.gold).toBe(250)

    await bell(/1 unread notification/).click()
    await game.page.getByRole('button', { name: 'Mark all as read' }).click()
    await bell(/none unread/).waitFor()
    game.expectQuiet()
    await game.close()
  })

  it('can be deleted, and the screens fit a phone', async () => {
    const game = await pages.open({
      player: await anotherSession(player),
      path: '/mail',
      viewport: PHONE,
      colorScheme: 'light',
    })
    await game.page.getByRole('button', { name: 'Delete A gift' }).click()
    await game.page.getByRole('dialog').getByText('The mail is removed for good.').waitFor()
    await game.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await game.page.getByText('No mail.').waitFor()
    await game.expectNoSidewaysScroll()
    expect(await clientOf(waystone.url, player.accessToken).data('{ me { mail { totalCount } } }')).toEqual({
      me: { mail: { totalCount: 0 } },
    })
    await game.page.goto(`${waystone.url}/notifications`)
    await game.page.getByLabel('Push nothing at these hours of your time zone').click()
    await game.page.getByLabel('From', { exact: true }).waitFor()
    await game.expectNoSidewaysScroll()
    await game.expectAccessible()
    game.expectQuiet()
    await game.close()
  })
})

describe('a push', () => {
  it('is shown by the worker that the page has registered', async () => {
    const { page, ...watched } = await pages.open({ player: await anotherSession(player), path: '/notifications' })
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
