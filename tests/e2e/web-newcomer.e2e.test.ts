import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTestDirectory } from '@waystone/kit/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPages, type Pages } from './pages.js'
import { password } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'
import { fact, happened, position } from './world-page.js'

/** Of the whole journey, as a script plays it. */
const JOURNEY_MAX_MS = 180_000
const PATIENT = { timeout: 30_000 }

let waystone: Waystone
let pages: Pages
/** The document of `startWaystone`, which asks whether the gateway answers. */
const PROBE = { 'is it there': '{ __typename }' }

beforeAll(async () => {
  const manifest = path.join(createTestDirectory('manifest'), 'manifest.json')
  await writeFile(manifest, JSON.stringify(PROBE))
  // The strictest setting: whatever the pages send is in the manifest of their build, or refused.
  waystone = await startWaystone('standalone', () => ({
    TRUSTED_DOCUMENTS: manifest,
    TRUSTED_DOCUMENTS_MODE: 'only',
  }))
  pages = await openPages(waystone.url)
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const section = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name, exact: true })

describe('a newcomer', () => {
  it('signs up, walks, kills, completes a quest, pulls ten times and verifies, on one page by trusted documents', async () => {
    const watched = await pages.open()
    const { page } = watched
    const documents: string[] = []
    page.on('request', request => {
      if (request.isNavigationRequest()) documents.push(request.url())
    })
    const name = `N${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`
    const begun = performance.now()

    await signUp(page, name)
    await createCharacter(page, name)
    await walk(page)
    await kill(page)
    await claim(page)
    await pullTen(page)
    await verify(page)

    expect(performance.now() - begun).toBeLessThan(JOURNEY_MAX_MS)
    expect(documents).toEqual([])
    watched.expectQuiet()
    await watched.close()
  }, 300_000)
})

async function signUp(page: Page, name: string): Promise<void> {
  await button(page, 'Create an account').click()
  await page.getByLabel('Username').fill(name)
  await page.getByLabel('E-mail').fill(`${name}@example.com`)
  await page.getByLabel('Password').fill(password)
  await button(page, 'Create an account').click()
  await heading(page, `Welcome, ${name}`).waitFor()
}

/** From the next step that home names; it completes "First steps" while another screen is open. */
async function createCharacter(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'Create a character' }).click()
  await heading(page, 'Characters').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Create a character' }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await button(page, 'Create a character').click()
  await page.getByText('Quest completed: First steps').waitFor()
  await page.getByRole('link', { name: `Enter the world with ${name}` }).click()
}

async function walk(page: Page): Promise<void> {
  await expect.poll(() => position(page), PATIENT).toEqual([40, 30])
  const box = await page.getByRole('application', { name: 'Map of Dawnhaven' }).boundingBox()
  if (box === null) throw new Error('The map has no place on the page')
  // The character is in the middle of the map: this is a cell to the east of it.
  await page.mouse.click(box.x + box.width / 2 + 110, box.y + box.height / 2)
  await expect.poll(async () => (await position(page))[0], PATIENT).toBeGreaterThan(41)
}

/** Told by what it gives: the last notice may be another one, and a slime may be gone before it is reached. */
async function kill(page: Page): Promise<void> {
  const attack = page
    .getByRole('list', { name: 'Near you' })
    .getByRole('button', { name: 'Attack Meadow Slime' })
    .first()
  await attack.click()
  const experience = async (): Promise<string> => {
    if (!(await happened(page)).startsWith('Defeated') && (await attack.isVisible())) await attack.click()
    return await fact(page, 'Experience')
  }
  await expect.poll(experience, { timeout: 100_000, interval: 3_000 }).toMatch(/[1-9]/)
}

/** The kill counts, and the reward of the character waits. */
async function claim(page: Page): Promise<void> {
  await section(page, 'Quests').click()
  await page.getByRole('article', { name: 'Slime hunter' }).getByText('1 of 10').waitFor()
  await page.getByRole('article', { name: 'First steps' }).getByRole('button').click()
  await page.getByText(/^Claimed: 3 × /).waitFor()
}

/** With the diamonds that every account begins with. The ten complete a quest while their result is open. */
async function pullTen(page: Page): Promise<void> {
  await section(page, 'Banners').click()
  await page.getByRole('link', { name: /First Light/ }).click()
  await button(page, /^Pull 10 times/).click()
  const result = page.getByRole('dialog', { name: 'Your 10 pulls' })
  await result.getByRole('listitem').nth(9).waitFor()
  await page.getByText('Quest completed: Wish upon a stone').waitFor()
  await result.getByRole('link', { name: 'Look at the proof' }).click()
}

async function verify(page: Page): Promise<void> {
  await button(page, /^Look at the commitment/).click()
  await page.getByRole('link', { name: 'To the fairness page' }).click()
  await page.getByLabel('Your new client seed').fill('my-own-seed')
  await button(page, 'Rotate and reveal').click()
  await button(page, 'Verify all pulls').click()
  await page.getByText('1 pull was drawn again, and is what its seeds say.').waitFor()
}
