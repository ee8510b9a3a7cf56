import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from './client.js'
import { administratorOf, administratorSession, anotherSession } from './economy.js'
import { openPages, PHONE, type Pages } from './pages.js'
import { aPlayer, type Player } from './players.js'
import { solveCipher, solveLamps, solveSequence, solveSliding, type ShownPuzzle } from './puzzle-solver.js'
import { startWaystone, type Waystone } from './waystone.js'

let waystone: Waystone
let pages: Pages
beforeAll(async () => {
  waystone = await startWaystone('standalone')
  pages = await openPages(waystone.url)
})
afterAll(async () => {
  await pages?.close()
  await waystone?.close()
})

const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name, exact: true })
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

const signInOften = async (player: Player, times: number) => {
  for (let time = 0; time < times; time++) await anotherSession(player)
}

async function confirm(page: Page, label: string, reason: string): Promise<Locator> {
  await button(page, label).click()
  const dialog = page.getByRole('dialog', { name: label, exact: true })
  await dialog.getByLabel('Reason').fill(reason)
  await button(dialog, label).click()
  return dialog
}

it('a board is published in the console, and players see their rank on it move by itself', async () => {
  const operator = await pages.open({ player: await administratorSession(waystone.url), path: '/console/content' })
  await tab(operator.page, 'Leaderboards').click()
  for (const name of ['Highest hero', 'Quests this week', 'Duels won this season'])
    await region(operator.page, 'Leaderboards').getByText(name, { exact: true }).waitFor()
  await button(operator.page, 'New leaderboard').click()
  const definition = operator.page.getByRole('textbox', { name: 'Definition (JSON)' })
  const board = { name: 'Most loyal', eventType: 'user.signed_in', score: 'MEDIAN', period: 'DAILY', prizes: [] }
  await definition.fill(JSON.stringify(board))
  const refused = await confirm(operator.page, 'Publish', 'to see who comes')
  await refused.getByRole('alert').waitFor()
  await button(refused, 'Cancel').click()
  await operator.page.getByRole('listitem').filter({ hasText: 'score: must be one of' }).waitFor()
  await definition.fill(JSON.stringify({ ...board, score: 'COUNT' }))
  await confirm(operator.page, 'Publish', 'to see who comes')
  await operator.page.getByText('Version 1 is published').waitFor()
  await operator.page.getByText('Prizes that were granted').waitFor()
  await operator.expectAccessible()
  operator.expectQuiet()
  await operator.close()

  const [player, other] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
  await signInOften(player, 3)
  const { leaderboards } = await player.client.data<{ leaderboards: { id: string; name: string }[] }>(
    '{ leaderboards { id name } }',
  )
  const id = leaderboards.find(({ name }) => name === 'Most loyal')?.id
  await eventually(
    () =>
      player.client.data<{ leaderboard: { around: { rank: number }[] } }>(
        'query ($id: ID!) { leaderboard(id: $id) { around { rank score user { id displayName } } } }',
        { id },
      ),
    ({ leaderboard }) => leaderboard.around.length > 0,
  )

  const watched = await pages.open({ player, path: '/leaderboards' })
  const { page } = watched
  await tab(page, 'Most loyal').click()
  const standing = page.getByText(/^You are number/)
  await standing.waitFor()
  const rank = async () => Number(/number (\d+)/.exec(await standing.innerText())?.[1])
  await expect.poll(rank).toBe(1)
  await region(page, 'The best').getByText('(you)').waitFor()
  await signInOften(other, 8)
  await expect.poll(rank, { timeout: 20_000 }).toBe(2)
  await tab(page, 'Quests this week').click()
  await page.getByText('Prizes when it ends').waitFor()
  await watched.expectAccessible()
  watched.expectQuiet()
  await watched.close()

  const phone = await pages.open({
    player: await anotherSession(player),
    path: '/leaderboards',
    viewport: PHONE,
    colorScheme: 'light',
  })
  await tab(phone.page, 'Most loyal').click()
  await phone.page.getByText(/^You are number/).waitFor()
  await phone.expectNoSidewaysScroll()
  await phone.expectAccessible()
  phone.expectQuiet()
  await phone.close()
})

const KINDS = ['SLIDING', 'LIGHTS_OUT', 'SEQUENCE', 'CIPHER'] as const
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })

/** Solves the puzzle on the screen by the keyboard alone, once the screen has it. */
async function solve(page: Page, { kind, data }: ShownPuzzle): Promise<void> {
  switch (kind) {
    case 'SLIDING': {
      for (const tile of solveSliding(data as Parameters<typeof solveSliding>[0]))
        await page.getByRole('button', { name: `Tile ${tile}`, exact: true }).press('Enter')
      break
    }
    case 'LIGHTS_OUT': {
      const lamps = data as Parameters<typeof solveLamps>[0]
      await button(page, /^Lamp in row 1, column 1$/).focus()
      let [row, column] = [0, 0]
      for (const press of solveLamps(lamps)) {
        for (; row < Math.floor(press / lamps.columns); row++) await page.keyboard.press('ArrowDown')
        for (; column < press % lamps.columns; column++) await page.keyboard.press('ArrowRight')
        for (; column > press % lamps.columns; column--) await page.keyboard.press('ArrowLeft')
        await page.keyboard.press('Enter')
      }
      await page.getByText('All lamps are off.').waitFor()
      break
    }
    case 'SEQUENCE':
      await page.getByLabel('The next number').fill(String(solveSequence(data as Parameters<typeof solveSequence>[0])))
      break
    case 'CIPHER':
      await page.getByLabel('Try a key of one letter').fill(solveCipher(data as Parameters<typeof solveCipher>[0]))
      await button(page, 'Take this text').press('Enter')
      break
  }
  await button(page, 'Give this answer').press('Enter')
}

