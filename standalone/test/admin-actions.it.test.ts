import { readFileSync } from 'node:fs'
import { buildSchema, print } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase } from '@waystone/kit/postgres'
import { subgraphNames } from '../src/databases.js'
import { startOverHttp, type OverHttp } from './over-http.js'
import { WORLD_CHANNEL } from './world-channel.js'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const requiresAdmin = /@requiresScopes\(scopes: \[\["admin"\]/

/** Mutations that only administrators may use, as the subgraphs' contracts say. */
const adminMutations = subgraphNames.flatMap(subgraph => {
  const fields = buildSchema(read(`subgraphs/${subgraph}/schema.graphql`), { assumeValidSDL: true }).getMutationType()
  return Object.values(fields?.getFields() ?? {})
    .filter(({ astNode }) => requiresAdmin.test((astNode?.directives ?? []).map(print).join(' ')))
    .map(({ name }) => ({ subgraph, name }))
})

const founders = JSON.parse(read('prisma/gacha/content/founders.json')) as { definition: object }
/** A quest of the seed that no other quest needs. */
const weeklyRegular = JSON.parse(read('prisma/quests/content/weekly-regular.json')) as { id: string }
const quest = {
  name: 'Watched',
  description: 'What administrators do is seen.',
  objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 1, streak: false }],
  rewards: [],
  autoClaim: true,
  reset: 'NEVER',
  prerequisiteIds: [],
}
interface Example {
  readonly query: string
  readonly variables: object
  readonly action: string
  /** Where the mutation needs one. */
  readonly reason?: string
}
/** One sound use of each of them. A mutation that comes later has to be added, and so has to leave its entry. */
const examples = ({
  playerId = '',
  purchaseId = '',
  messageIds = [''],
  reportId = '',
} = {}): Readonly<Record<string, Example>> => ({
  setUserStatus: {
    query: 'mutation ($userId: ID!) { setUserStatus(userId: $userId, status: BANNED) { id } }',
    variables: { userId: playerId },
    action: 'BANNED',
  },
  addUserNote: {
    query: 'mutation ($userId: ID!) { addUserNote(userId: $userId, text: "asks for help") { __typename } }',
    variables: { userId: playerId },
    action: 'NOTE_ADDED',
  },
  correctDeclaration: {
    query: `mutation ($userId: ID!) {
      correctDeclaration(userId: $userId, input: { country: "FR" }, reason: "a wrong country") { __typename } }`,
    variables: { userId: playerId },
    action: 'DECLARATION_CORRECTED',
    reason: 'a wrong country',
  },
  adjustWallet: {
    query: `mutation ($userId: ID!) {
      adjustWallet(userId: $userId, currency: GOLD, amount: 5, reason: "a lost reward", idempotencyKey: "once") { __typename } }`,
    variables: { userId: playerId },
    action: 'WALLET_ADJUSTED',
    reason: 'a lost reward',
  },
  refundPurchase: {
    query: 'mutation ($id: ID!) { refundPurchase(purchaseId: $id, reason: "bought twice") { __typename } }',
    variables: { id: purchaseId },
    action: 'PURCHASE_REFUNDED',
    reason: 'bought twice',
  },
  publishBanner: {
    query: 'mutation ($definition: JSON!) { publishBanner(definition: $definition) { __typename } }',
    variables: { definition: { ...founders.definition, name: 'Watched' } },
    action: 'BANNER_PUBLISHED',
  },
  publishQuest: {
    query: 'mutation ($input: QuestInput!) { publishQuest(input: $input) { __typename ... on Refusal { message } } }',
    variables: { input: quest },
    action: 'QUEST_PUBLISHED',
  },
  publishPuzzle: {
    query: 'mutation ($input: JSON!) { publishPuzzle(input: $input) { __typename ... on Refusal { message } } }',
    variables: {
      input: { kind: 'CIPHER', difficulty: 1, opensAt: '2026-01-01T00:00:00Z', closesAt: '2099-01-01T00:00:00Z' },
    },
    action: 'PUZZLE_PUBLISHED',
  },
  publishLeaderboard: {
    query: 'mutation ($input: JSON!) { publishLeaderboard(input: $input) { __typename ... on Refusal { message } } }',
    variables: { input: { name: 'Watched', eventType: 'user.signed_in', score: 'COUNT', period: 'DAILY' } },
    action: 'LEADERBOARD_PUBLISHED',
  },
  retireQuest: {
    query: 'mutation ($id: ID!) { retireQuest(id: $id) { __typename ... on Refusal { message } } }',
    variables: { id: weeklyRegular.id },
    action: 'QUEST_RETIRED',
  },
  replayDeadLetters: {
    query: `mutation ($ids: [ID!]!) { replayDeadLetters(ids: $ids, reason: "it is mended") { __typename } }`,
    variables: { ids: ['quests:1'] },
    action: 'DEAD_LETTERS_REPLAYED',
    reason: 'it is mended',
  },
  deleteMessage: {
    query: 'mutation ($id: ID!) { deleteMessage(id: $id, reason: "an insult") { id } }',
    variables: { id: messageIds[0] },
    action: 'MESSAGE_DELETED',
    reason: 'an insult',
  },
  dismissMessageReport: {
    query: 'mutation ($id: ID!) { dismissMessageReport(id: $id, reason: "a joke") }',
    variables: { id: reportId },
    action: 'MESSAGE_REPORT_DISMISSED',
    reason: 'a joke',
  },
  muteUser: {
    query: 'mutation ($userId: ID!) { muteUser(userId: $userId, until: "2099-01-01T00:00:00Z", reason: "insults") }',
    variables: { userId: playerId },
    action: 'USER_MUTED',
    reason: 'insults',
  },
  sendMail: {
    query: `mutation ($to: RecipientsInput!) {
      sendMail(input: { to: $to, from: "The team", subject: "Thanks", body: "For all.", idempotencyKey: "1" }) { __typename } }`,
    variables: { to: { userIds: [playerId] } },
    action: 'MAIL_SENT',
  },
  announce: {
    query: `mutation ($to: RecipientsInput!) {
      announce(input: { to: $to, title: "Thanks", body: "For all.", idempotencyKey: "2" }) { __typename } }`,
    variables: { to: { userIds: [playerId] } },
    action: 'ANNOUNCED',
  },
})

