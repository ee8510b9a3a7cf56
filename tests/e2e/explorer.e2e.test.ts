import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser } from './browser.js'
import { aPlayer } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

describe('GraphiQL', () => {
  let waystone: Waystone
  let browser: Awaited<ReturnType<typeof openBrowser>>
  beforeAll(async () => {
    ;[waystone, browser] = await Promise.all([startWaystone('standalone'), openBrowser()])
  })
  afterAll(async () => {
    await Promise.all([waystone.close(), browser.close()])
  })

  /** Each test is a first visit. */
  beforeEach(async () => {
    const page = await browser.context.newPage()
    await page.goto(`${waystone.url}/healthz`)
    await page.evaluate('localStorage.clear()')
    await page.close()
  })

  it('opens with our name and the operations of the tour as tabs', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${waystone.url}/graphiql`)
    const tabs = page.getByRole('tab')
    const names = [...readFileSync('docs/tour.md', 'utf8').matchAll(/```graphql\n\w+ (\w+)/g)].map(match => match[1])
    await expect.poll(() => tabs.allInnerTexts(), { timeout: 20_000 }).toEqual(names)
    expect(names.length).toBeGreaterThan(9)
    expect(await page.title()).toBe('Waystone')
    expect(await page.locator('.graphiql-logo').textContent()).toBe('Waystone')
    await page.close()
  })

  it('signs in, fills the headers of every tab, and signs out', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${waystone.url}/graphiql`)
    const form = page.locator('#sign-in')
    const status = form.locator('output')
    const signIn = async (password: string) => {
      await form.getByPlaceholder('User name or e-mail').fill('aria')
      await form.getByPlaceholder('Password').fill(password)
      await form.getByRole('button', { name: 'Sign in' }).click()
    }
    await signIn('a wrong one')
    await expect.poll(() => status.textContent(), { timeout: 20_000 }).toMatch(/password/i)
    await signIn('waystone-demo-1')
    await expect.poll(() => status.textContent(), { timeout: 30_000 }).toBe('Signed in as aria')

    /** GraphiQL takes up an operation's name a moment after its tab was chosen. */
    const expectAnswer = async (tab: string, pattern: RegExp) => {
      await page.getByRole('tab', { name: tab }).click()
      const answer = async () => {
        await page.locator('.graphiql-execute-button').click()
        return await page.locator('.result-window').textContent()
      }
      await expect.poll(answer, { timeout: 30_000, interval: 1_500 }).toMatch(pattern)
    }
    await expectAnswer('Everything', /"aria"[^]*"Lyra"/)
    await page.getByRole('button', { name: 'Headers' }).click()
    const headers = page.locator('.graphiql-editor-tool .graphiql-editor:visible')
    await expect.poll(() => headers.textContent(), { timeout: 20_000 }).toMatch(/Authorization.+Bearer\sey/)
    await expectAnswer('Rewards', /"rewardClaims"/)

    await form.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => status.textContent(), { timeout: 20_000 }).toBe('')
    await expectAnswer('Everything', /"me":\snull/)
    await page.close()
  })

  it('runs an operation in a real browser and asks nobody else for anything', async () => {
    const page = await browser.context.newPage()
    const elsewhere: string[] = []
    const problems: string[] = []
    page.on('request', request => {
      if (!request.url().startsWith(waystone.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
    })
    page.on('pageerror', error => problems.push(error.message))
    await page.goto(`${waystone.url}/graphiql?query=${encodeURIComponent('{ banners { name } }')}`)
    await page.locator('.graphiql-execute-button').click()
    await page.getByText('"First Light"').first().waitFor({ timeout: 20_000 })
    expect(elsewhere).toEqual([])
    expect(problems).toEqual([])
  })

  it('subscribes, and shows each event as it comes', async () => {
    const player = await aPlayer(waystone.url)
    const page = await browser.context.newPage()
    const query = 'subscription { walletChanged { gold diamonds } }'
    await page.goto(`${waystone.url}/graphiql?query=${encodeURIComponent(query)}`)
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.locator('.graphiql-editor-tool .graphiql-editor:visible').click()
    await page.keyboard.press('Control+A')
    // Pasted, not typed: the editor would close every bracket by itself.
    await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${player.accessToken}` }))
    await page.locator('.graphiql-execute-button').click()
    const shown = page.locator('.result-window')
    await expect.poll(() => shown.textContent(), { timeout: 20_000 }).toContain('1000')
    await player.client.data(
      `mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "explorer" }) { __typename } }`,
    )
    await expect.poll(() => shown.textContent(), { timeout: 20_000 }).toContain('1500')
  })
})
