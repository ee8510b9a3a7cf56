import { readFile } from 'node:fs/promises'
import { measureOperations } from '@waystone/kit/operation-size'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { readConfig } from '../config.js'
import { compileSubscription } from '@waystone/federation/source/answer/compiled-subscription'
import { evaluate } from '../features/cost/cost-formula.js'
import { isSharedSelection } from '../subscriptions/operations/shared-selection.js'
import { compileCost } from '../features/cost/operation-cost.js'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'

const config = readConfig({})
const epoch = createEpoch(await readFile(config.SUPERGRAPH, 'utf8'))
const page = `query Home {
  me { username wallet { gold diamonds } characters { name } questProgress { quest { name } status }
    inventory { edges { node { item { name } } } } guild { role } unreadNotifications }
}`

test('one query crosses all subgraphs, within every limit', () => {
  const document = parse(page)
  const { plan, operation, refused } = epoch.operations.prepare(document, {
    key: 'home',
    operationName: undefined,
    grants: epoch.access.grantsOf(null),
  })
  expect(refused.size).toBe(0)
  for (const name of ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'])
    expect(JSON.stringify(plan)).toContain(`"serviceName":"${name}"`)
  expect(evaluate(compileCost(operation, epoch.schema, epoch.costs), {})).toBeLessThan(config.LIMIT_COST / 10)
  expect(measureOperations(document).depth).toBeLessThan(config.LIMIT_DEPTH)
})

test('what happens around a character is one fetch, whose bytes go on to the client, without fields of other subgraphs', () => {
  const verbatimOf = (character: string) => {
    const changes = `{ __typename ... on CharacterAppeared { character { ${character} } } ... on CharacterMoved { to { y x } } }`
    const prepared = epoch.operations.prepare(
      parse(`subscription ($id: ID!) { now: worldUpdated(characterId: $id) { tick changes ${changes} } }`),
      {
        key: character,
        operationName: undefined,
        grants: new Set(epoch.access.rulesOf('Subscription', 'worldUpdated')),
      },
    )
    if (prepared.plan === null || prepared.allowed === null) throw new Error('It was refused')
    const { source } = compileSubscription({ plan: prepared.plan, operation: prepared.allowed, epoch })
    return source.verbatim
  }
  expect(verbatimOf('id name stats { hp }')).toContain('now: worldUpdated(characterId: $id)')
  expect(verbatimOf('id owner { id }')).not.toBeNull()
  expect(verbatimOf('id owner { username }')).toBeNull()
})

test('messages of chat are the same for all who may read them, and what a viewer has read of a channel is not', () => {
  const isShared = (selection: string) => {
    const document = parse(`subscription ($id: ID!) { messageSent(channelId: $id) { ${selection} } }`)
    const { operation } = epoch.operations.prepare(document, {
      key: selection,
      operationName: undefined,
      grants: new Set(),
    })
    return isSharedSelection(operation, epoch, new Set())
  }
  const message = 'id number text filtered sentAt deleted from { id username } channel { id kind name }'
  expect(isShared(message)).toBe(true)
  for (const own of ['original', 'channel { unread }', 'from { email }', 'from { guild { role } }'])
    expect([own, isShared(own)]).toEqual([own, false])
})

test('the subgraphs are routed to where they listen by default', () => {
  expect(epoch.subgraphs.toSorted((a, b) => a.url.localeCompare(b.url))).toEqual([
    { name: 'users', url: 'http://127.0.0.1:4001/graphql' },
    { name: 'characters', url: 'http://127.0.0.1:4002/graphql' },
    { name: 'quests', url: 'http://127.0.0.1:4003/graphql' },
    { name: 'gacha', url: 'http://127.0.0.1:4004/graphql' },
    { name: 'social', url: 'http://127.0.0.1:4005/graphql' },
    { name: 'notifications', url: 'http://127.0.0.1:4006/graphql' },
  ])
})

test('an operation is filtered and planned once for all who are granted the same', () => {
  const document = parse('mutation { signOut }')
  const prepare = (granted: ReadonlySet<number>) =>
    epoch.operations.prepare(document, { key: 'sign-out', operationName: undefined, grants: granted })
  const [rule = -1] = epoch.access.rulesOf('Mutation', 'signOut')
  const signedIn = prepare(new Set([rule]))
  expect(prepare(new Set([rule, 99]))).toBe(signedIn)
  expect(signedIn.plan).not.toBeNull()
  const anonymous = prepare(new Set())
  expect(anonymous).not.toBe(signedIn)
  expect(anonymous.plan).toBeNull()
})