let system: OverHttp
let administrator: { id: string; token: string }
let player: { id: string; sessionId: string; purchaseId: string; messageIds: string[]; reportId: string }

const ACTIONS = `query ($userId: ID, $first: Int, $after: String) {
  adminActions(userId: $userId, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { action reason data at admin { id username } user { id } } }
  }
}`
interface Listed {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  readonly edges: readonly { readonly node: { action: string; admin: { id: string }; user: { id: string } | null } }[]
}
const listed = async (variables: object = {}) =>
  ((await system.ask(ACTIONS, { token: administrator.token, variables })).data as { adminActions: Listed }).adminActions
const actionsOf = async (variables: object = {}) => (await listed(variables)).edges.map(({ node }) => node)

async function said(text: string, token: string): Promise<string> {
  const input = { channelId: WORLD_CHANNEL, text, idempotencyKey: text }
  const { data } = await system.ask(
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ... on Message { id } } }',
    { token, variables: { input } },
  )
  return (data as { sendMessage: { id: string } }).sendMessage.id
}

async function reported(messageId: string): Promise<string> {
  await system.ask('mutation ($id: ID!) { reportMessage(id: $id, reason: "rude") }', {
    token: await system.aPlayer(),
    variables: { id: messageId },
  })
  const { data } = await system.ask('{ messageReports { edges { node { id } } } }', { token: administrator.token })
  return (data as { messageReports: { edges: { node: { id: string } }[] } }).messageReports.edges[0]?.node.id ?? ''
}

