import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOverHttp, type OverHttp } from './over-http.js'

let system: OverHttp
let users: Database
let token: string
beforeAll(async () => {
  system = await startOverHttp()
  const logger = createLogger({ name: 'test', level: 'silent' })
  users = createDatabase({ url: system.databaseUrl('users'), maxConnections: 1, applicationName: 'test', logger })
  await system.aPlayer('auditor')
  await users.primary.query(`UPDATE "user" SET role = 'admin.read' WHERE username = 'auditor'`)
  const { data } = await system.ask(
    `mutation { signIn(input: { usernameOrEmail: "auditor", password: "a long password" }) {
      ... on AuthSession { accessToken } } }`,
  )
  token = (data as { signIn: { accessToken: string } }).signIn.accessToken
}, 180_000)
afterAll(async () => {
  await users.close()
  await system.close()
})

interface Audit {
  readonly invariants: readonly { readonly name: string; readonly description: string; readonly violations: number }[]
}
const audit = async (): Promise<Audit> => {
  const query = '{ economyAudit { checkedAt invariants { name description violations samples } } }'
  const { data, errors } = await system.ask(query, { token })
  expect(errors).toBeUndefined()
  return (data as { economyAudit: Audit }).economyAudit
}
const broken = ({ invariants }: Audit) => invariants.filter(({ violations }) => violations > 0).map(({ name }) => name)

test('the audit through the gateway covers the databases of all subgraphs, each a process of its own', async () => {
  const sound = await audit()
  expect(broken(sound)).toEqual([])
  for (const subgraph of ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'])
    expect(sound.invariants.some(({ description }) => description.includes(`the database of ${subgraph}`))).toBe(true)
  expect(
    sound.invariants.filter(({ description }) => description.includes('are compared with')).length,
  ).toBeGreaterThan(7)
  // A claim of nothing that quests knows of, and that the ledger has not paid.
  await users.primary.query(
    `INSERT INTO reward_claim SELECT gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), 0, 'GOLD', 5, now() FROM "user" LIMIT 1`,
  )
  expect(broken(await audit())).toEqual([
    'Each reward claim is credited once, and no other',
    'Each reward claim has a completion that is claimed, or a prize',
  ])
})

test('the lists of the console are within the default limits of the gateway at fifty rows a page', async () => {
  const lists = {
    users: `{ users(search: "aud", first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
      id username displayName email status createdAt timeZone wallet { gold diamonds } } } } }`,
    ledger: `{ ledger(first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { node { id reason reference currency amount createdAt
      from { kind user { id username } } to { kind user { id username } } } } } }`,
    purchases: `{ purchases(first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { node {
      id user { id username } currency amount priceCents priceCurrency status createdAt } } } }`,
    'a player': `{ userByUsername(username: "auditor") { id username email status access { isGuest providers }
      wallet { gold diamonds } sessions { id createdAt lastSeenAt userAgent ipAddress } notes(first: 20) { totalCount edges { node { text author { username } createdAt } } }
      ledger(first: 20) { edges { node { amount reason createdAt } } } purchases(first: 20) { edges { node { id status } } } } }`,
  }
  for (const [name, query] of Object.entries(lists)) {
    const { data, errors } = await system.ask(query, { token })
    expect(errors, name).toBeUndefined()
    expect(Object.values(data as object), name).not.toContain(null)
  }
})
