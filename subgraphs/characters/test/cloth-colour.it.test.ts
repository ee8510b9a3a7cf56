import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestApp } from './characters-app.js'
import { inWorld, startWorld, type Change, type Traveller } from './players-in-world.js'

let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
})
afterAll(() => characters.close())

const SEEN = '... on AppearanceChanged { characterId appearance { hairStyle hairColor clothColor } }'
const isChangeOf =
  ({ id }: Traveller) =>
  ({ __typename, characterId }: Change) =>
    __typename === 'AppearanceChanged' && characterId === id

test('a new cloth colour is seen by its player and all near in the tick of the answer, by nobody far, and is saved', async () => {
  const dyer = await inWorld(characters)
  const near = await Promise.all(Array.from({ length: 3 }, () => inWorld(characters, { columns: { x: 44, y: 33 } })))
  const far = await inWorld(characters, { columns: { x: 5, y: 5 } })
  const watched = await Promise.all([dyer, ...near].map(traveller => traveller.watch(SEEN)))
  for (const view of watched) expect((await view.next()).snapshot).toBe(true)
  const farView = await far.watch(`${SEEN} ... on CharacterSaid { text }`)
  await farView.next()
  const own = await characters.subscribe(
    dyer.player,
    `subscription { characterChanged(characterId: "${dyer.id}") { appearance { clothColor } } }`,
  )
  await own.next()

  const { tick } = await dyer.command(
    'changeAppearance(characterId: $id, appearance: { hairStyle: 0, hairColor: 0, clothColor: 7 })',
  )
  // The answer and every query after it have the colour of the same tick.
  expect(await dyer.read('appearance { clothColor }')).toEqual({ appearance: { clothColor: 7 } })
  for (const view of watched) {
    const update = await view.until(isChangeOf(dyer))
    expect(update.tick).toBe(tick)
    expect(update.changes.filter(isChangeOf(dyer))).toEqual([
      {
        __typename: 'AppearanceChanged',
        characterId: dyer.id,
        appearance: { hairStyle: 0, hairColor: 0, clothColor: 7 },
      },
    ])
  }
  expect((await own.next()).value).toMatchObject({ data: { characterChanged: { appearance: { clothColor: 7 } } } })

  // A text that the far one sees later shows that it did not see the colour.
  await far.command('say(characterId: $id, text: "done")')
  const seen: string[] = []
  while (!seen.includes('CharacterSaid'))
    seen.push(...(await farView.next()).changes.map(({ __typename }) => __typename))
  expect(seen).not.toContain('AppearanceChanged')

  await dyer.command('leaveWorld(characterId: $id)')
  const { rows } = await characters.database.primary.query('SELECT cloth_color FROM characters WHERE id = $1', [
    dyer.id,
  ])
  expect(rows).toEqual([{ cloth_color: 7 }])
  await dyer.command('enterWorld(characterId: $id)')
  expect(await dyer.read('online appearance { clothColor }')).toEqual({ online: true, appearance: { clothColor: 7 } })
  await Promise.all([...watched, farView].map(view => view.close()))
  await own.return?.()
})
