import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startOverHttp, type OverHttp } from './over-http.js'

let waystone: OverHttp
let owner: string
let stranger: string
/** Ids of the owner's private objects, by type. */
let ids: Readonly<Record<string, string>>
let characterId: string

/** Which subgraphs resolve a type when it is asked for by its id. */
const RESOLVERS: Readonly<
  Record<string, readonly ('users' | 'characters' | 'quests' | 'gacha' | 'social' | 'notifications')[]>
> = {
  Session: ['users'],
  Wallet: ['users'],
  QuestProgress: ['quests'],
  QuestCompletion: ['quests'],
  Pull: ['gacha'],
}
const TYPES = Object.keys(RESOLVERS)
/** Every field of a user that is private, as any other type may lead to it. */
const PRIVATE_FIELDS = `email wallet { gold } sessions { id } ledger { totalCount } rewardClaims { totalCount }
  questProgress { id } questCompletions { totalCount } inventory { totalCount } pulls { totalCount } fairness { nextNonce }`

const dataOf = async (source: string, token: string | undefined, variables = {}) =>
  (await waystone.ask(source, { token, variables })).data

beforeAll(async () => {
  waystone = await startOverHttp()
  ;[owner, stranger] = [await waystone.aPlayer('Owner'), await waystone.aPlayer('Stranger')]
  for (let time = 0; time < 3; time++)
    await dataOf(
      'mutation { signIn(input: { usernameOrEmail: "Owner", password: "a long password" }) { __typename } }',
      undefined,
    )
  const { banners } = await dataOf('{ banners { id } }', owner)
  const made = await dataOf(
    `mutation { createCharacter(input: { name: "Foreign", class: MAGE }) { ... on Character { id } }
      pull(input: { bannerId: "${banners[0].id}", count: 1, idempotencyKey: "1" }) { __typename } }`,
    owner,
  )
  characterId = made.createCharacter.id
  ids = await vi.waitFor(
    async () => {
      const { me } = await dataOf(
        `{ me { wallet { id } sessions { id } pulls { edges { node { id } } } questProgress { id }
            questCompletions { edges { node { id } } } } }`,
        owner,
      )
      return {
        Session: me.sessions[0].id,
        Wallet: me.wallet.id,
        QuestProgress: me.questProgress[0].id,
        // Completed when the sign-ins have been told to quests.
        QuestCompletion: me.questCompletions.edges[0].node.id,
        Pull: me.pulls.edges[0].node.id,
      }
    },
    { timeout: 30_000 },
  )
}, 120_000)
afterAll(() => waystone.close())

/** The answer of a subgraph to a representation, reached directly. */
async function entityAt(
  subgraph: 'users' | 'characters' | 'quests' | 'gacha' | 'social' | 'notifications',
  type: string,
  token: string | undefined,
) {
  const response = await fetch(`${waystone.subgraphUrl(subgraph)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({
      query: `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on ${type} { id } } }`,
      variables: { of: [{ __typename: type, id: ids[type] }] },
    }),
  })
  const { data } = (await response.json()) as { data?: { _entities: unknown[] } | null }
  return data?._entities[0] ?? null
}

describe.each(TYPES)('an id of another player’s %s', type => {
  test('leads its owner to it on every path, so that the rest shows something', async () => {
    const { node, nodes } = await dataOf('query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', owner, {
      id: ids[type],
    })
    expect([node, ...nodes]).toEqual([{ id: ids[type] }, { id: ids[type] }])
    for (const subgraph of RESOLVERS[type] ?? [])
      expect(await entityAt(subgraph, type, owner), subgraph).toMatchObject({ id: ids[type] })
  })

  test('leads nobody else to it: by node, nodes, aliases and fragments, or as an entity of the subgraph itself', async () => {
    const source = `query ($id: ID!) { node(id: $id) { ...F } other: node(id: $id) { __typename } nodes(ids: [$id, $id]) { ...F } }
      fragment F on Node { __typename id ... on ${type} { id } }`
    for (const token of [stranger, undefined]) {
      expect(await dataOf(source, token, { id: ids[type] })).toEqual({ node: null, other: null, nodes: [null, null] })
      for (const subgraph of RESOLVERS[type] ?? []) expect(await entityAt(subgraph, type, token), subgraph).toBeNull()
    }
  })
})

test('a public object of another player leads to nothing private of its owner', async () => {
  for (const token of [stranger, undefined]) {
    const { character } = await dataOf(
      `query ($id: ID!) { character(id: $id) { owner { username ${PRIVATE_FIELDS} } } }`,
      token,
      {
        id: characterId,
      },
    )
    const { username, ...rest } = character.owner as Record<string, unknown>
    expect(username).toBe('Owner')
    expect(Object.values(rest).filter(value => value !== null)).toEqual([])
  }
})

test('no mutation takes hold of what another player has, and says no more of it than of what is not there', async () => {
  const nowhere = '00000000-0000-4000-8000-000000000000'
  const tries: readonly (readonly [string, string])[] = [
    ['mutation ($id: ID!) { deleteCharacter(id: $id) { __typename } }', characterId],
    ['mutation ($id: ID!) { restoreCharacter(id: $id) { __typename } }', characterId],
    ['mutation ($id: ID!) { enterWorld(characterId: $id) { __typename } }', characterId],
    ['mutation ($id: ID!) { leaveWorld(characterId: $id) { __typename } }', characterId],
    ['mutation ($id: ID!) { moveCharacter(characterId: $id, to: { x: 1, y: 1 }) { __typename } }', characterId],
    ['mutation ($id: ID!) { claimQuestReward(completionId: $id) { __typename } }', ids['QuestCompletion'] ?? ''],
    ['mutation ($id: ID!) { revokeSession(id: $id) }', ids['Session'] ?? ''],
  ]
  for (const [source, id] of tries) {
    const answered = await waystone.ask(source, { token: stranger, variables: { id } })
    const absent = await waystone.ask(source, { token: stranger, variables: { id: nowhere } })
    expect(answered, source).toEqual(absent)
    expect(JSON.stringify(answered.data), source).not.toMatch(
      /"(Character|QuestCompletion|CommandAccepted|RewardClaim)"|:true/,
    )
  }
  const { me } = await dataOf('{ me { characters { name } sessions { id } } }', owner)
  expect(me.characters).toHaveLength(1)
  expect(me.sessions.map(({ id }: { id: string }) => id)).toContain(ids['Session'])
})
