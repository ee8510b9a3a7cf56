import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOf, eventually } from './client.js'
import { openPages, PHONE, type Pages } from './pages.js'
import { aPlayer, password, type Player } from './players.js'
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

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true })
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

async function signIn(name: string, secret = password): Promise<{ refreshToken: string }> {
  const { signIn: session } = await clientOf(waystone.url).data<{ signIn: { refreshToken: string } }>(
    'mutation ($name: String!, $password: String!) { signIn(input: { usernameOrEmail: $name, password: $password }) { ... on AuthSession { refreshToken } } }',
    { name, password: secret },
  )
  return session
}
const signInOften = async ({ name }: Player, times: number) => {
  for (let time = 0; time < times; time++) await signIn(name)
}

async function confirm(page: Page, label: string, reason: string): Promise<Locator> {
  await button(page, label).click()
  const dialog = page.getByRole('dialog', { name: label, exact: true })
  await dialog.getByLabel('Reason').fill(reason)
  await button(dialog, label).click()
  return dialog
}

it('a board is published in the console, and players see their rank on it move by itself', async () => {
  const operator = await pages.open({ player: await signIn('admin', 'waystone-admin-1'), path: '/console/content' })
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
  await region(page, 'Around you').getByText('(you)').waitFor()
  await signInOften(other, 8)
  await expect.poll(rank, { timeout: 20_000 }).toBe(2)
  await tab(page, 'Quests this week').click()
  await page.getByText('Prizes when it ends').waitFor()
  await watched.expectAccessible()
  watched.expectQuiet()
  await watched.close()

  const phone = await pages.open({
    player: await signIn(player.name),
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
