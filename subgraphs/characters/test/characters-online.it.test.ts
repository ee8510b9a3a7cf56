import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { aPlayer, type Player, type TestApp } from './characters-app.js'
import { aTraveller, inWorld, startWorld, type Traveller } from './players-in-world.js'

const { start, maps } = readWorldContent()
const other = maps.find(({ id }) => id !== start.id) ?? start
const reader = aPlayer('admin.read')

let characters: TestApp
let travellers: readonly Traveller[]
beforeAll(async () => {
  characters = await startWorld()
  await aTraveller(characters)
  const entered: Traveller[] = []
  for (let n = 0; n < 5; n++) entered.push(await inWorld(characters))
  travellers = entered.toSorted((one, next) => (one.id < next.id ? -1 : 1))
})
afterAll(() => characters.close())

const ONLINE = `query ($id: ID!, $first: Int, $after: String) { map(id: $id) { playersOnline
  charactersOnline(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id name online level owner { id } position { x y } } } } } }`
interface Online {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: { readonly id: string; readonly owner: { readonly id: string } } }[]
}
const ask = (viewer: Player | null, variables: Record<string, unknown> = {}) =>
  characters.ask(viewer, ONLINE, { id: start.id, ...variables })
const online = async (variables: Record<string, unknown> = {}) => {
  const { data, errors } = await ask(reader, variables)
  expect(errors).toEqual([])
  return (data as { map: { charactersOnline: Online } }).map.charactersOnline
}

test('the characters on a map are listed by pages, each once, with their players', async () => {
  const first = await online({ first: 3 })
  expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([5, true])
  const rest = await online({ first: 3, after: first.pageInfo.endCursor })
  expect(rest.pageInfo.hasNextPage).toBe(false)
  expect([...first.edges, ...rest.edges].map(({ node }) => [node.id, node.owner.id])).toEqual(
    travellers.map(({ id, player }) => [id, player.userId]),
  )
  expect(first.edges[0]?.node).toMatchObject({ online: true, level: 1 })
  expect(await online({ id: other.id })).toMatchObject({ totalCount: 0, edges: [] })
})

test('one that leaves the world is listed no more', async () => {
  const [gone, ...left] = travellers
  expect(await gone?.command('leaveWorld(characterId: $id)')).toMatchObject({ __typename: 'CommandAccepted' })
  expect((await online()).edges.map(({ node }) => node.id)).toEqual(left.map(({ id }) => id))
})

test.each([
  [null, 'UNAUTHENTICATED'],
  [aPlayer(), 'FORBIDDEN'],
  [aPlayer('admin.content'), 'FORBIDDEN'],
])('others are refused the list (%#), and see how many there are', async (viewer, code) => {
  const { data, errors } = await ask(viewer)
  expect(data?.['map']).toMatchObject({ playersOnline: expect.any(Number) as number, charactersOnline: null })
  expect(errors).toEqual([{ code, path: ['map', 'charactersOnline'] }])
})

test('a page that is too large and a cursor that is none are refused by name', async () => {
  for (const [variables, message] of [
    [{ first: 101 }, /"first" must be between/],
    [{ after: 'nonsense' }, /"after" must be a cursor/],
    [{ after: Buffer.from('["x"]').toString('base64url') }, /"after" must be a cursor/],
  ] as const) {
    const { errors } = await ask(reader, variables)
    expect(errors).toEqual([{ code: expect.stringMatching(message) as string, path: ['map', 'charactersOnline'] }])
  }
})