beforeAll(async () => {
  system = await startOverHttp()
  const { data: entered } = await system.ask(
    `mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) {
      ... on AuthSession { accessToken user { id } } } }`,
  )
  const { accessToken, user } = (entered as { signIn: { accessToken: string; user: { id: string } } }).signIn
  administrator = { id: user.id, token: accessToken }
  const token = await system.aPlayer('Watched')
  const { data } = await system.ask('{ me { id sessions { id } } }', { token })
  const { id, sessions } = (data as { me: { id: string; sessions: { id: string }[] } }).me
  const { data: bought } = await system.ask(
    `mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "k" }) {
      ... on Purchase { id } } }`,
    { token },
  )
  const purchaseId = (bought as { buyCurrency: { id: string } }).buyCurrency.id
  const messageIds = await Promise.all(['one', 'other'].map(text => said(text, token)))
  const reportId = await reported(messageIds[1] ?? '')
  player = { id, sessionId: sessions[0]?.id ?? '', purchaseId, messageIds, reportId }
})
afterAll(() => system.close())

test('every mutation for administrators has its example here', () => {
  expect(adminMutations.map(({ name }) => name).toSorted()).toEqual(Object.keys(examples()).toSorted())
})

describe('an entry that administrators read is left', () => {
  test('by a session that they end', async () => {
    const mutation = `mutation { revokeSession(id: "${player.sessionId}", reason: " shared account ") }`
    await system.ask(mutation, { token: administrator.token })
    expect(await actionsOf({ userId: player.id })).toMatchObject([
      {
        action: 'SESSION_ENDED',
        admin: { id: administrator.id },
        reason: 'shared account',
        data: { sessionId: player.sessionId },
      },
    ])
  })

  test.each(adminMutations)('by $name of $subgraph, in the database of $subgraph', async ({ subgraph, name }) => {
    const example = examples({ ...player, playerId: player.id })[name]
    if (example === undefined) throw new Error(`${name} has no example`)
    const { query, variables, action, reason = '' } = example
    const { errors, data } = await system.ask(query, { token: administrator.token, variables })
    expect({ errors, data: JSON.stringify(data) }).toEqual({ data: expect.not.stringContaining('InvalidInput') })
    const url = system.databaseUrl(subgraph)
    const logger = createLogger({ name: 'test', level: 'silent' })
    const database = createDatabase({ url, maxConnections: 1, applicationName: 'test', logger })
    try {
      const written = `SELECT actor FROM admin_action WHERE action = '${action}' AND actor <> 'seed'`
      expect((await database.primary.query(written)).rows).toEqual([{ actor: administrator.id }])
      await expect(database.primary.query('DELETE FROM admin_action')).rejects.toThrow('append-only')
      await expect(database.primary.query(`UPDATE admin_action SET actor = 'x'`)).rejects.toThrow('append-only')
    } finally {
      await database.close()
    }
    await expect
      .poll(async () => (await actionsOf()).filter(entry => entry.action === action))
      .toMatchObject([{ admin: { id: administrator.id, username: 'admin' }, reason }])
  })
})

test('entries are paged, newest first, and found by whom they were done to', async () => {
  const all = await listed()
  expect(all.totalCount).toBe(adminMutations.length + 1)
  const first = await listed({ first: 2 })
  expect(first.pageInfo.hasNextPage).toBe(true)
  const rest = await listed({ after: first.pageInfo.endCursor })
  expect([...first.edges, ...rest.edges]).toEqual(all.edges)
  const done = (await actionsOf({ userId: player.id })).map(({ action }) => action)
  expect(done).toEqual([
    'ANNOUNCED',
    'MAIL_SENT',
    'USER_MUTED',
    'MESSAGE_REPORT_DISMISSED',
    'MESSAGE_DELETED',
    'PURCHASE_REFUNDED',
    'WALLET_ADJUSTED',
    'NOTE_ADDED',
    'BANNED',
    'DECLARATION_CORRECTED',
    'SESSION_ENDED',
  ])
  expect(await listed({ userId: 'no id' })).toMatchObject({ totalCount: 0, edges: [] })
})

test('players read none', async () => {
  const token = await system.aPlayer()
  expect((await system.ask(ACTIONS, { token })).errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
  expect((await system.ask(ACTIONS)).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED')
})
