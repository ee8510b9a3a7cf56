import { existsSync, readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf } from './client.js'
import { openPages, type Pages, type WatchedPage } from './pages.js'
import { aPlayer, password, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

/** Less than the 250 KB that were promised: each screen that comes brings its own documents and texts. */
const FIRST_LOAD_MAX_BYTES = 230 * 1024

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

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const sections = (page: Page) => page.getByRole('navigation', { name: 'Sections' })
const questOf = (page: Page, name: string) => page.getByRole('article', { name })

async function signIn(name: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time++)
    await clientOf(waystone.url).data(
      'mutation ($input: SignInInput!) { signIn(input: $input) { ... on AuthSession { accessToken } } }',
      { input: { usernameOrEmail: name, password } },
    )
}
const createCharacter = (player: Player) =>
  player.client.data(
    'mutation ($input: CreateCharacterInput!) { createCharacter(input: $input) { ... on Character { id } } }',
    { input: { name: `C${player.name.slice(1)}`, class: 'MAGE' } },
  )
const buyDiamonds = (player: Player) =>
  player.client.data('mutation ($input: BuyCurrencyInput!) { buyCurrency(input: $input) { __typename } }', {
    input: { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: crypto.randomUUID() },
  })

/** Closes the page after the work. @returns what it did that no page may do */
async function problemsOf(watched: WatchedPage, work: (page: Page) => Promise<unknown>): Promise<readonly string[]> {
  await work(watched.page)
  const problems = watched.takeProblems()
  await watched.close()
  return problems
}

describe('each screen', () => {
  const SCREENS = [
    ['/', /Welcome/],
    ['/quests', 'Quests'],
    ['/history', 'History'],
    ['/account', 'Account'],
  ] as const

  it('can be used by everyone, in both schemes and on a phone', async () => {
    const player = await aPlayer(waystone.url)
    await createCharacter(player)
    await signIn(player.name)
    const watched = await pages.open({ player })
    expect(
      await problemsOf(watched, async page => {
        for (const [path, title] of SCREENS) {
          await page.goto(waystone.url + path)
          await page.getByRole('heading', { level: 1, name: title }).waitFor()
          await expect.poll(() => page.getByText('Loading…').count()).toBe(0)
          await watched.expectForEveryone()
        }
      }),
    ).toEqual([])
  })

  it('is loaded when it is opened: the first load has at most 230 KB, compressed', async () => {
    const watched = await pages.open({ path: '/healthz' })
    const loaded: string[] = []
    watched.page.on('response', response => loaded.push(new URL(response.url()).pathname))
    await watched.page.goto(waystone.url)
    await button(watched.page, /Aria/).click()
    await heading(watched.page, /Welcome/).waitFor()
    const files = loaded.filter(path => path === '/' || path.startsWith('/assets/'))
    const bytes = files.map(path => compressedBytes(path === '/' ? '/player.html' : path))
    expect(files.filter(path => path.endsWith('.js')).length).toBeGreaterThan(1)
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(FIRST_LOAD_MAX_BYTES)
    expect(files.some(path => /pixi/i.test(path))).toBe(false)
    await watched.close()
  })

  const compressedBytes = (path: string): number => {
    const file = `web/dist${path}`
    return existsSync(`${file}.gz`) ? statSync(`${file}.gz`).size : gzipSync(readFileSync(file)).length
  }
})

describe('home', () => {
  it('leads a newcomer on, and moves with the wallet', async () => {
    const player = await aPlayer(waystone.url)
    expect(
      await problemsOf(await pages.open({ player }), async page => {
        await heading(page, `Welcome, ${player.name}`).waitFor()
        await heading(page, 'Create a character').waitFor()
        const wallet = page.getByRole('region', { name: 'Wallet' })
        await wallet.getByText('1,000', { exact: true }).waitFor()
        await buyDiamonds(player)
        await wallet.getByText('1,500', { exact: true }).waitFor()
        await sections(page).getByText('1,500').waitFor()
        // The catalog of a new server is news.
        await page
          .getByRole('region', { name: 'News' })
          .getByText(/New quest: /)
          .first()
          .waitFor()
        await createCharacter(player)
        await page.reload()
        await heading(page, 'Walk into the world').waitFor()
        await page.getByRole('region', { name: 'Quests under way' }).getByText('First steps').waitFor()
      }),
    ).toEqual([])
  })
})

