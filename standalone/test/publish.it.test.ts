import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGame, type Game } from './game.js'
import { waystone, type Ran } from './operator.js'

const founders = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../prisma/gacha/content/founders.json', import.meta.url)), 'utf8'),
) as { id: string; definition: { pullCost: number } }
const quest = {
  name: 'Regular',
  description: 'Sign in ten times.',
  objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 10 }],
  rewards: [{ currency: 'GOLD', amount: 5 }],
}
const leaderboard = {
  name: 'Weekly pulls',
  eventType: 'pull.drawn',
  score: 'COUNT',
  period: 'WEEKLY',
  prizes: [{ fromRank: 1, toRank: 3, rewards: [{ currency: 'GOLD', amount: 5 }] }],
}
const BOARD_ID = '7c1d8f8e-51a4-4a55-9c35-2a1f1d0f6a02'
const QUEST_ID = '7c1d8f8e-51a4-4a55-9c35-2a1f1d0f6a01'

let game: Game
let directory: string

beforeAll(async () => {
  game = await startGame()
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-publish-'))
}, 120_000)
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true })
  await game.close()
})

/** Publishes a value as the content of a file. */
function publish(
  kind: 'banner' | 'leaderboard' | 'quest',
  content: unknown,
  ...options: readonly string[]
): Promise<Ran> {
  const file = path.join(directory, 'content.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return waystone(['publish', kind, file, '--data', game.dataDirectory, ...options])
}

const questNames = async (): Promise<readonly string[]> =>
  (await game.ask<{ quests: readonly { name: string }[] }>('{ quests { name } }')).quests.map(({ name }) => name)

interface LoggedAction {
  readonly subgraph: string
  readonly actor: string
  readonly action: string
  readonly data: Readonly<Record<string, unknown>>
}
const log = async () =>
  JSON.parse((await waystone(['admin', 'log', '--json', '--data', game.dataDirectory])).stdout) as LoggedAction[]

test('a quest is shown as new, is not published without an agreement, and is with it', async () => {
  const unasked = await publish('quest', { id: QUEST_ID, quest })
  expect(unasked.code).toBe(2)
  expect(unasked.stdout).toContain('+  "name": "Regular"')
  expect(unasked.stderr).toContain('--yes agrees beforehand')
  const dry = await publish('quest', { id: QUEST_ID, quest }, '--dry-run', '--yes')
  expect(dry).toMatchObject({
    code: 0,
    stdout: `${unasked.stdout}The quest is valid. A dry run publishes nothing.\n`,
  })
  expect(await questNames()).not.toContain('Regular')

  const published = await publish('quest', { id: QUEST_ID, quest }, '--yes')
  expect(published.code).toBe(0)
  expect(published.stdout).toContain(`Published: quest ${QUEST_ID}, version 1`)
  // The cache of the running system is renewed through the database.
  await expect.poll(questNames).toContain('Regular')
}, 120_000)

test('the same file changes nothing, and a changed one shows what differs', async () => {
  await publish('quest', { id: QUEST_ID, quest }, '--yes')
  const again = await publish('quest', { quest, id: QUEST_ID }, '--yes')
  expect(again).toMatchObject({ code: 0 })
  expect(again.stdout).toContain('is this already; nothing to publish')
  const objectives = [{ ...quest.objectives[0], target: 11 }]
  const changed = await publish('quest', { id: QUEST_ID, quest: { ...quest, objectives } }, '--yes', '--json')
  expect(JSON.parse(changed.stdout)).toMatchObject({ kind: 'quest', id: QUEST_ID, version: 2, published: true })
  expect(changed.stdout).toContain('-      \\"target\\": 10')
  expect(changed.stdout).toContain('+      \\"target\\": 11')
}, 120_000)

test('a banner is published from its definition, and the log names the account of the machine', async () => {
  const definition = { ...founders.definition, pullCost: 90 }
  const ran = await publish('banner', { id: founders.id, definition }, '--yes')
  expect(ran.stdout).toMatch(/-\s+"pullCost": 100,\n\+\s+"pullCost": 90,/)
  expect(ran.stdout).toContain(`Published: banner ${founders.id}, version 2`)
  const query = `{ banner(id: "${founders.id}") { pullCost } }`
  const cost = async () => (await game.ask<{ banner: { pullCost: number } }>(query)).banner.pullCost
  await expect.poll(cost).toBe(90)
  expect(await log()).toContainEqual(
    expect.objectContaining({
      subgraph: 'gacha',
      action: 'BANNER_PUBLISHED',
      actor: expect.stringMatching(/^command:.+@.+/) as unknown,
      data: expect.objectContaining({ bannerId: founders.id, version: 2 }) as unknown,
    }),
  )
}, 120_000)

test('a leaderboard is published under the id of its file, and its next version shows what differs', async () => {
  const first = await publish('leaderboard', { id: BOARD_ID, leaderboard }, '--yes')
  expect(first.stderr).toBe('')
  expect(first.stdout).toContain(`Published: leaderboard ${BOARD_ID}, version 1`)
  const kept = { ...leaderboard, keptPeriods: 10 }
  const second = await publish('leaderboard', { id: BOARD_ID, leaderboard: kept }, '--yes')
  expect(second.stdout).toContain('+  "keptPeriods": 10')
  const again = await publish('leaderboard', { id: BOARD_ID, leaderboard: kept }, '--yes')
  expect(again.stdout).toContain('version 2 is this already; nothing to publish')
  const query = `{ leaderboard(id: "${BOARD_ID}") { name version } }`
  const shown = async () => (await game.ask<{ leaderboard: object | null }>(query)).leaderboard
  await expect.poll(shown).toEqual({ name: 'Weekly pulls', version: 2 })
  const daily = await publish('leaderboard', { id: BOARD_ID, leaderboard: { ...kept, period: 'DAILY' } }, '--yes')
  expect(daily).toMatchObject({ code: 1 })
  expect(daily.stderr).toContain('period must stay as it was published')
}, 120_000)

test.each([
  ['a file that is not there', 'quest', null, /cannot be read: ENOENT/],
  ['a file that is not JSON', 'banner', '{', /is not JSON/],
  ['a file with a list', 'banner', '[]', /must hold a JSON object/],
  ['an unknown key beside the content', 'quest', { id: QUEST_ID, quest, extra: 1 }, /Unrecognized key: "extra"/],
  ['an id that is no UUID', 'banner', { id: 'one', definition: founders.definition }, /A banner's id is a UUID/],
  ['an id of a quest that is no UUID', 'quest', { id: 'one', quest }, /id must be/],
  ['a field of the wrong type', 'quest', { ...quest, objectives: 1 }, /objectives/],
  ['an unknown field', 'quest', { ...quest, colour: 'red' }, /Field "colour" is not defined/],
  ['what only the catalog knows', 'quest', { ...quest, prerequisiteIds: [founders.id] }, /prerequisiteIds/],
  [
    'an item that gacha does not know',
    'quest',
    { ...quest, rewards: [{ itemId: QUEST_ID, quantity: 1 }] },
    /rewards\[0\]\.itemId must be the id of an item/,
  ],
  [
    'a leaderboard of an unknown event',
    'leaderboard',
    { ...leaderboard, eventType: 'sun.rose' },
    /eventType must be one of/,
  ],
  ['a banner without rarities', 'banner', { ...founders.definition, rarities: {} }, /rarities/],
] as const)(
  'with %s, nothing is published and the exit code is 1',
  async (_, kind, content, message) => {
    const ran =
      content === null
        ? await waystone(['publish', kind, path.join(directory, 'none.json'), '--data', game.dataDirectory])
        : await publish(kind, content, '--yes')
    expect(ran.stderr).toMatch(message)
    expect(ran.stderr).not.toMatch(/^\s+at /m)
    expect(ran.code).toBe(1)
  },
  60_000,
)
