import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './browser.js'
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
})
