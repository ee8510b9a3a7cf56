import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOverHttp, type OverHttp } from './over-http.js'

let waystone: OverHttp
let token: string
beforeAll(async () => {
  waystone = await startOverHttp()
  token = await waystone.aPlayer()
  await waystone.ask(
    'mutation { createCharacter(input: { name: "Seam", class: MAGE }) { __typename ... on Character { id } } }',
    { token },
  )
}, 120_000)
afterAll(() => waystone.close())

const QUESTS = `{
  me { username characters { name } inventory { totalCount } questProgress { status user { username } } }
  quests { name rewards { __typename ... on ItemReward { quantity item { name } } } }
  characterByName(name: "Seam") { name owner { username } }
  items { name }
}`

const awayOf = (errors: readonly { extensions: Readonly<Record<string, unknown>> }[] = []) => [
  ...new Set(errors.map(({ extensions }) => extensions['serviceName'])),
]

// The tests depend on their order: a stopped subgraph stays stopped.
test('with all subgraphs there, nothing is missing', async () => {
  const { data, errors } = await waystone.ask(QUESTS, { token })
  expect(errors).toBeUndefined()
  expect(data.me.characters).toEqual([{ name: 'Seam' }])
  expect(data.quests.flatMap((quest: { rewards: object[] }) => quest.rewards)).toContainEqual({
    __typename: 'ItemReward',
    quantity: expect.any(Number),
    item: { name: expect.any(String) },
  })
})

test('without gacha, quests lose the items of their rewards and nothing else, and errors name gacha', async () => {
  await waystone.stopSubgraph('gacha')
  const { data, errors } = await waystone.ask(QUESTS, { token })
  expect(awayOf(errors)).toEqual(['gacha'])
  expect(data.items).toBeNull()
  expect(data.me).toMatchObject({ characters: [{ name: 'Seam' }], inventory: null })
  expect(data.me.questProgress[0]).toMatchObject({ status: 'ACTIVE', user: { username: data.me.username } })
  const rewards = data.quests.flatMap((quest: { rewards: object[] }) => quest.rewards)
  expect(rewards).toContainEqual({ __typename: 'ItemReward', quantity: expect.any(Number), item: null })
  expect(rewards).toContainEqual({ __typename: 'CurrencyReward' })
  const ready = await fetch(`${waystone.url}/readyz`)
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({ checks: { 'subgraph gacha': 'failing', 'subgraph users': 'ok' } })
})

test('what quests itself needs of gacha names gacha, which is away, not quests', async () => {
  const admin = await waystone.ask(
    'mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) { ... on AuthSession { accessToken } } }',
  )
  const input = {
    name: 'A gift',
    description: 'Sign in.',
    objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 1 }],
    rewards: [{ itemId: '5b0d3c4e-1f7a-4c7d-9a53-2f1c6a7e8d90', quantity: 1 }],
  }
  const { errors } = await waystone.ask(
    'mutation ($input: QuestInput!) { publishQuest(input: $input) { __typename } }',
    {
      token: admin.data.signIn.accessToken as string,
      variables: { input },
    },
  )
  expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'gacha' } }])
})

test('without characters, a user is still a user', async () => {
  await waystone.stopSubgraph('characters')
  const { data, errors } = await waystone.ask('{ me { username characters { name } characterSlots } maps { name } }', {
    token,
  })
  expect(awayOf(errors)).toEqual(['characters'])
  expect(data).toEqual({ me: { username: expect.any(String), characters: null, characterSlots: null }, maps: null })
})

test('a database that is away is SERVICE_UNAVAILABLE in the subgraph that owns it', async () => {
  await waystone.stopPostgres()
  const reads = await waystone.ask(
    '{ me { wallet { gold } ledger { totalCount } questProgress { status } events { totalCount } } }',
    { token },
  )
  expect(reads.errors?.length).toBeGreaterThan(0)
  for (const { message, extensions } of reads.errors ?? [])
    expect({ message, extensions }).toEqual({
      message: 'The database cannot be reached at the moment',
      extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: expect.stringMatching(/^(users|quests)$/) },
    })
  expect(new Set(awayOf(reads.errors))).toContain('users')
  const write = await waystone.ask('mutation { updateProfile(input: { displayName: "Away" }) { __typename } }', {
    token,
  })
  expect(write.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'users' } }])
})

test('without users, whoever is signed in plays on, and what others own is answered', async () => {
  const alone = await startOverHttp()
  try {
    const player = await alone.aPlayer()
    const create = 'mutation { createCharacter(input: { name: "Lone", class: MAGE }) { __typename } }'
    await alone.ask(create, { token: player })
    // Each subgraph has checked a token before: the keys are known there.
    await alone.ask(QUESTS, { token: player })
    await alone.stopSubgraph('users')
    const source =
      '{ me { username } characterByName(name: "Lone") { name owner { username } } quests { name } items { name } }'
    const { data, errors } = await alone.ask(source, { token: player })
    expect(awayOf(errors)).toEqual(['users'])
    expect(data).toMatchObject({ me: null, characterByName: { name: 'Lone', owner: null } })
    expect(data.quests.length).toBeGreaterThan(0)
    expect(data.items.length).toBeGreaterThan(0)
    const pull = await alone.ask(
      'mutation ($id: ID!) { pull(input: { bannerId: $id, count: 1, idempotencyKey: "1" }) { __typename } }',
      { token: player, variables: { id: (await alone.ask('{ banners { id } }')).data.banners[0].id as string } },
    )
    expect(pull.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'users' } }])
  } finally {
    await alone.close()
  }
})
