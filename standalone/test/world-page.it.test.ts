import { createPool, type Pool } from '@waystone/kit/postgres'
import { blocksOf, connectLive, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startWorldGame, type Game } from './game.js'

const blocks = blocksOf('docs/world.md')

let game: Game
let pool: Pool
let live: LiveClient
let token: string
let id: string
beforeAll(async () => {
  game = await startWorldGame()
  pool = createPool({ connectionString: game.databaseUrl('characters'), max: 1 })
  const { signUp } = await game.ask<{ signUp: { accessToken: string } }>(
    'mutation { signUp(input: { username: "Reader", email: "reader@example.com", password: "a long password" }) { ... on AuthSession { accessToken } } }',
  )
  token = signUp.accessToken
  const { createCharacter } = await game.ask<{ createCharacter: { id: string } }>(
    'mutation { createCharacter(input: { name: "Reader", class: ARCHER }) { ... on Character { id } } }',
    { headers: { authorization: `Bearer ${token}` } },
  )
  ;({ id } = createCharacter)
  // A reader may have to level up before an attempt to tame succeeds.
  await pool.query('UPDATE characters SET lures_used = -600 WHERE id = $1', [id])
  live = connectLive(game.url, { token })
}, 120_000)
afterAll(async () => {
  live.close()
  await pool.end()
  await game.close()
})

/** The block of the page with this operation. */
function blockOf(operation: string) {
  const named = new RegExp(`^(query|mutation|subscription) ${operation}\\b`)
  const block = blocks.find(({ language, text }) => language === 'graphql' && named.test(text))
  if (block === undefined || block.answer === null) throw new Error(`docs/world.md has no ${operation} with an answer`)
  return { source: block.text, expected: pattern(JSON.parse(block.answer.text)) }
}

/** "…" stands for any value but null. */
const pattern = (value: unknown): unknown => {
  if (value === '…') return expect.anything() as unknown
  if (Array.isArray(value)) return value.map(pattern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]))
}

async function answerOf(operation: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { source } = blockOf(operation)
  const headers = { authorization: `Bearer ${token}` }
  const { data, errors } = await game.send(source, { headers, variables: { id, ...variables } })
  return { data, ...(errors !== undefined && { errors }) }
}
/** An operation of the page, and what the page says of its answer. */
async function run(operation: string, variables: Record<string, unknown> = {}): Promise<void> {
  expect(await answerOf(operation, variables), operation).toEqual(blockOf(operation).expected)
}
/** The same, where a monster may have moved out of reach meanwhile. */
async function runNear(operation: string, near: () => Promise<string>): Promise<void> {
  await vi.waitFor(async () => await run(operation, { monsterId: await near() }), { timeout: 20_000 })
}

interface Position {
  readonly x: number
  readonly y: number
}
interface Update {
  readonly acknowledged: number | null
  readonly changes: readonly {
    readonly __typename: string
    readonly characterId?: string
    readonly monsterId?: string
    readonly to?: Position
    readonly position?: Position
    readonly monster?: { readonly id: string; readonly name: string; readonly position: Position }
    readonly character?: { readonly id: string }
    readonly pet?: { readonly id: string }
    readonly text?: string
  }[]
}

/** The state of what is near, as a client keeps it from the updates of the page's subscription. */
async function follow() {
  const { source, expected } = blockOf('Near')
  const told = live.subscribe<{ worldUpdated: Update }>(source, { id })
  const first = await told.nextData()
  expect({ data: first }).toEqual(expected)
  let own: Position = { x: 0, y: 0 }
  const monsters = new Map<string, Position>()
  const take = ({ changes }: Update) => {
    for (const { __typename, character, characterId, monster, monsterId, position, to } of changes) {
      if (character?.id === id && position !== undefined) own = position
      if (characterId === id && to !== undefined) own = to
      // The page tames one of these.
      if (monster?.name === 'Meadow Slime') monsters.set(monster.id, monster.position)
      if (monsterId !== undefined && to !== undefined && monsters.has(monsterId)) monsters.set(monsterId, to)
      if (monsterId !== undefined && ['MonsterDied', 'MonsterLeft'].includes(__typename)) monsters.delete(monsterId)
    }
  }
  take(first.worldUpdated)
  const next = async (): Promise<Update> => {
    const { worldUpdated } = await told.nextData()
    take(worldUpdated)
    return worldUpdated
  }
  const away = (at: Position) => Math.max(Math.abs(at.x - own.x), Math.abs(at.y - own.y))
  return {
    own: () => own,
    next,
    until: async (isIt: (update: Update) => boolean): Promise<Update> => {
      for (;;) {
        const update = await next()
        if (isIt(update)) return update
      }
    },
    /** The nearest slime, once the character has walked to it. */
    near: async (): Promise<string> => {
      let asked: Position | null = null
      for (;;) {
        const [nearest] = [...monsters].toSorted(([, one], [, other]) => away(one) - away(other))
        if (nearest !== undefined && away(nearest[1]) <= 3) return nearest[0]
        const goal: Position = nearest?.[1] ?? { x: 60, y: 16 }
        if (asked === null || asked.x !== goal.x || asked.y !== goal.y)
          await game.ask(
            `mutation { moveCharacter(characterId: "${id}", to: { x: ${goal.x}, y: ${goal.y} }) { __typename } }`,
            { headers: { authorization: `Bearer ${token}` } },
          )
        asked = goal
        await next()
      }
    },
  }
}

test('the operations of docs/world.md lead through the world and are answered as it says', async () => {
  await run('Enter')
  const world = await follow()
  await run('Walk')
  const isWalk = ({ acknowledged }: Update) => acknowledged === 2
  expect(await world.until(isWalk)).toMatchObject({ acknowledged: 2 })
  await run('IntoTheWall')
  while (world.own().x !== 44) await world.next()
  await run('Maps')
  await run('PickUp')
  await run('Say')
  const isSaid = ({ changes }: Update) => changes.some(({ text }) => text === 'Hail, traveller!')
  await world.until(isSaid)

  const petsOf = async () => ((await answerOf('Pets')) as { data: { character: { pets: { id: string }[] } } }).data
  while ((await petsOf()).character.pets.length === 0) {
    await runNear('Tame', world.near)
    await world.next()
  }
  await run('Pets')
  const [pet] = (await petsOf()).character.pets
  await run('Pet', { petId: pet?.id })
  const isPet = ({ changes }: Update) => changes.some(({ pet: shown }) => shown?.id === pet?.id)
  expect(isPet(await world.until(isPet))).toBe(true)
  await runNear('Attack', world.near)
  await run('Several')
}, 120_000)