describe('quests', () => {
  it('move live, and tell of a completion wherever the player is', async () => {
    const player = await aPlayer(waystone.url)
    expect(
      await problemsOf(await pages.open({ player, path: '/quests' }), async page => {
        const daily = questOf(page, 'Daily visitor')
        await daily.getByText('0 of 3').waitFor()
        await questOf(page, 'Weekly regular')
          .getByText(/Starts over in \d/)
          .waitFor()
        await questOf(page, 'Legend of the roads').getByText('First complete: Rising hero').waitFor()
        await signIn(player.name)
        await daily.getByText('1 of 3').waitFor()
        await page.getByRole('tab', { name: /Running/ }).click()
        await daily.waitFor()
        await sections(page).getByRole('link', { name: 'Account' }).click()
        await signIn(player.name, 2)
        await page.getByText('Quest completed: Daily visitor').waitFor()
        await page.getByText('Reward: 100 gold, 10 diamonds').waitFor()
        await sections(page).getByText('1,010').waitFor()
      }),
    ).toEqual([])
  })

  it('are claimed once, however often the button is pressed', async () => {
    const player = await aPlayer(waystone.url)
    await createCharacter(player)
    expect(
      await problemsOf(await pages.open({ player, path: '/quests' }), async page => {
        const firstSteps = questOf(page, 'First steps')
        const claim = firstSteps.getByRole('button')
        await claim.waitFor()
        await claim.dblclick()
        await page.getByText(/^Claimed: 3 × /).waitFor()
        await claim.waitFor({ state: 'detached' })
        await page.getByRole('tab', { name: /Completed/ }).click()
        await firstSteps.getByText('Completed', { exact: true }).waitFor()
        const { me } = await player.client.data<{ me: { inventory: { edges: { node: { quantity: number } }[] } } }>(
          '{ me { inventory { edges { node { quantity } } } } }',
        )
        expect(me.inventory.edges).toEqual([{ node: { quantity: 3 } }])
      }),
    ).toEqual([])
  })

  it('that complete while the connection is lost are told after it, once each', async () => {
    const player = await aPlayer(waystone.url)
    const watched = await pages.open({ player })
    let isDown = false
    const sockets: { close(): Promise<void> }[] = []
    await watched.page.routeWebSocket(/\/graphql$/, socket => {
      if (isDown) return void socket.close()
      socket.connectToServer()
      sockets.push(socket)
    })
    expect(
      await problemsOf(watched, async page => {
        // The page is loaded anew with the sockets of the test.
        await page.goto(`${waystone.url}/quests`)
        await questOf(page, 'First steps').getByText('0 of 1').waitFor()
        await expect.poll(() => sockets.length).toBeGreaterThan(0)
        isDown = true
        for (const socket of sockets.splice(0)) await socket.close()
        const lost = page.getByText('No connection. Trying again…')
        await lost.waitFor()
        await createCharacter(player)
        await buyDiamonds(player)
        const completions = async () => {
          const { me } = await player.client.data<{ me: { questCompletions: { totalCount: number } } }>(
            '{ me { questCompletions { totalCount } } }',
          )
          return me.questCompletions.totalCount
        }
        await expect.poll(completions).toBe(2)
        isDown = false
        await page.getByText('Quest completed: First steps').waitFor()
        await page.getByText('Quest completed: Patron of the realm').waitFor()
        expect(await page.getByText('Quest completed: First steps').count()).toBe(1)
        await lost.waitFor({ state: 'detached' })
        await questOf(page, 'First steps').getByRole('button').waitFor()
      }),
    ).toEqual([])
  })
})

describe('the history', () => {
  it('shows what was recorded, by type and page by page', async () => {
    const player = await aPlayer(waystone.url)
    for (let index = 0; index < 26; index++)
      await player.client.data(
        'mutation ($zone: String!) { updateProfile(input: { timeZone: $zone }) { __typename } }',
        {
          zone: index % 2 === 0 ? 'Europe/Paris' : 'UTC',
        },
      )
    expect(
      await problemsOf(await pages.open({ player, path: '/history' }), async page => {
        const rows = page.locator('tbody tr')
        await page.getByText('27 events').waitFor()
        await expect.poll(() => rows.count()).toBe(25)
        await button(page, 'Older').click()
        await expect.poll(() => rows.count()).toBe(2)
        await rows.last().getByText('user.signed_up').waitFor()
        await rows.last().getByText('UTC').waitFor()
        await button(page, 'Newer').click()
        await expect.poll(() => rows.count()).toBe(25)
        await page.getByLabel('Type').selectOption('user.signed_up')
        await page.getByText('1 event', { exact: true }).waitFor()
        await page.getByLabel('Type').selectOption('pull.drawn')
        await page.getByText('Nothing of this type has happened yet.').waitFor()
      }),
    ).toEqual([])
  })
})

