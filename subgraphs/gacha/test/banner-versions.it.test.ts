import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDraft } from './definitions.js'
import { aPlayer, banners, rootField, startGacha, type Player, type TestApp } from './gacha-app.js'

let gacha: TestApp
const admin = aPlayer('admin.content')
beforeAll(async () => {
  gacha = await startGacha()
  for (const pullCost of [90, 80]) {
    gacha.clock.advance(60_000)
    await publish({ definition: { ...aDraft(), pullCost }, reason: pullCost === 90 ? ' a sale ' : null })
  }
})
afterAll(() => gacha.close())

const PUBLISH = `mutation ($id: ID, $definition: JSON!, $reason: String) {
  publishBanner(id: $id, definition: $definition, reason: $reason) { __typename
    ... on Banner { version } ... on InvalidInput { field problems { rule max actual } } } }`
const publish = async (variables: Record<string, unknown>) => {
  const answer = await gacha.ask(admin, PUBLISH, { id: banners.firstLight, ...variables })
  return rootField(answer, 'publishBanner')
}

const VERSIONS = `query ($id: ID!, $first: Int, $after: String) { banner(id: $id) { version versions(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { version definition oddsHash publishedAt publishedBy { id } command reason } } } } }`
interface Version {
  readonly version: number
  readonly definition: { readonly pullCost: number }
  readonly oddsHash: string
}
interface Versions {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  readonly edges: readonly { readonly node: Version }[]
}
const ask = (viewer: Player | null, variables: Record<string, unknown> = {}) =>
  gacha.ask(viewer, VERSIONS, { id: banners.firstLight, ...variables })
const read = async (viewer: Player | null, variables: Record<string, unknown> = {}) => {
  const answer = await ask(viewer, variables)
  expect(answer.errors).toEqual([])
  return (rootField(answer, 'banner') as { versions: Versions }).versions
}

describe('the versions of a banner', () => {
  it('say who published them, from where, when and why, the newest first', async () => {
    const { edges, totalCount } = await read(aPlayer('admin.read'))
    expect(totalCount).toBe(3)
    const by = { publishedBy: { id: admin.userId }, command: null }
    expect(edges.map(({ node }) => node)).toMatchObject([
      { version: 3, definition: { pullCost: 80 }, publishedAt: '2026-11-21T08:02:00.000Z', ...by, reason: '' },
      { version: 2, definition: { pullCost: 90 }, publishedAt: '2026-11-21T08:01:00.000Z', ...by, reason: 'a sale' },
      { version: 1, definition: { pullCost: 100 }, publishedBy: null, command: 'seed', reason: '' },
    ])
  })

  it('hold what publishBanner takes: the current one again changes nothing', async () => {
    const { edges } = await read(admin, { first: 1 })
    const [current] = edges
    const published = await gacha.ask(null, `{ banner(id: "${banners.firstLight}") { odds { hash } } }`)
    expect(rootField(published, 'banner')).toEqual({ odds: { hash: current?.node.oddsHash } })
    expect(await publish({ definition: current?.node.definition })).toEqual({ __typename: 'Banner', version: 3 })
  })

  it('come by pages', async () => {
    const first = await read(admin, { first: 2 })
    expect(first.pageInfo.hasNextPage).toBe(true)
    const rest = await read(admin, { first: 2, after: first.pageInfo.endCursor })
    expect(rest.edges.map(({ node }) => node.version)).toEqual([1])
    for (const [variables, message] of [
      [{ first: 101 }, /"first" must be between/],
      [{ after: 'nonsense' }, /"after" must be a cursor/],
    ] as const) {
      const { errors } = await ask(admin, variables)
      expect(errors).toMatchObject([
        { message: expect.stringMatching(message) as string, path: ['banner', 'versions'] },
      ])
    }
  })

  it('of many banners are read in two statements', async () => {
    const counter = countStatements(gacha.database.primary)
    try {
      await gacha.ask(admin, '{ banners(openOnly: false) { versions { totalCount edges { node { version } } } } }')
      expect(
        counter.statements.filter(text => text.includes('banner_version') && text.includes('limit $3')),
      ).toHaveLength(1)
      expect(
        counter.statements.filter(text => text.includes('banner_version') && text.includes('count(')),
      ).toHaveLength(1)
    } finally {
      counter.stop()
    }
  })

  it.each([
    [null, 'UNAUTHENTICATED'],
    [aPlayer(), 'FORBIDDEN'],
    [aPlayer('admin.support'), 'FORBIDDEN'],
  ])('are refused to others (%#), who see the banner itself', async (viewer, code) => {
    const answer = await ask(viewer)
    expect(answer).toMatchObject({
      data: { banner: { version: 3, versions: null } },
      errors: [{ code, path: ['banner', 'versions'] }],
    })
  })
})

it('a reason that is too long is refused by its field, and nothing is published', async () => {
  const before = await gacha.state()
  const refused = await publish({ definition: { ...aDraft(), pullCost: 70 }, reason: 'x'.repeat(501) })
  expect(refused).toEqual({
    __typename: 'InvalidInput',
    field: 'reason',
    problems: [{ rule: 'LENGTH', max: 500, actual: 501 }],
  })
  expect(await gacha.state()).toEqual(before)
})
