import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startOverHttp, type OverHttp } from './over-http.js'

let waystone: OverHttp
let owner: string
let stranger: string
let admin: string
/** The type and id of an object of each type that implements Node, as its own field answers them. */
let objects: Readonly<Record<string, string>>
const PRIVATE = ['Session', 'Wallet', 'QuestProgress', 'QuestCompletion', 'Pull']

beforeAll(async () => {
  waystone = await startOverHttp()
  ;[owner, stranger] = [await waystone.aPlayer('Owner'), await waystone.aPlayer('Stranger')]
  const signIn = (name: string, password: string) =>
    waystone.ask(`mutation { signIn(input: { usernameOrEmail: "${name}", password: "${password}" }) {
      ... on AuthSession { accessToken } } }`)
  admin = (await signIn('admin', 'waystone-admin-1')).data.signIn.accessToken as string
  for (let time = 0; time < 3; time++) await signIn('Owner', 'a long password')
  const { banners } = await answerTo('{ banners { id } items { id } }')
  await answerTo(
    `mutation { createCharacter(input: { name: "Nodal", class: MAGE }) { __typename }
      pull(input: { bannerId: "${banners[0].id}", count: 1, idempotencyKey: "1" }) { __typename } }`,
    owner,
  )
  objects = await vi.waitFor(objectsOfOwner, { timeout: 30_000 })
}, 120_000)
afterAll(() => waystone.close())

async function answerTo(source: string, token?: string, variables?: object) {
  const { data, errors } = await waystone.ask(source, { token, ...(variables && { variables }) })
  expect(errors).toBeUndefined()
  return data
}

async function objectsOfOwner() {
  const { me, items, banners, maps, quests, leaderboards } = await answerTo(
    `{ me { id wallet { id } sessions { id } characters { id } pulls { edges { node { id } } }
        questProgress { id } questCompletions { edges { node { id } } } }
      items { id } banners { id } maps { id } quests { id } leaderboards { id } }`,
    owner,
  )
  return {
    User: me.id,
    Session: me.sessions[0].id,
    Wallet: me.wallet.id,
    Character: me.characters[0].id,
    WorldMap: maps[0].id,
    Quest: quests[0].id,
    Leaderboard: leaderboards[0].id,
    QuestProgress: me.questProgress[0].id,
    // Completed when the sign-ins have been told to quests.
    QuestCompletion: me.questCompletions.edges[0].node.id,
    Item: items[0].id,
    Banner: banners[0].id,
    Pull: me.pulls.edges[0].node.id,
  } as Record<string, string>
}

const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }'
const nodeFor = async (token: string | undefined, id: string) => (await answerTo(NODE, token, { id })).node

