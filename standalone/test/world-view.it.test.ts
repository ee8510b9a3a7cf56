import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { anExplorer, type Explorer } from './explorers.js'
import { startWorldGame, type Game } from './game.js'

let game: Game
beforeAll(async () => {
  game = await startWorldGame()
}, 120_000)
afterAll(() => game.close())

const explorers: Explorer[] = []
afterEach(async () => {
  for (const explorer of explorers.splice(0)) await explorer.close()
})

async function explore(...given: Parameters<typeof anExplorer> extends [Game, ...infer Rest] ? Rest : never) {
  const explorer = await anExplorer(game, ...given)
  explorers.push(explorer)
  return explorer
}

const cellsOf = ({ events }: Explorer) =>
  events.flatMap(event => (event.type === 'moved' || event.type === 'corrected' ? [event] : []))

test('a walk is predicted cell by cell as the world makes it, and nothing is corrected', async () => {
  const { events, id, updates, until, world } = await explore('Predicted')
  const { accepted } = await world.send({ move: { x: 46, y: 34 } })
  expect(accepted).toBe(true)
  await until(() => world.state.characters.get(id)?.position.x === 46)
  const steps = updates.flatMap(({ changes }) =>
    changes.flatMap(change => (change.__typename === 'CharacterMoved' && change.characterId === id ? [change.to] : [])),
  )
  expect(steps.at(-1)).toEqual({ x: 46, y: 34 })
  await until(() => world.state.self?.position.x === 46)
  expect(cellsOf({ events } as Explorer)).toEqual([
    { type: 'moved', position: { x: 40, y: 30 } },
    ...steps.map(position => ({ type: 'moved', position })),
  ])
})

test('a command that the world refuses is refused with its reason, and the prediction stays', async () => {
  const { world } = await explore('Refused')
  const outcomes = await Promise.all([world.send({ move: { x: 0, y: 0 } }), world.send({ attack: 'Dm999' })])
  expect(outcomes).toMatchObject([
    { accepted: false, reason: 'IN_WALL' },
    { accepted: false, reason: 'NO_SUCH_MONSTER' },
  ])
  expect(world.state.self?.position).toEqual({ x: 40, y: 30 })
})

test('a view whose connection breaks again and again ends where the world has the character', async () => {
  const { id, tear, until, updates, world } = await explore('Torn')
  for (const x of [44, 38, 47]) {
    await world.send({ move: { x, y: 30 } })
    const snapshots = updates.filter(({ snapshot }) => snapshot).length
    tear()
    await until(() => updates.filter(({ snapshot }) => snapshot).length > snapshots)
  }
  await until(() => world.state.characters.get(id)?.position.x === 47)
  await until(() => world.state.self?.position.x === 47)
  expect(world.state.phase).toBe('here')
})

test('of two players on two connections the near one sees each step, and the far one hears nothing of it', async () => {
  const [walker, near, far] = [
    await explore('Walker', { x: 40, y: 30 }),
    await explore('Near', { x: 42, y: 32 }),
    await explore('Far', { x: 4, y: 4 }),
  ]
  expect(near.world.state.characters.get(walker.id)?.position).toEqual({ x: 40, y: 30 })
  await walker.world.send({ move: { x: 44, y: 30 } })
  await near.until(() => near.world.state.characters.get(walker.id)?.position.x === 44)
  const stepsSeenBy = ({ updates }: Explorer) =>
    updates.flatMap(({ changes }) =>
      changes.flatMap(change =>
        change.__typename === 'CharacterMoved' && change.characterId === walker.id ? [change.to.x] : [],
      ),
    )
  expect(stepsSeenBy(near)).toEqual([41, 42, 43, 44])
  // Updates come in order: the far one has been told all there was until its own step.
  await far.world.send({ move: { x: 5, y: 5 } })
  await far.until(() => far.world.state.characters.get(far.id)?.position.x === 5)
  expect(far.world.state.tick).toBeGreaterThan(
    walker.updates.find(({ changes }) => changes.length > 0)?.tick ?? Infinity,
  )
  expect(JSON.stringify(far.updates)).not.toContain(walker.id)
  expect(far.world.state.characters.has(walker.id)).toBe(false)
})
