import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