describe('node', () => {
  test('answers an object of every type that implements Node by the id that it has elsewhere', async () => {
    const { __type } = await answerTo('{ __type(name: "Node") { possibleTypes { name } } }')
    expect(__type.possibleTypes.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      Object.keys(objects).toSorted(),
    )
    for (const [type, id] of Object.entries(objects)) expect(await nodeFor(owner, id)).toEqual({ __typename: type, id })
  })

  test('gives what Relay selects on it, of the subgraph that owns the object', async () => {
    const source = `query Refetch($user: ID!, $character: ID!, $pull: ID!, $wallet: ID!, $progress: ID!) {
      user: node(id: $user) { __typename id ...Profile }
      character: node(id: $character) { __typename id ... on Character { name owner { username } map { name } } }
      pull: node(id: $pull) { ... on Pull { currency items { item { name } } user { username } } }
      wallet: node(id: $wallet) { ... on Wallet { diamonds user { username } } }
      progress: node(id: $progress) { ... on QuestProgress { status quest { name } user { username } } }
    }
    fragment Profile on User { username wallet { id } characters { name } questProgress { id } }`
    const { User: user, Character: character, Pull: pull, Wallet: wallet, QuestProgress: progress } = objects
    const data = await answerTo(source, owner, { user, character, pull, wallet, progress })
    expect(data).toMatchObject({
      user: { __typename: 'User', username: 'Owner', wallet: { id: wallet }, characters: [{ name: 'Nodal' }] },
      character: { __typename: 'Character', name: 'Nodal', owner: { username: 'Owner' }, map: { name: 'Dawnhaven' } },
      pull: { currency: 'DIAMOND', items: [{ item: { name: expect.any(String) } }], user: { username: 'Owner' } },
      wallet: { diamonds: expect.any(Number), user: { username: 'Owner' } },
      progress: { status: expect.any(String), quest: { name: 'Daily visitor' }, user: { username: 'Owner' } },
    })
  })

  test('is null for what the viewer may not see, exactly as for what does not exist', async () => {
    const absent = [
      randomUUID(),
      'not-an-id',
      '',
      'wallet:',
      `wallet:${randomUUID()}`,
      `${randomUUID()}:${randomUUID()}`,
    ]
    for (const token of [stranger, undefined]) {
      for (const type of PRIVATE) expect(await nodeFor(token, objects[type] ?? ''), type).toBeNull()
      for (const id of [...absent, 'x'.repeat(1_000), '\u0000', `${objects['QuestProgress']}:x`])
        expect(await nodeFor(token, id), id).toBeNull()
      for (const type of Object.keys(objects).filter(each => !PRIVATE.includes(each)))
        expect(await nodeFor(token, objects[type] ?? ''), type).toMatchObject({ __typename: type })
    }
    for (const type of PRIVATE)
      expect(await nodeFor(admin, objects[type] ?? ''), type).toMatchObject({ __typename: type })
    expect(await nodeFor(admin, `wallet:${randomUUID()}`)).toBeNull()
  })

  test('finds a character that is marked for deletion for its owner only', async () => {
    const id = objects['Character'] ?? ''
    await answerTo('mutation ($id: ID!) { deleteCharacter(id: $id) { __typename } }', owner, { id })
    expect(await nodeFor(stranger, id)).toBeNull()
    expect(await nodeFor(owner, id)).toEqual({ __typename: 'Character', id })
    await answerTo('mutation ($id: ID!) { restoreCharacter(id: $id) { __typename } }', owner, { id })
    expect(await nodeFor(stranger, id)).toEqual({ __typename: 'Character', id })
  })

  test('writes an id as its type does, however it was given', async () => {
    const id = objects['User'] ?? ''
    expect(await nodeFor(owner, id.toUpperCase())).toEqual({ __typename: 'User', id })
  })

  test('is the interface of its types wherever they are', async () => {
    const data = await answerTo(
      `{ me { ... on Node { __typename id } characters { ...Key } } items { ...Key } quests { ...Key } }
      fragment Key on Node { key: id }`,
      owner,
    )
    expect(data.me).toEqual({ __typename: 'User', id: objects['User'], characters: [{ key: objects['Character'] }] })
    expect(data.items[0]).toEqual({ key: objects['Item'] })
    expect(data.quests[0]).toEqual({ key: objects['Quest'] })
  })
})

describe('nodes', () => {
  test('answers in the order of its ids, with null where node is null', async () => {
    const { User: user = '', Banner: banner = '', Wallet: wallet = '' } = objects
    const ids = [banner, randomUUID(), user, wallet, banner]
    expect((await answerTo('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', stranger, { ids })).nodes).toEqual([
      { id: banner },
      null,
      { id: user },
      null,
      { id: banner },
    ])
  })

  test('takes at most a hundred ids', async () => {
    const ask = (size: number) =>
      waystone.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        variables: { ids: Array.from({ length: size }, () => randomUUID()) },
      })
    expect((await ask(100)).data.nodes).toEqual(Array(100).fill(null))
    const { data, errors } = await ask(101)
    expect(data).toEqual({ nodes: null })
    expect(errors).toMatchObject([{ path: ['nodes'], extensions: { code: 'BAD_USER_INPUT' } }])
  })
})

// This test is the last: the subgraphs that it stops stay stopped.
test('without characters, what others own is found, and what might be there is an error that names characters', async () => {
  await waystone.stopSubgraph('characters')
  const { User, Pull, Quest, Character = '', Wallet = '' } = objects
  for (const id of [User, Pull, Quest]) expect(await nodeFor(owner, id ?? '')).toMatchObject({ id })
  const answers = await Promise.all(
    [Character, Wallet, randomUUID()].map(id => waystone.ask(NODE, { token: stranger, variables: { id } })),
  )
  for (const { data, errors } of answers) {
    expect(data).toEqual({ node: null })
    expect(errors).toMatchObject([
      { path: ['node'], extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'characters' } },
    ])
  }
  expect(answers[1]).toEqual(answers[2])
  const { Item = '' } = objects
  const { data, errors } = await waystone.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    variables: { ids: [Item, Character] },
  })
  expect(data).toEqual({ nodes: [{ id: Item }, null] })
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { serviceName: 'characters' } }])
})
