import { connectLive } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorldGame, type Game } from './game.js'

let game: Game
beforeAll(async () => {
  game = await startWorldGame()
}, 120_000)
afterAll(() => game.close())

interface Update {
  readonly tick: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
  readonly changes: readonly { readonly __typename: string; readonly characterId?: string }[]
}

/** A player with a character in the world, and a connection of its own to the gateway. */
async function aTraveller(name: string) {
  const { signUp } = await game.ask<{ signUp: { accessToken: string } }>(
    `mutation { signUp(input: { username: "${name}", email: "${name}@example.com", password: "a long enough password" }) {
      ... on AuthSession { accessToken } } }`,
  )
  const as = { headers: { authorization: `Bearer ${signUp.accessToken}` } }
  const { createCharacter } = await game.ask<{ createCharacter: { id: string } }>(
    `mutation { createCharacter(input: { name: "${name}", class: ARCHER }) { ... on Character { id } } }`,
    as,
  )
  const { id } = createCharacter
  const command = async (field: string) =>
    (
      await game.ask<{ result: { __typename: string; tick: number } }>(
        `mutation { result: ${field} { __typename ... on CommandAccepted { tick } } }`,
        as,
      )
    ).result
  expect(await command(`enterWorld(characterId: "${id}")`)).toMatchObject({ __typename: 'CommandAccepted' })
  const live = connectLive(game.url, { token: signUp.accessToken })
  const told = live.subscribe<{ worldUpdated: Update }>(
    `subscription { worldUpdated(characterId: "${id}") { tick sequence snapshot acknowledged changes { __typename
      ... on CharacterAppeared { character { id name owner { username } } } ... on CharacterMoved { characterId to { x y } }
      ... on AppearanceChanged { characterId appearance { clothColor } } } } }`,
  )
  const next = async () => (await told.nextData()).worldUpdated
  const until = async (isIt: (update: Update) => boolean): Promise<readonly Update[]> => {
    const updates: Update[] = []
    do updates.push(await next())
    while (!isIt(updates.at(-1) as Update))
    return updates
  }
  return { id, command, until, close: () => live.close() }
}

test('two players on two connections see each other, fields of other subgraphs included, and each step as it is made', async () => {
  const [one, other] = [await aTraveller('Northbound'), await aTraveller('Southbound')]
  const [snapshot] = await other.until(({ snapshot: isSnapshot }) => isSnapshot)
  expect(snapshot).toMatchObject({ sequence: 1, snapshot: true })
  expect(snapshot?.changes).toContainEqual({
    __typename: 'CharacterAppeared',
    character: { id: one.id, name: 'Northbound', owner: { username: 'Northbound' } },
  })

  const steps = ({ changes }: Update) => changes.filter(({ characterId }) => characterId === one.id)
  await one.command(`moveCharacter(characterId: "${one.id}", to: { x: 42, y: 30 }, clientSequence: 5)`)
  const seen = [
    ...(await other.until(update => steps(update).length > 0)),
    ...(await other.until(update => steps(update).length > 0)),
  ]
  expect(seen.flatMap(steps)).toEqual([
    { __typename: 'CharacterMoved', characterId: one.id, to: { x: 41, y: 30 } },
    { __typename: 'CharacterMoved', characterId: one.id, to: { x: 42, y: 30 } },
  ])
  const sequences = seen.map(({ sequence }) => sequence)
  expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index))
  expect((await one.until(({ acknowledged }) => acknowledged === 5)).length).toBeGreaterThan(0)
  one.close()
  other.close()
})

test('a new cloth colour is saved, and seen by the player and by another one near, in one tick', async () => {
  const [dyer, other] = [await aTraveller('Dyer'), await aTraveller('Onlooker')]
  for (const { until } of [dyer, other]) await until(({ snapshot }) => snapshot)
  const { tick } = await dyer.command(
    `changeAppearance(characterId: "${dyer.id}", appearance: { hairStyle: 0, hairColor: 0, clothColor: 11 })`,
  )
  const seen = { __typename: 'AppearanceChanged', characterId: dyer.id, appearance: { clothColor: 11 } }
  const isChange = ({ changes }: Update) => changes.some(({ __typename }) => __typename === 'AppearanceChanged')
  for (const { until } of [dyer, other]) {
    const update = (await until(isChange)).at(-1)
    expect(update?.tick).toBe(tick)
    expect(update?.changes).toContainEqual(seen)
  }
  const colour = async () =>
    (
      await game.ask<{ character: { online: boolean; appearance: { clothColor: number } } }>(
        `{ character(id: "${dyer.id}") { online appearance { clothColor } } }`,
      )
    ).character
  expect(await colour()).toEqual({ online: true, appearance: { clothColor: 11 } })
  await dyer.command(`leaveWorld(characterId: "${dyer.id}")`)
  expect(await colour()).toEqual({ online: false, appearance: { clothColor: 11 } })
  dyer.close()
  other.close()
})