const publish = async (kind: string): Promise<ShownPuzzle & { readonly id: string; readonly title: string }> => {
  const { publishPuzzle } = await (await administratorOf(waystone.url)).data<{
    publishPuzzle: ShownPuzzle & { id: string; title: string }
  }>(
    'mutation ($input: JSON!) { publishPuzzle(input: $input) { ... on Puzzle { id title kind data } ... on Refusal { message } } }',
    {
      input: {
        kind,
        difficulty: 1,
        title: `Easy ${kind.toLowerCase().replace('_', ' ')}`,
        opensAt: '2026-01-01T00:00:00Z',
        closesAt: '2099-01-01T00:00:00Z',
      },
    },
  )
  return publishPuzzle
}
const puzzleOfMatch = async (player: Player): Promise<ShownPuzzle> => {
  const { me } = await player.client.data<{ me: { matches: { edges: { node: { puzzle: ShownPuzzle } }[] } } }>(
    '{ me { matches(first: 1) { edges { node { puzzle { kind data } } } } } }',
  )
  const [edge] = me.matches.edges
  if (edge === undefined) throw new Error('Expected the match of the player')
  return edge.node.puzzle
}

it('the daily puzzle is there, and one of each kind is solved by the keyboard', async () => {
  const published = await Promise.all(KINDS.map(publish))
  const watched = await pages.open({ player: await aPlayer(waystone.url), path: '/puzzles' })
  const { page } = watched
  // Five: the daily one besides.
  await expect.poll(() => page.getByRole('article').count()).toBe(5)
  await watched.expectAccessible()
  for (const puzzle of published) {
    await page.getByRole('link', { name: `Open ${puzzle.title}` }).click()
    await heading(page, puzzle.title).waitFor()
    await button(page, 'Give this answer').waitFor()
    await watched.expectAccessible()
    await solve(page, puzzle)
    await page.getByText('You solved this at your first attempt.').waitFor()
    await page.getByRole('link', { name: 'All puzzles' }).click()
    await page.getByRole('article', { name: puzzle.title }).getByText('Solved', { exact: true }).waitFor()
  }
  expect(watched.takeProblems()).toEqual([])
  await watched.close()
}, 120_000)

it('two players find each other, get one puzzle, and the first right answer wins', async () => {
  const [ann, ben] = [await aPlayer(waystone.url), await aPlayer(waystone.url)]
  const [hers, his] = [
    await pages.open({ player: ann, path: '/duel' }),
    await pages.open({ player: ben, path: '/duel', colorScheme: 'light', viewport: PHONE }),
  ]
  for (const { page } of [hers, his]) await button(page, 'Find an opponent').waitFor()
  await hers.expectAccessible()
  await button(hers.page, 'Find an opponent').click()
  await hers.page.getByText(/Looking for an opponent with a rating near 1,500/).waitFor()
  await button(his.page, 'Find an opponent').click()
  for (const { page } of [hers, his]) await button(page, 'Give this answer').waitFor()
  await his.expectAccessible()
  await his.expectNoSidewaysScroll()
  // A page that is loaded again is in the same match.
  await hers.page.reload()
  await button(hers.page, 'Give this answer').waitFor()
  await solve(hers.page, await puzzleOfMatch(ann))
  await hers.page.getByText('You won!').waitFor()
  await his.page.getByText('Your opponent was faster, or you have left.').waitFor()
  await hers.page.getByText(/^1,500 → 1,5\d\d$/).waitFor()
  await expect.poll(() => his.page.getByText(/^Your rating/).textContent()).toMatch(/1,4\d\d/)
  await his.page.getByRole('region', { name: 'Past duels' }).getByText(/Lost/).waitFor()
  await hers.expectAccessible()
  // The next duel is looked for, and given up.
  await button(hers.page, 'Play again').click()
  await button(hers.page, 'Find an opponent').click()
  await button(hers.page, 'Stop looking').click()
  await button(hers.page, 'Find an opponent').waitFor()
  for (const watched of [hers, his]) {
    expect(watched.takeProblems()).toEqual([])
    await watched.close()
  }
}, 120_000)

it('an operator publishes a puzzle in the console, after a problem that the server names', async () => {
  const watched = await pages.open({ player: await administratorSession(waystone.url), path: '/console/content' })
  const { page } = watched
  await page.getByRole('tab', { name: 'Puzzles' }).click()
  await button(page, 'New puzzle').click()
  await watched.expectAccessible()
  const text = page.getByLabel('Definition (JSON)')
  const definition = await text.inputValue()
  await text.fill(definition.replace('"difficulty": 4', '"difficulty": 40'))
  await button(page, 'Publish').click()
  const dialog = page.getByRole('dialog', { name: 'Publish' })
  await dialog.getByLabel('Reason').fill('for the feast')
  await button(dialog, 'Publish').click()
  await dialog.getByText(/difficulty must be a whole number from 1 to 10/).waitFor()
  await button(dialog, 'Cancel').click()
  await text.fill(definition)
  await button(page, 'Publish').click()
  await dialog.getByLabel('Reason').fill('for the feast')
  await button(dialog, 'Publish').dblclick()
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => button(page, 'Edit').count()).toBe(1)
  expect(watched.takeProblems()).toEqual([])
  await watched.close()
}, 60_000)
