import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

let characters: TestApp
let mapId = ''
beforeAll(async () => {
  characters = await startCharacters()
  await characters.app.start()
  await vi.waitUntil(() => characters.app.world.running !== null, { timeout: 20_000 })
  mapId = readWorldContent().start.id
}, 60_000)
afterAll(() => characters.close())

interface Change {
  readonly __typename: string
  readonly characterId?: string
  readonly to?: { readonly x: number; readonly y: number }
  readonly character?: { readonly id: string }
}
interface Update {
  readonly tick: number
  readonly at: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
  readonly changes: readonly Change[]
}

const selection = `tick at sequence snapshot acknowledged changes { __typename
  ... on CharacterAppeared { character { id } position { x y } } ... on CharacterMoved { characterId to { x y } }
  ... on CharacterLeft { characterId } ... on MonsterMoved { monsterId to { x y } } }`

const replay = (viewer: Player | null, asked: { fromTick: number; ticks: number; map?: string }) =>
  characters.ask(
    viewer,
    `query ($map: ID!, $fromTick: SafeInt!, $ticks: Int!) {
    worldReplay(mapId: $map, fromTick: $fromTick, ticks: $ticks) { ${selection} } }`,
    { map: mapId, ...asked },
  )
const command = async (player: Player, field: string, id: string) => {
  const { data } = await characters.ask(
    player,
    `mutation ($id: ID!) { result: ${field} { __typename ... on CommandAccepted { tick } } }`,
    { id },
  )
  return (data?.['result'] as { tick: number } | undefined)?.tick ?? 0
}

test('an administrator sees a past stretch of the whole map as it was, step by step', async () => {
  const [player, admin] = [aPlayer(), aPlayer('admin')]
  const { id } = await characters.aCharacter(player, `R${randomUUID().replaceAll('-', '').slice(0, 20)}`)
  const fromTick = await command(player, 'enterWorld(characterId: $id)', id)
  const results = await characters.subscribe(
    player,
    `subscription { worldUpdated(characterId: "${id}") { ${selection} } }`,
  )
  await command(player, 'moveCharacter(characterId: $id, to: { x: 45, y: 30 })', id)
  const seen: Update[] = []
  for await (const result of results) {
    const update = (result.data as { worldUpdated: Update }).worldUpdated
    seen.push(update)
    if (update.changes.some(({ characterId, to }) => characterId === id && to?.x === 45)) break
  }
  const toTick = await command(player, 'leaveWorld(characterId: $id)', id)

  const asked = { fromTick, ticks: toTick - fromTick + 1 }
  const answer = () => replay(admin, asked)
  await expect.poll(async () => (await answer()).errors, { timeout: 20_000, interval: 200 }).toEqual([])
  const updates = (await answer()).data?.['worldReplay'] as Update[]
  expect(updates[0]).toMatchObject({ tick: fromTick, sequence: 1, snapshot: true, acknowledged: null })
  expect(updates.map(({ sequence }) => sequence)).toEqual(updates.map((_, index) => index + 1))
  expect(updates.at(-1)?.tick).toBeLessThanOrEqual(toTick)

  const stepsOf = (of: readonly Update[]) =>
    of.flatMap(({ tick, at, changes }) =>
      changes.flatMap(({ __typename, characterId, to }) =>
        __typename === 'CharacterMoved' && characterId === id ? [{ tick, at, to }] : [],
      ),
    )
  expect(stepsOf(updates)).toHaveLength(5)
  expect(stepsOf(updates)).toEqual(stepsOf(seen))
  const appeared = updates[0]?.changes.filter(({ character }) => character !== undefined)
  expect(appeared).toEqual([{ __typename: 'CharacterAppeared', character: { id }, position: { x: 40, y: 30 } }])

  // Nothing is left of a character that was purged since; the rest is shown all the same.
  await characters.ask(player, 'mutation ($id: ID!) { deleteCharacter(id: $id) { __typename } }', { id })
  characters.clock.advance(8 * 24 * 3_600_000)
  expect(await characters.app.services.purgeCharacters()).toEqual({ purged: 1 })
  const without = (await replay(aPlayer('admin'), asked)).data?.['worldReplay'] as Update[] | undefined
  expect(without?.[0]?.changes.length).toBe((updates[0]?.changes.length ?? 0) - 1)
}, 60_000)

test('only administrators may, with a map that is there, and ten seconds at once that are recorded', async () => {
  const asked = { fromTick: 1, ticks: 10 }
  const codes = async (viewer: Player | null, changes: Partial<Parameters<typeof replay>[1]> = {}) =>
    (await replay(viewer, { ...asked, ...changes })).errors.map(({ code }) => code)
  expect(await codes(null)).toEqual(['UNAUTHENTICATED'])
  expect(await codes(aPlayer())).toEqual(['FORBIDDEN'])
  const admin = aPlayer('admin')
  expect(await codes(admin, { map: randomUUID() })).toEqual(['There is no map with this id'])
  expect(await codes(admin, { ticks: 251 })).toEqual(['ticks must be from 1 to 250, not 251'])
  expect(await codes(admin, { ticks: 0 })).toEqual(['ticks must be from 1 to 250, not 0'])
  expect(await codes(admin, { fromTick: -1 })).toEqual(['fromTick must be 1 or more'])
  expect(await codes(admin, { fromTick: 9_000_000_000 })).toEqual([
    expect.stringMatching(/^Ticks 9000000000 to 9000000009 of Dawnhaven are not recorded\. (Recorded are|Nothing is)/),
  ])
})

test('replays wait for each other, and a crowd of them is refused', async () => {
  const admin = aPlayer('admin')
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => replay(admin, { fromTick: 9_000_000_000, ticks: 1 })),
  )
  const refused = answers.filter(({ errors }) => String(errors[0]?.code).startsWith('Other replays are under way'))
  // Four at once are computed or wait; some may have ended before the last one came.
  expect(refused.length).toBeGreaterThan(20)
})
