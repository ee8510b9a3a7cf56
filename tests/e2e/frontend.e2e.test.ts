import { blocksOf } from '@waystone/kit/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { read } from '../house/tree.js'
import { pattern } from '../pages/expected.js'
import { liveClients, outcomeOf } from '../pages/live-clients.js'
import { createProject, pageOf, runner, type Project } from '../pages/project.js'
import { openBrowser } from './browser.js'
import { clientOf } from './client.js'
import { startWaystone, type Waystone } from './waystone.js'

const PAGE = 'docs/frontend.md'
/** Long enough to sign in with, short enough to see it expire. */
const SHORT_LIFETIME = { ACCESS_TOKEN_LIFETIME_SECONDS: '10' }
const PATIENT = { timeout: 60_000 }
const REFRESH = 'mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename } }'

/** As src/session.ts of the page keeps it. */
interface Session {
  accessToken: string
  refreshToken: string
}

describe('docs/frontend.md', () => {
  let waystone: Waystone
  let browser: Awaited<ReturnType<typeof openBrowser>>
  let project: Project
  let origin: string
  beforeAll(async () => {
    ;[waystone, browser] = await Promise.all([startWaystone('standalone'), openBrowser()])
    project = await createProject(PAGE, {
      url: waystone.url,
      packages: [...read(PAGE).matchAll(/`npm install --save-exact ([^`]+)`/g)]
        .flatMap(([, names = '']) => names.split(' ').map(name => name.replace(/(?<=.)@.*/, '')))
        .concat('@types/relay-runtime'),
      files: { 'src/live-clients.js': liveClients, 'live-clients.html': runner('src/live-clients.js') },
    })
    await project.run('@graphql-codegen/cli/cjs/bin.js')
    origin = await project.serve()
  })
  afterAll(async () => {
    await Promise.all([project.close(), browser.close(), waystone.close()])
  })

  it('has files that the compiler takes', async () => {
    await expect(project.run('typescript/bin/tsc')).resolves.toBeUndefined()
  })

  it('prints what it says', async () => {
    expect(project.runs.length).toBeGreaterThan(4)
    for (const { place, file, answer } of project.runs) {
      const printed = await importOf(browser.context, `${origin}/${pageOf(file ?? '')}`)
      expect({ place, printed }).toEqual({ place, printed: answer?.text.trimEnd().split('\n').map(pattern) })
    }
  })

  it('answers the operations of the page as it says', async () => {
    const anonymous = clientOf(waystone.url)
    const { signIn } = await anonymous.data<{ signIn: { accessToken: string } }>(
      'mutation { signIn(input: { usernameOrEmail: "aria", password: "waystone-demo-1" }) { ... on AuthSession { accessToken } } }',
    )
    const operations = blocksOf(PAGE).filter(({ language }) => language === 'graphql')
    expect(operations.length).toBeGreaterThan(0)
    for (const { text, answer } of operations) {
      const { data, errors } = await anonymous.withToken(signIn.accessToken).send(text)
      expect(errors).toBeUndefined()
      expect({ data }).toEqual(pattern(JSON.parse(answer?.text ?? 'null')))
    }
  })

  it('makes a page that signs in, shows the wallet and a quest live, pulls, and signs out', async () => {
    const page = await browser.context.newPage()
    await page.goto(origin)
    await page.evaluate('localStorage.clear()')
    await page.reload()
    const signInAs = async (password: string) => {
      await page.locator('input[name=name]').fill('bram')
      await page.locator('input[name=password]').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await signInAs('a wrong password')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('No account')
    await signInAs('waystone-demo-2')
    const shown = () => page.locator('main').innerText()
    await expect.poll(shown, PATIENT).toMatch(/\d+ diamonds, \d+ gold/)
    const diamonds = async () => Number(/(\d+) diamonds/.exec(await shown())?.[1])
    const before = await diamonds()
    await page.getByRole('button', { name: /^Pull/ }).click()
    await expect.poll(diamonds, PATIENT).toBeLessThan(before)
    await expect.poll(() => page.getByRole('listitem').count(), PATIENT).toBe(1)
    await expect.poll(() => page.getByRole('status').textContent(), PATIENT).toMatch(/: \d+ of \d+$/)
    const session = async () => JSON.parse(await page.evaluate<string>("localStorage.getItem('session')")) as Session
    const signedOut = await session()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => page.getByRole('button').allTextContents()).toEqual(['Sign in'])
    expect(await clientOf(waystone.url).data(REFRESH, { token: signedOut.refreshToken })).toEqual({
      refreshSession: { __typename: 'SessionExpired' },
    })

    // A session that ends elsewhere.
    await signInAs('waystone-demo-2')
    await expect.poll(shown, PATIENT).toMatch(/\d+ diamonds, \d+ gold/)
    await clientOf(waystone.url)
      .withToken((await session()).accessToken)
      .data('mutation { signOut }')
    await expect.poll(() => page.getByRole('button').allTextContents(), PATIENT).toEqual(['Sign in'])
    await page.close()
  })

  it('is right about what client libraries do when a connection ends', async () => {
    const page = await browser.context.newPage()
    const url = `${origin}/live-clients.html`
    await startClients(page, url)
    await waystone.stop()
    // Its first attempt comes within seconds, and finds no gateway.
    await expect.poll(async () => (await notesOf(page))['graphql-ws with its defaults'], PATIENT).toContain('failed')
    await waystone.restart([], SHORT_LIFETIME)
    const restarted = await outcomes(page, 'connects again')
    await startClients(page, url)
    const expired = await outcomes(page, 'connects with a new token')
    await page.close()
    expect(tableOf(expired, restarted)).toEqual(printedTable())
  })
})

/** The lines that a module of the project logs while it is imported. */
async function importOf(context: BrowserContext, url: string): Promise<string[]> {
  const page = await context.newPage()
  const printed: string[] = []
  page.on('console', message => {
    if (message.type() === 'log') printed.push(message.text())
  })
  await page.goto(url)
  await expect.poll(() => page.title(), PATIENT).not.toBe('')
  const outcome = await page.title()
  await page.close()
  if (outcome !== 'done') throw new Error(`${url} ${outcome}`)
  return printed
}

const notesOf = async (page: Page): Promise<Record<string, readonly string[]>> =>
  await page.evaluate<Record<string, readonly string[]>>('window.seen')

/** Subscribes with each client and waits for the first event of each. */
async function startClients(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect.poll(() => page.title(), PATIENT).toBe('done')
  const waiting = async () => Object.entries(await notesOf(page)).filter(([, notes]) => !notes.includes('data'))
  await expect.poll(waiting, PATIENT).toEqual([])
}

async function outcomes(page: Page, reconnected: string): Promise<ReadonlyMap<string, string>> {
  const known = async () =>
    Object.entries(await notesOf(page)).map(([name, notes]) => [name, outcomeOf(notes, reconnected)] as const)
  await expect.poll(async () => (await known()).filter(([, outcome]) => outcome === null), PATIENT).toEqual([])
  return new Map((await known()).map(([name, outcome]) => [name, outcome ?? '']))
}

const TABLE = [
  ['graphql-ws with `src/live.ts`: urql, Apollo Client, Relay', ['graphql-ws', 'urql', 'Apollo Client', 'Relay']],
  ['graphql-ws with its defaults', ['graphql-ws with its defaults']],
  ['graphql-sse', ['graphql-sse']],
  ['Apollo Client over multipart', ['Apollo Client over multipart']],
  ['urql over multipart', ['urql over multipart']],
] as const

/** The table as it was seen; clients of one row that differ show. */
const tableOf = (expired: ReadonlyMap<string, string>, restarted: ReadonlyMap<string, string>): string[] =>
  TABLE.map(([row, clients]) => {
    const cell = (seen: ReadonlyMap<string, string>) =>
      [...new Set(clients.map(client => seen.get(client)))].join(' or ')
    return `| ${row} | ${cell(expired)} | ${cell(restarted)} |`
  })

const printedTable = (): string[] => {
  const lines = read(PAGE).split('\n')
  const head = lines.indexOf('| library | token expired | gateway away for some seconds |')
  return lines.slice(head + 2, head + 2 + TABLE.length)
}