describe('the account', () => {
  it('changes the profile, and says at the field what is wrong', async () => {
    const player = await aPlayer(waystone.url)
    expect(
      await problemsOf(await pages.open({ player, path: '/account' }), async page => {
        await page.getByLabel('Display name').fill('x'.repeat(41))
        await page.getByLabel('Time zone').fill('Atlantis/Center')
        await button(page, 'Save').click()
        const isWrong = (label: string) => page.getByLabel(label).getAttribute('aria-invalid')
        await expect.poll(() => isWrong('Display name')).toBe('true')
        await page.getByLabel('Display name').fill('Maren of the Roads')
        await button(page, 'Save').click()
        await expect.poll(() => isWrong('Time zone')).toBe('true')
        await page.getByLabel('Time zone').fill('Europe/Paris')
        await button(page, 'Save').click()
        await sections(page).getByText('Maren of the Roads').waitFor()
        await page.getByLabel('Colours').last().selectOption('light')
        expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light')
      }),
    ).toEqual([])
  })

  it('lists the sessions, and ends another one', async () => {
    const player = await aPlayer(waystone.url)
    const elsewhere = clientOf(waystone.url, undefined, 'UnityPlayer/6000.0')
    const { signIn: other } = await elsewhere.data<{ signIn: { accessToken: string } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { ... on AuthSession { accessToken } } }',
      { input: { usernameOrEmail: player.name, password } },
    )
    expect(
      await problemsOf(await pages.open({ player, path: '/account' }), async page => {
        await page.getByText('This one').waitFor()
        await button(page, /End the session of UnityPlayer/).click()
        await button(page, /End the session of UnityPlayer/).waitFor({ state: 'detached' })
        const refused = await clientOf(waystone.url, other.accessToken).send('{ me { id } }')
        expect(refused.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
      }),
    ).toEqual([])
  })

  it('changes the password', async () => {
    const player = await aPlayer(waystone.url)
    expect(
      await problemsOf(await pages.open({ player, path: '/account' }), async page => {
        const form = page.getByRole('region', { name: 'Password' })
        await form.getByLabel('Current password').fill('not the password')
        await form.getByLabel('New password').fill('an entirely new password')
        await button(page, 'Change the password').click()
        await form.getByText('Username or password is wrong.').waitFor()
        await form.getByLabel('Current password').fill(password)
        await button(page, 'Change the password').click()
        await page.getByText('Your password is changed.', { exact: false }).waitFor()
        await button(page, 'Sign out').click()
        await page.getByLabel('Username or e-mail').fill(player.name)
        await page.getByLabel('Password').fill('an entirely new password')
        await button(page, 'Sign in').click()
        await heading(page, /Welcome/).waitFor()
      }),
    ).toEqual([])
  })

  it('is downloaded whole, as JSON', async () => {
    const player = await aPlayer(waystone.url)
    await createCharacter(player)
    expect(
      await problemsOf(await pages.open({ player, path: '/account' }), async page => {
        const downloading = page.waitForEvent('download')
        await button(page, 'Download my data').click()
        const file = await (await downloading).path()
        const parts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { kind: string }[]>
        expect(Object.keys(parts)).toEqual([
          'accountExport',
          'characterExport',
          'questExport',
          'gachaExport',
          'socialExport',
          'notificationExport',
        ])
        expect(JSON.stringify(parts['accountExport'])).toContain(player.name)
        expect(JSON.stringify(parts['characterExport'])).toContain(`C${player.name.slice(1)}`)
        await page.getByText(/^Downloaded \d+ entries\.$/).waitFor()
      }),
    ).toEqual([])
  })

  it('is deleted after the password, and kept by signing in again', async () => {
    const player = await aPlayer(waystone.url)
    const watched = await pages.open({ player, path: '/account' })
    // All sessions end with the request, which the page notices while it still shows when the account is erased.
    watched.allowErrors(/the server responded with a status of 40[01]/)
    expect(
      await problemsOf(watched, async page => {
        await button(page, 'Delete my account…').click()
        const dialog = page.getByRole('dialog', { name: 'Delete the account' })
        await dialog.getByLabel('Password').fill('not the password')
        await dialog.getByRole('button', { name: 'Delete my account' }).click()
        await dialog.getByText('Username or password is wrong.').waitFor()
        await dialog.getByLabel('Password').fill(password)
        await dialog.getByRole('button', { name: 'Delete my account' }).click()
        await page.getByText(/Your account will be erased on/).waitFor()
        await button(page, 'Leave').first().click()
        await heading(page, 'Sign in').waitFor()
        await page.getByLabel('Username or e-mail').fill(player.name)
        await page.getByLabel('Password').fill(password)
        await button(page, 'Sign in').click()
        await page.getByText('The deletion of your account is canceled.', { exact: false }).waitFor()
      }),
    ).toEqual([])
  })
})
