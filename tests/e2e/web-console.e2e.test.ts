import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { createTestDirectory } from '@waystone/kit/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../house/tree.js'
import { administratorOf, bannerNamed, buy, holdingsOf, pull } from './economy.js'
import { act, button, exported, rowWith, sessionOf, tab, table } from './console-pages.js'
import { openPages, type Pages, type WatchedPage } from './pages.js'
import { aPlayer, password, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

const warehouse = createTestDirectory('e2e-warehouse')
let waystone: Waystone
let pages: Pages
beforeAll(async () => {
  waystone = await startWaystone('standalone', () => ({ WAREHOUSE_ANSWERS: path.join(warehouse, 'answers') }))
  pages = await openPages(waystone.url)
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
  await rm(warehouse, { recursive: true, force: true })
})

const ADMIN = { name: 'admin', password: 'waystone-admin-1' }
const openConsole = async (at = '', account = ADMIN): Promise<WatchedPage> =>
  await pages.open({ player: await sessionOf(waystone.url, account), path: `/console${at}` })

/** One who has bought once and pulled so often that the ledger has two pages. */
async function aCustomer(): Promise<Player> {
  const player = await aPlayer(waystone.url)
  await buy(player, 'diamonds-6500')
  const { id } = await bannerNamed(player.client, 'First Light')
  for (let pulls = 0; pulls < 30; pulls++) await pull(player, id, 1)
  return player
}

describe('the way into the console', () => {
  it('tells players that it is not for them', async () => {
    const { page, ...watched } = await pages.open({ player: await aPlayer(waystone.url), path: '/console' })
    await page.getByText('This console is for operators.').waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await watched.expectAccessible()
    await page.getByRole('link', { name: 'To the game' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    watched.expectQuiet()
    await watched.close()
  })

  it('asks for the sign-in, and shows what goes on in all processes', async () => {
    const { page, ...watched } = await pages.open({ path: '/console' })
    await page.getByLabel('Username or e-mail').fill(ADMIN.name)
    await page.getByLabel('Password').fill(ADMIN.password)
    await button(page, 'Sign in').click()
    await page.getByText('Players in the world:').waitFor()
    const processes = table(page, 'Processes').locator('tbody tr')
    expect(await processes.locator('td:first-child').allInnerTexts()).toEqual(
      expect.arrayContaining(['gateway', 'users', 'characters', 'quests', 'gacha', 'social', 'notifications']),
    )
    expect(new Set(await processes.locator('td:nth-child(2)').allInnerTexts())).toEqual(new Set(['Up']))
    await page.getByText(/^Requests a minute: [\d,.]+$/).waitFor()
    await watched.expectAccessible()
    watched.expectQuiet()
    await watched.close()
  })
})

describe('an administrator', () => {
  it('bans a player with a reason, lifts it, adjusts the wallet once, writes a note, ends a session', async () => {
    const player = await aPlayer(waystone.url)
    const { diamonds } = await holdingsOf(player)
    const { page, ...watched } = await openConsole('/players')
    await page.getByLabel('Part of the name or address, or the whole id').fill(player.name.slice(1, 12).toLowerCase())
    await button(page, 'Find').click()
    await page.getByRole('link', { name: player.name }).click()
    await page.getByRole('heading', { name: player.name, level: 1 }).waitFor()

    await button(page, 'Adjust wallet').click()
    const dialog = page.getByRole('dialog', { name: 'Adjust wallet' })
    await dialog.getByLabel('Amount').fill('some')
    await button(dialog, 'Adjust wallet').click()
    await dialog.getByText('A whole number other than 0.').waitFor()
    await watched.expectAccessible()
    await dialog.getByLabel('Amount').fill('250')
    await dialog.getByLabel('Reason').fill('lost in an outage')
    await button(dialog, 'Adjust wallet').dblclick()
    await page.getByText('The wallet is adjusted').waitFor()
    await page.getByText((diamonds + 250).toLocaleString('en'), { exact: true }).waitFor()
    expect((await holdingsOf(player)).diamonds).toBe(diamonds + 250)

    await act(page, table(page, 'Sessions'), 'End', 'shares the account')
    await page.getByText('The session has ended').waitFor()
    await page.getByText('Nothing here.').waitFor()

    await act(page, page, 'Ban', 'sold an account')
    await page.getByText('BANNED', { exact: true }).waitFor()
    await act(page, page, 'Lift the ban', 'it was a mistake')
    await page.getByText('ACTIVE', { exact: true }).waitFor()

    await tab(page, 'Notes').click()
    await page.getByRole('textbox', { name: 'Note' }).fill('asked for a refund by mail')
    await button(page, 'Add note').click()
    await rowWith(page, 'asked for a refund by mail').getByText('admin').waitFor()

    await tab(page, 'Administrators').click()
    for (const reason of ['lost in an outage', 'shares the account', 'sold an account', 'it was a mistake'])
      await rowWith(page, reason).waitFor()
    expect(await rowWith(page, 'lost in an outage').count()).toBe(1)
    watched.expectQuiet()
    await watched.close()
  })

  it('goes on where the session ended, with the reason that was typed', async () => {
    const player = await aPlayer(waystone.url)
    const administrator = await administratorOf(waystone.url)
    const session = await sessionOf(waystone.url, ADMIN)
    const { page, ...watched } = await pages.open({ player: session, path: `/console/players/${player.id}` })
    watched.allowErrors(/the server responded with a status of 401/)
    await button(page, 'Ban').click()
    const dialog = page.getByRole('dialog', { name: 'Ban' })
    await dialog.getByLabel('Reason').fill('sold <b>it</b>')
    await administrator.data('mutation ($id: ID!) { revokeSession(id: $id) }', { id: session.session.id })
    await button(dialog, 'Ban').click()
    const again = page.getByRole('dialog', { name: 'Your session has ended' })
    await again.getByLabel('Username or e-mail').fill(ADMIN.name)
    await again.getByLabel('Password').fill(ADMIN.password)
    await button(again, 'Sign in').click()
    await again.waitFor({ state: 'detached' })
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('sold <b>it</b>')
    await button(dialog, 'Ban').click()
    await page.getByText('BANNED', { exact: true }).waitFor()
    await tab(page, 'Administrators').click()
    await rowWith(page, 'sold <b>it</b>').waitFor()
    watched.expectQuiet()
    await watched.close()
  })

  it('filters the ledger, turns its pages, exports all of it, refunds a purchase, and audits the economy', async () => {
    const player = await aCustomer()
    const { page, ...watched } = await openConsole(`/players/${player.id}`)
    await tab(page, 'Ledger').click()
    const rows = table(page, 'Ledger').locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(50)
    const total = Number(/(\d+) in all/.exec(await page.getByText('in all').innerText())?.[1])
    expect(total).toBeGreaterThan(60)
    expect(await exported(page, button(page, 'Export CSV'))).toBe(total)
    await button(page, 'Next page').click()
    await expect.poll(() => rows.count()).toBe(total - 50)
    await page.getByLabel('Kind of account').selectOption('HELD')
    // Each pull holds its price, and then takes it.
    await page.getByText('60 in all').waitFor()
    await page.getByLabel('Currency').selectOption('GOLD')
    await page.getByText('Nothing here.').waitFor()

    await page.goto(`${waystone.url}/console/economy`)
    await tab(page, 'Purchases').click()
    await act(page, rowWith(page, player.name), 'Refund', 'bought by a child')
    await rowWith(page, player.name).getByText('REFUNDED').waitFor()
    expect((await holdingsOf(player)).purchases).toEqual(['REFUNDED'])
    await tab(page, 'Audit').click()
    await button(page, 'Run the audit').click()
    await page.getByText(/^All \d+ invariants hold\./).waitFor()
    await watched.expectAccessible()
    watched.expectQuiet()
    await watched.close()
  })

  it('filters the event log, finds no dead letter, and reads what administrators did', async () => {
    const player = await aPlayer(waystone.url)
    const { page, ...watched } = await openConsole('/events')
    await rowWith(page, 'user.signed_up').first().waitFor()
    await page.getByLabel('Type').fill('user.signed_up')
    await button(page, 'Find').click()
    await expect.poll(() => rowWith(page, 'user.signed_in').count()).toBe(0)
    await rowWith(page, player.name).waitFor()
    await tab(page, 'Dead letters').click()
    for (const subgraph of ['USERS', 'CHARACTERS', 'QUESTS', 'GACHA', 'SOCIAL', 'NOTIFICATIONS']) {
      await page.getByLabel('Subgraph').selectOption(subgraph)
      await page.getByText('Nothing here.').waitFor()
    }
    await tab(page, 'Administrators').click()
    await table(page, 'Administrators').waitFor()
    watched.expectQuiet()
    await watched.close()
  })
})

describe('the editors', () => {
  const definition = (page: Page) => page.getByLabel('Definition (JSON)')
  const replace = async (page: Page, pattern: RegExp, by: string) => {
    const text = await definition(page).inputValue()
    expect(text).toMatch(pattern)
    await definition(page).fill(text.replace(pattern, by))
  }

  it('show what differs of a quest, name what is wrong by field, and publish with a reason', async () => {
    const { page, ...watched } = await openConsole('/content')
    await button(rowWith(page, 'Slime hunter'), 'Edit').click()
    await page.getByText('Nothing differs from what is published.').waitFor()
    await replace(page, /"target": \d+/, '"target": 0')
    await button(page, 'Publish').click()
    const dialog = page.getByRole('dialog', { name: 'Publish' })
    await dialog.getByLabel('Reason').fill('easier')
    await button(dialog, 'Publish').click()
    await dialog.getByRole('alert').waitFor()
    await button(dialog, 'Cancel').click()
    await page.getByRole('listitem').filter({ hasText: 'objectives' }).waitFor()

    await replace(page, /"target": 0/, '"target": 3')
    await page.locator('ins').filter({ hasText: '"target": 3' }).waitFor()
    await watched.expectAccessible()
    await act(page, page, 'Publish', 'slimes are rare now')
    await page.getByText('Version 2 is published').waitFor()
    await page.getByText('Nothing differs from what is published.').waitFor()
    await rowWith(page, 'slimes are rare now').getByText('admin').waitFor()
    await button(table(page, 'Versions').locator('tbody tr').last(), 'Compare with the editor').click()
    await page.locator('ins').filter({ hasText: '"target": 3' }).waitFor()
    await definition(page).fill('{ "name": ')
    await page
      .getByText(/JSON input/)
      .first()
      .waitFor()
    expect(await button(page, 'Publish').isDisabled()).toBe(true)
    watched.expectQuiet()
    await watched.close()
  })

  it('show the odds of a banner while it is typed, simulate them, and publish', async () => {
    const { page, ...watched } = await openConsole('/content')
    await tab(page, 'Banners').click()
    await button(rowWith(page, 'First Light'), 'Edit').click()
    const odds = table(page, 'Exact odds')
    const before = await odds.innerText()
    await replace(page, /"hardPityAt": 90/, '"hardPityAt": 80')
    await expect.poll(() => odds.innerText()).not.toBe(before)
    await button(page, 'Compare with the editor').click()
    await table(page, 'Odds of the version, and of the editor').getByText('62.30 → ').waitFor()
    await button(page, 'Simulate 100,000 pulls').click()
    await page.getByText('What was observed agrees with the exact odds.').waitFor()
    await watched.expectAccessible()
    await act(page, page, 'Publish', 'kinder')
    await page.getByText('Version 2 is published').waitFor()
    await rowWith(page, 'kinder').waitFor()
    const { definition: published } = await bannerNamed(await administratorOf(waystone.url), 'First Light')
    expect(JSON.stringify(published)).toContain('"hardPityAt":80')
    watched.expectQuiet()
    await watched.close()
  })
})

describe('the world', () => {
  it('shows its maps, who is there, and a past stretch', async () => {
    const { page, ...watched } = await openConsole('/world')
    await button(rowWith(page, 'Dawnhaven'), 'Look').click()
    await page.getByRole('heading', { name: 'Replay' }).waitFor()
    await page.getByText('Nothing here.').waitFor()
    await page.getByLabel('Ticks').fill('251')
    await button(page, 'Compute').click()
    await page.getByText('A whole number from 1 to 250.').waitFor()
    await page.getByLabel('Ticks').fill('50')
    const changes = table(page, 'Changes').locator('tbody tr')
    // A young world has not written its first stretch yet.
    const computed = async () => {
      await button(page, 'Compute').click()
      return await changes.count()
    }
    await expect.poll(computed, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0)

    const tick = page.getByRole('slider', { name: 'Tick' })
    await expect.poll(() => button(page, 'Compute').getAttribute('aria-busy')).toBe('false')
    const first = Number(await tick.inputValue())
    await page.getByRole('application', { name: 'Replay of Dawnhaven' }).waitFor()
    await button(page, 'Play').click()
    await expect.poll(async () => Number(await tick.inputValue())).toBeGreaterThan(first)
    await button(page, 'Play').waitFor()
    const last = await tick.inputValue()
    const end = await pictureAtRest(page)
    await tick.fill(String(first))
    const begin = await pictureAtRest(page)
    expect(begin).not.toBe(end)
    await tick.fill(last)
    expect(await pictureAtRest(page)).not.toBe(begin)
    // Wound back, it is as it was: nothing is left of what came later.
    await tick.fill(String(first))
    expect(await pictureAtRest(page)).toBe(begin)
    await watched.expectAccessible()
    watched.expectQuiet()
    await watched.close()
  })
})

/** The picture of the map's canvas once nothing glides: three, a tenth of a second apart, are equal. */
async function pictureAtRest(page: Page): Promise<string> {
  const nextPicture = `new Promise(resolve => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(document.querySelector('[role=application] canvas').toDataURL()))), 100))`
  const pictures: string[] = []
  const isAtRest = async () => {
    pictures.push(await page.evaluate<string>(nextPicture))
    return pictures.length > 2 && new Set(pictures.slice(-3)).size === 1
  }
  await expect.poll(isAtRest, { interval: 0 }).toBe(true)
  return pictures.at(-1) ?? ''
}

describe('roles', () => {
  it('show an administrator of support no button that moves money or publishes', async () => {
    const player = await aPlayer(waystone.url)
    await buy(player, 'diamonds-500')
    const support = await aPlayer(waystone.url)
    const command = [path.join(root, 'standalone/waystone.mjs'), 'admin', 'grant', support.name, '--role', 'support']
    await promisify(execFile)(process.execPath, [...command, '--data', waystone.dataDirectory], { cwd: root })
    const { page, ...watched } = await openConsole(`/players/${player.id}`, { name: support.name, password })
    await button(page, 'Ban').waitFor()
    expect(await button(page, 'Adjust wallet').count()).toBe(0)
    await tab(page, 'Purchases').click()
    await rowWith(page, 'COMPLETED').waitFor()
    expect(await button(page, 'Refund').count()).toBe(0)
    await page.goto(`${waystone.url}/console/content`)
    await button(rowWith(page, 'Slime hunter'), 'Edit').click()
    await page.getByRole('heading', { name: 'Versions' }).waitFor()
    expect(await button(page, 'Publish').count()).toBe(0)
    watched.expectQuiet()
    await watched.close()
  })
})

describe('each screen', () => {
  it('can be used by everyone, in both schemes and on a phone', async () => {
    const { id } = await aPlayer(waystone.url)
    const screens = ['', '/players', `/players/${id}`, '/economy', '/events', '/content', '/world']
    const watched = await openConsole()
    const { page } = watched
    const check = async () => {
      await expect.poll(() => page.getByText('Loading…').count()).toBe(0)
      await watched.expectForEveryone()
    }
    for (const screen of screens) {
      await page.goto(`${waystone.url}/console${screen}`)
      await page.locator('main h1').waitFor()
      await check()
      for (const each of (await page.getByRole('tab').all()).slice(1)) {
        await each.click()
        await check()
      }
    }
    watched.expectQuiet()
    await watched.close()
  })
})

describe('the warehouse', () => {
  it('is not there at first, and answers after a run by charts, a table and a file', async () => {
    const before = await openConsole('/warehouse')
    await before.page.getByText('There is no warehouse yet.').waitFor()
    await before.expectAccessible()
    before.expectQuiet()
    await before.close()

    await aCustomer()
    const command = path.join(root, 'packages', 'warehouse', 'dist', 'main.js')
    await promisify(execFile)(process.execPath, [command, 'run', '--data', waystone.dataDirectory], {
      env: { ...process.env, WAREHOUSE_DIR: warehouse },
    })
    const { page, ...watched } = await openConsole('/warehouse')
    await page.getByText(/^As of the run of /).waitFor()
    await page.getByLabel('Question').selectOption({ label: 'Currency sources and sinks' })
    await page.getByText('what came into wallets and what left them').waitFor()
    await page.getByRole('figure', { name: 'Chart of DIAMOND', exact: true }).locator('canvas').waitFor()
    const rows = table(page, 'Currency sources and sinks').locator('tbody tr')
    await rows.filter({ hasText: 'PURCHASE' }).first().waitFor()
    expect(await exported(page, button(page, 'Export CSV'))).toBe(await rows.count())
    await watched.expectAccessible()
    watched.expectQuiet()
    await watched.close()
  })
})

/** The last one: the server starts again with this setting. */
describe('where administrators need two factors', () => {
  it('leads one who has none to the set-up', async () => {
    await waystone.stop()
    await waystone.restart([], { ADMIN_TWO_FACTOR: 'required' })
    const { page, ...watched } = await openConsole()
    await page.getByText('Administrators of this server sign in with two factors.').waitFor()
    await watched.expectAccessible()
    await page.getByRole('link', { name: 'Set up two factors' }).click()
    await button(page, 'Set up two factors').waitFor()
    expect(new URL(page.url()).pathname).toBe('/account')
    watched.expectQuiet()
    await watched.close()
  })
})
