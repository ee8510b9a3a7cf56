import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { clientOf, eventually } from './client.js'
import { openPages, PHONE, type Pages, type WatchedPage } from './pages.js'
import { aPlayer, password, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

/** Chromium writes what was refused to the console by itself. */
const REFUSED_REQUEST = /the server responded with a status of 40[013]/

const mailSettings = (url: string) => ({ MAIL: 'console', ACCOUNT_PAGE_URL: `${url}/` })

let waystone: Waystone
let pages: Pages
beforeAll(async () => {
  // Mail is shown in the output, with links to the page.
  waystone = await startWaystone('standalone', mailSettings)
  pages = await openPages(waystone.url)
})
afterAll(async () => {
  await pages.close()
  await waystone.close()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const uniqueName = () => `W${crypto.randomUUID().replaceAll('-', '').slice(0, 14)}`

/** Closes the page after the work. @returns what it did that no page may do */
async function problemsOf(watched: WatchedPage, work: (page: Page) => Promise<unknown>): Promise<readonly string[]> {
  await work(watched.page)
  const problems = watched.takeProblems()
  await watched.close()
  return problems
}

describe('the way in', () => {
  it.each(['dark', 'light'] as const)('is accessible and fits a phone, in %s colours', async colorScheme => {
    const watched = await pages.open({ colorScheme, viewport: PHONE })
    expect(
      await problemsOf(watched, async page => {
        await button(page, /Aria/).waitFor()
        await watched.expectAccessible()
        await watched.expectNoSidewaysScroll()
        await button(page, 'Create an account').click()
        await heading(page, 'Create an account').waitFor()
        await watched.expectAccessible()
      }),
    ).toEqual([])
  })

  it('says at each field of a new account what is wrong, and then lets the player in', async () => {
    const name = uniqueName()
    expect(
      await problemsOf(await pages.open(), async page => {
        await button(page, 'Create an account').click()
        await page.getByLabel('Username').fill('a!')
        await page.getByLabel('E-mail').fill('nowhere')
        await page.getByLabel('Password').fill('12345678')
        const isWrong = (label: string) => page.getByLabel(label).getAttribute('aria-invalid')
        await button(page, 'Create an account').click()
        await page.getByText('An e-mail address looks like').waitFor()
        await page.getByLabel('E-mail').fill(`${name}@example.com`)
        await button(page, 'Create an account').click()
        await expect.poll(() => isWrong('Username')).toBe('true')
        expect(await page.evaluate("document.activeElement?.getAttribute('name')")).toBe('username')
        await page.getByLabel('Username').fill(name)
        await button(page, 'Create an account').click()
        await expect.poll(() => isWrong('Password')).toBe('true')
        await expect.poll(() => isWrong('Username')).toBe(null)
        await page.getByLabel('Password').fill(password)
        await button(page, 'Create an account').click()
        await heading(page, `Welcome, ${name}`).waitFor()
      }),
    ).toEqual([])
  })

  it('is passed by keyboard alone, and says when the password is wrong', async () => {
    const { name } = await aPlayer(waystone.url)
    expect(
      await problemsOf(await pages.open(), async page => {
        await button(page, /Aria/).waitFor()
        const focusIs = async (label: string) =>
          (await page.evaluate('document.activeElement?.labels?.[0]?.textContent ?? ""')) === label
        for (let tabs = 0; tabs < 5 && !(await focusIs('Username or e-mail')); tabs++) await page.keyboard.press('Tab')
        await page.keyboard.type(name)
        await page.keyboard.press('Tab')
        await page.keyboard.type('a wrong password')
        await page.keyboard.press('Enter')
        await page.getByRole('alert').getByText('Username or password is wrong.').waitFor()
        await page.keyboard.press('ControlOrMeta+a')
        await page.keyboard.type(password)
        await page.keyboard.press('Enter')
        await heading(page, `Welcome, ${name}`).waitFor()
        // The first key leads past the navigation, the next screen has the focus.
        await page.getByRole('link', { name: 'Quests', exact: true }).focus()
        await page.keyboard.press('Enter')
        await heading(page, 'Quests').waitFor()
        await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('main')
      }),
    ).toEqual([])
  })

  it('is one click for a demo player', async () => {
    expect(
      await problemsOf(await pages.open(), async page => {
        await button(page, /Bram/).click()
        await heading(page, /Welcome, Bram/).waitFor()
        await page.reload()
        await heading(page, /Welcome, Bram/).waitFor()
        expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).not.toMatch(
          /eyJ|refresh|waystone_session/,
        )
      }),
    ).toEqual([])
  })

  it('is one click for a guest, who comes back, and keeps the account by giving it a name', async () => {
    const name = uniqueName()
    expect(
      await problemsOf(await pages.open(), async page => {
        await button(page, 'Play as a guest').click()
        await heading(page, /Welcome, Guest/).waitFor()
        await page.getByRole('link', { name: 'Account' }).click()
        await page.getByLabel('Display name').fill('Wanderer')
        await button(page, 'Save').click()
        await page.getByText('Saved').waitFor()
        await button(page, 'Sign out').click()
        await button(page, 'Play as a guest').click()
        await heading(page, 'Welcome, Wanderer').waitFor()
        await page.getByRole('link', { name: 'Account' }).click()
        const upgrade = page.getByRole('region', { name: 'Keep this account' })
        await upgrade.getByLabel('Username').fill(name)
        await upgrade.getByLabel('E-mail').fill(`${name}@example.com`)
        await upgrade.getByLabel('Password').fill(password)
        await button(page, 'Keep the account').click()
        await upgrade.waitFor({ state: 'detached' })
        await button(page, 'Sign out').click()
        await page.getByLabel('Username or e-mail').fill(name)
        await page.getByLabel('Password').fill(password)
        await button(page, 'Sign in').click()
        await heading(page, 'Welcome, Wanderer').waitFor()
      }),
    ).toEqual([])
  })
})

describe('a link of a mail', () => {
  const mailedLink = async (to: string, action: string): Promise<string> => {
    const pattern = new RegExp(`--- mail to ${to}:[^]*?(http\\S+#action=${action}&token=\\S+)`, 'i')
    await eventually(
      async () => await Promise.resolve(waystone.output()),
      output => pattern.test(output),
    )
    return pattern.exec(waystone.output())?.[1] ?? ''
  }

  it('verifies an address, and takes its token out of the address bar', async () => {
    const { name } = await aPlayer(waystone.url)
    const link = await mailedLink(`${name}@example.com`, 'verify-email')
    const watched = await pages.open({ path: link.slice(waystone.url.length) })
    expect(
      await problemsOf(watched, async page => {
        await page.getByText('Your address is verified.').waitFor()
        expect(page.url()).toBe(`${waystone.url}/`)
        await watched.expectAccessible()
        await button(page, 'To the game').click()
        await heading(page, 'Sign in').waitFor()
      }),
    ).toEqual([])
    const again = await pages.open({ path: link.slice(waystone.url.length) })
    expect(
      await problemsOf(again, page => page.getByText('The link is used or too old. Ask for another one.').waitFor()),
    ).toEqual([])
  })

  it('makes another address the account’s, after the password', async () => {
    const player = await aPlayer(waystone.url)
    const another = `${uniqueName()}@example.com`
    const watched = await pages.open({ player, path: '/account' })
    expect(
      await problemsOf(watched, async page => {
        const form = page.getByRole('region', { name: 'E-mail' })
        await form.getByLabel('New address').fill(another)
        await form.getByLabel('Current password').fill('not the password')
        await button(page, 'Change the address').click()
        await form.getByText('Username or password is wrong.').waitFor()
        await form.getByLabel('Current password').fill(password)
        await button(page, 'Change the address').dblclick()
        await form.getByText(`${another} waits to be verified`, { exact: false }).waitFor()
        await page.goto(await mailedLink(another, 'verify-email'))
        await page.getByText('Your address is verified.').waitFor()
        await page.goto(`${waystone.url}/account`)
        await form.getByText(another).waitFor()
        await form.getByText('(verified)').waitFor()
      }),
    ).toEqual([])
  })

  it('leads to a new password, and in', async () => {
    const player = await aPlayer(waystone.url)
    const email = `${player.name}@example.com`
    await clientOf(waystone.url).data('mutation ($token: String!) { verifyEmail(token: $token) { __typename } }', {
      token: new URLSearchParams(new URL(await mailedLink(email, 'verify-email')).hash.slice(1)).get('token'),
    })
    const watched = await pages.open()
    await watched.page.getByRole('button', { name: 'Forgot your password?' }).click()
    await watched.page.getByLabel('E-mail').fill(email)
    await watched.page.getByRole('button', { name: 'Send the link' }).click()
    await watched.page.getByText('a link is on its way').waitFor()
    const link = await mailedLink(email, 'reset-password')
    // Only the fragment differs, which loads no page by itself.
    await watched.page.goto('about:blank')
    await watched.page.goto(link)
    await watched.page.getByLabel('New password').fill('12345678')
    await watched.page.getByRole('button', { name: 'Set the password' }).click()
    await expect.poll(() => watched.page.getByLabel('New password').getAttribute('aria-invalid')).toBe('true')
    await watched.expectAccessible()
    await watched.page.getByLabel('New password').fill('another long password')
    await watched.page.getByRole('button', { name: 'Set the password' }).click()
    await heading(watched.page, `Welcome, ${player.name}`).waitFor()
    watched.expectQuiet()
    await watched.close()
  })
})

describe('a session that ends while a form is half filled in', () => {
  const anotherSession = async (player: Player) => {
    const { signIn } = await clientOf(waystone.url).data<{ signIn: { accessToken: string } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { ... on AuthSession { accessToken } } }',
      { input: { usernameOrEmail: player.name, password } },
    )
    return clientOf(waystone.url, signIn.accessToken)
  }

  it('begins again in a dialog, and nothing that was typed is lost', async () => {
    const player = await aPlayer(waystone.url)
    const watched = await pages.open({ player, path: '/account' })
    watched.allowErrors(REFUSED_REQUEST)
    expect(
      await problemsOf(watched, async page => {
        await page.getByLabel('Display name').fill('Half a na')
        const other = await anotherSession(player)
        await other.data('mutation ($id: ID!) { revokeSession(id: $id) }', { id: player.sessionId })
        const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
        await dialog.waitFor()
        await watched.expectAccessible()
        await dialog.getByLabel('Username or e-mail').fill(player.name)
        await dialog.getByLabel('Password').fill(password)
        await dialog.getByRole('button', { name: 'Sign in' }).click()
        await dialog.waitFor({ state: 'detached' })
        expect(await page.getByLabel('Display name').inputValue()).toBe('Half a na')
        await page.getByLabel('Display name').fill('Half a name')
        await button(page, 'Save').click()
        await page.getByRole('navigation', { name: 'Sections' }).getByText('Half a name').waitFor()
        // The live parts go on in the new session.
        await other.data('mutation ($input: BuyCurrencyInput!) { buyCurrency(input: $input) { __typename } }', {
          input: { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: crypto.randomUUID() },
        })
        await page.getByRole('navigation', { name: 'Sections' }).getByText('1,500').waitFor()
      }),
    ).toEqual([])
  })
})

describe('the session of a browser', () => {
  it('is that of one player: a page begins anew when it has become another one’s', async () => {
    const [player, other] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
    const watched = await pages.open({ player })
    watched.allowErrors(REFUSED_REQUEST)
    expect(
      await problemsOf(watched, async page => {
        await heading(page, `Welcome, ${player.name}`).waitFor()
        // As another tab does that signs in.
        await page.context().request.post(`${waystone.url}/session`, {
          headers: { 'sec-fetch-site': 'same-origin' },
          data: { refreshToken: other.refreshToken },
        })
        await player.client.data('mutation { signOut }')
        await heading(page, `Welcome, ${other.name}`).waitFor()
        expect(await page.getByText(player.name).count()).toBe(0)
      }),
    ).toEqual([])
  })
})

describe('a server that is away', () => {
  it('is shown as such, and found again without a reload', async () => {
    const player = await aPlayer(waystone.url)
    const watched = await pages.open({ player })
    watched.allowErrors(/WebSocket connection|ERR_CONNECTION_REFUSED/)
    expect(
      await problemsOf(watched, async page => {
        await heading(page, /Welcome/).waitFor()
        await page.evaluate("window.same = 'page'")
        const banner = page.getByText('No connection. Trying again…')
        expect(await banner.count()).toBe(0)
        await waystone.stop()
        await banner.waitFor()
        await waystone.restart([], mailSettings(waystone.url))
        await banner.waitFor({ state: 'detached' })
        expect(await page.evaluate('window.same')).toBe('page')
      }),
    ).toEqual([])
  })
})
