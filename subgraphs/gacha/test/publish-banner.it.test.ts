import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, rootField, startGacha, type TestApp } from './gacha-app.js'

let gacha: TestApp
let definition: Record<string, unknown>
beforeAll(async () => {
  gacha = await startGacha()
  const answer = await gacha.ask(null, '{ banner(id: "62de89d3-e8da-4ddb-bb2b-9bde53551fe7") { definition } }')
  definition = (rootField(answer, 'banner') as { definition: Record<string, unknown> }).definition
})
afterAll(() => gacha.close())

const admin = aPlayer('admin')
const mutation = `mutation ($id: ID, $definition: JSON!) { publishBanner(id: $id, definition: $definition) {
  __typename
  ... on Banner { id name version pullCost odds { hash } }
  ... on InvalidInput { message field } } }`
const publish = async (changed: unknown, id?: string) => {
  const { data, errors } = await gacha.ask(admin, mutation, { id, definition: changed })
  expect(errors).toEqual([])
  return data?.['publishBanner'] as { __typename: string; id: string; version: number; odds: { hash: string } }
}
const read = async (id: string) => {
  const { data } = await gacha.ask(
    null,
    'query ($id: ID!) { banner(id: $id) { name version pullCost odds { hash } } }',
    { id },
  )
  return data?.['banner']
}

describe('publishing a banner', () => {
  it('makes a new banner in version 1, which is read at once', async () => {
    const made = await publish({ ...definition, name: 'Night Market' })
    expect(made).toMatchObject({ __typename: 'Banner', version: 1 })
    expect(await read(made.id)).toMatchObject({ name: 'Night Market', version: 1 })
  })

  it('makes a new version of a banner, shown and drawn from now on, while old pulls keep theirs', async () => {
    const { id, odds } = await publish({ ...definition, name: 'Harvest' })
    const player = gacha.aPlayerWith(150)
    expect(await read(id)).toMatchObject({ version: 1, pullCost: 100 })
    const before = await gacha.pull(player, { bannerId: id })
    const second = await publish({ ...definition, name: 'Harvest', pullCost: 50 }, id)
    expect(second).toMatchObject({ id, version: 2 })
    expect(await read(id)).toMatchObject({ version: 2, pullCost: 50, odds: { hash: second.odds.hash } })
    const after = await gacha.pull(player, { bannerId: id })
    expect([before, after].map(pull => pull['cost'])).toEqual([100, 50])
    expect([before, after].map(pull => (pull['proof'] as { oddsHash: string }).oddsHash)).toEqual([
      odds.hash,
      second.odds.hash,
    ])
    const versions = await gacha.rows('select version from banner_version where banner_id = $1 order by version', [id])
    expect(versions).toEqual([{ version: 1 }, { version: 2 }])
  })

  it('of what is current already changes nothing', async () => {
    const { id } = await publish({ ...definition, name: 'Twice' })
    const before = await gacha.state()
    expect(await publish({ ...definition, name: 'Twice' }, id)).toMatchObject({ id, version: 1 })
    expect(await gacha.state()).toEqual(before)
  })

  it('by many at once makes each version once', async () => {
    const { id } = await publish({ ...definition, name: 'Contended' })
    const published = await Promise.all(
      Array.from({ length: 12 }, (_, index) => publish({ ...definition, pullCost: index + 1 }, id)),
    )
    expect(published.map(banner => banner.version).toSorted((a, b) => a - b)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    ])
  })

  it('never changes a published version, whoever tries', async () => {
    await expect(gacha.rows('update banner_version set version = 9')).rejects.toThrow(/never changed/)
    await expect(gacha.rows('delete from banner_version')).rejects.toThrow(/never changed/)
  })
})

describe('wrong input to publishBanner', () => {
  const wrong: readonly [string, () => { definition: unknown; id?: string }, { field: string; message: RegExp }][] = [
    [
      'several mistakes',
      () => ({ definition: { ...definition, name: '', pullCost: -1 } }),
      { field: 'definition.name', message: /^name: .+; pullCost: / },
    ],
    ['no object', () => ({ definition: 'First Light' }), { field: 'definition', message: /expected object/ }],
    [
      'an unknown item',
      () => ({ definition: withPool([{ id: randomUUID() }]) }),
      { field: 'definition.rarities.RARE.items[0].id', message: /no item has this id/ },
    ],
    [
      'an item of another rarity',
      () => ({ definition: withPool([{ id: '472fc9b1-d68c-4ac8-9e00-42d9bbafbb31' }]) }),
      { field: 'definition.rarities.RARE.items[0].id', message: /in the pool already/ },
    ],
    [
      'too much',
      () => ({ definition: { ...definition, name: 'x'.repeat(200_001) } }),
      { field: 'definition.name', message: /<=60 characters/ },
    ],
    ['an id that is none', () => ({ definition, id: 'x' }), { field: 'id', message: /UUID/ }],
    ['an unknown id', () => ({ definition, id: randomUUID() }), { field: 'id', message: /No banner has this id/ }],
  ]
  const withPool = (items: readonly object[]) => {
    const rarities = definition['rarities'] as Record<string, object>
    return { ...definition, rarities: { ...rarities, RARE: { ...rarities['RARE'], items } } }
  }

  it.each(wrong)('%s is refused by its path, and the database is as it was', async (_, make, { field, message }) => {
    const { definition: changed, id } = make()
    const before = await gacha.state()
    expect(await publish(changed, id)).toEqual({
      __typename: 'InvalidInput',
      field,
      message: expect.stringMatching(message) as string,
    })
    expect(await gacha.state()).toEqual(before)
  })

  it.each([null, aPlayer(), aPlayer('player')])(
    'from someone without the scope admin is unauthorized',
    async viewer => {
      const before = await gacha.state()
      const { errors } = await gacha.ask(viewer, mutation, { definition: { ...definition, name: 'Mine' } })
      const code = viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN'
      expect(errors).toMatchObject([{ code, path: ['publishBanner'] }])
      expect(await gacha.state()).toEqual(before)
    },
  )
})
