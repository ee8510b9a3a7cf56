import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { createPool } from '@waystone/kit/postgres'
import { blocksOf, createTestDirectory } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { databaseSettings, subgraphNames } from '../src/databases.js'
import { waystone as operate } from './operator.js'
import { startOverHttp, type OverHttp } from './over-http.js'

interface Page {
  readonly entries: readonly { readonly kind: string; readonly [field: string]: unknown }[]
  readonly endCursor: string | null
}

let waystone: OverHttp
let owner: string
let stranger: string
let ownerId: string

const PARTS = [
  'accountExport',
  'characterExport',
  'questExport',
  'gachaExport',
  'socialExport',
  'notificationExport',
] as const
type Part = (typeof PARTS)[number]

const dataOf = async (source: string, token?: string, variables: object = {}) => {
  const { data, errors } = await waystone.ask(source, { token, variables })
  expect(errors).toBeUndefined()
  return data
}
const pageOf = async (part: Part, args: { first?: number; after?: string | null }): Promise<Page> => {
  const source = `query ($first: Int, $after: String) { me { page: ${part}(first: $first, after: $after) { entries endCursor } } }`
  return (await dataOf(source, owner, args)).me.page as Page
}

beforeAll(async () => {
  waystone = await startOverHttp()
  ;[owner, stranger] = [await waystone.aPlayer('Owner'), await waystone.aPlayer('Stranger')]
  for (let time = 0; time < 3; time++)
    await dataOf('mutation { signIn(input: { usernameOrEmail: "Owner", password: "a long password" }) { __typename } }')
  const { banners, me } = await dataOf('{ banners { id } me { id } }', owner)
  ownerId = me.id as string
  await dataOf(
    `mutation { createCharacter(input: { name: "Taken", class: MAGE }) { __typename }
      buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "bought" }) { __typename }
      a: pull(input: { bannerId: "${banners[0].id}", count: 10, idempotencyKey: "1" }) { __typename }
      b: pull(input: { bannerId: "${banners[0].id}", count: 1, idempotencyKey: "2" }) { __typename }
      blockUser(userId: "${(await dataOf('{ me { id } }', stranger)).me.id}") }`,
    owner,
  )
  const pool = createPool({ connectionString: waystone.databaseUrl('characters'), max: 1 })
  await pool.query(
    `insert into pets (id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at)
     select gen_random_uuid(), id, 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c001', 'Tamed', 30, 25, false, now() from characters`,
  )
  await pool.end()
  await vi.waitUntil(
    async () => {
      const { me: now } = await dataOf('{ me { wallet { gold } questExport { entries } } }', owner)
      const captured = (now.questExport as Page).entries.filter(({ type }) => type === 'reservation.captured')
      return now.wallet.gold === 100 && captured.length === 2
    },
    { timeout: 30_000, interval: 100 },
  )
  await vi.waitUntil(isDelivered, { timeout: 30_000, interval: 100 })
}, 120_000)
afterAll(() => waystone.close())

/** An event stays in its outbox until every subgraph has applied it: what is told of the user changes no more. */
async function isDelivered(): Promise<boolean> {
  const counts = subgraphNames.map(async name => {
    const pool = createPool({ connectionString: waystone.databaseUrl(name), max: 1 })
    const { rows } = await pool.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM outbox')
    await pool.end()
    return rows[0]?.waiting ?? 0
  })
  return (await Promise.all(counts)).every(waiting => waiting === 0)
}

test('the operation of docs/personal-data.md answers what each part answers', async () => {
  const [block] = blocksOf('docs/personal-data.md')
  const { me } = await dataOf(block?.text ?? '', owner)
  for (const part of PARTS) expect(me[part]).toEqual(await pageOf(part, { first: 1000 }))
})

test('the export of each part has all that is known of the user, and no secret', async () => {
  const kinds: Record<string, string[]> = {}
  let text = ''
  for (const part of PARTS) {
    const { entries, endCursor } = await pageOf(part, {})
    expect(endCursor).toBeNull()
    kinds[part] = [...new Set(entries.map(({ kind }) => kind))]
    text += JSON.stringify(entries)
  }
  expect(kinds).toEqual({
    accountExport: [
      'account',
      'sign_in_method',
      'session',
      'known_network',
      'balance',
      'ledger_entry',
      'reward_claim',
      'purchase',
    ],
    characterExport: ['roster', 'character', 'pet'],
    questExport: ['player', 'event', 'quest_progress', 'quest_completion', 'leaderboard_score'],
    gachaExport: ['pull', 'inventory_entry', 'pity', 'fairness_seed'],
    socialExport: ['blocked_user'],
    notificationExport: expect.any(Array),
  })
  for (const known of ['Owner@example.com', 'Taken', 'Tamed', 'bought', 'user.signed_in'])
    expect(text).toContain(known.replace('Owner@', 'owner@'))
  for (const secret of ['argon2', 'sealed', 'token', 'password']) expect(text.toLowerCase()).not.toContain(secret)
})

test('the command writes what the parts answer, into a file that is there only when it is whole', async () => {
  const directory = createTestDirectory('export')
  const out = path.join(directory, 'export.json')
  const env = databaseSettings(name => waystone.databaseUrl(name))
  const wrong = await operate(['admin', 'export', 'Nobody', '--out', out], { env })
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('no user has this id')])
  expect(existsSync(out)).toBe(false)
  const admin = createPool({ connectionString: waystone.databaseUrl('users'), max: 1 })
  await admin.query(
    `INSERT INTO user_note (id, user_id, author_id, text, created_at) VALUES (gen_random_uuid(), $1, $1, 'Polite', now())`,
    [ownerId],
  )
  await admin.end()
  const ran = await operate(['admin', 'export', 'OWNER', '--notes', '--out', out], { env })
  expect([ran.code, ran.stderr]).toEqual([0, ''])
  expect(statSync(out).mode & 0o777).toBe(0o600)
  const { userId, exportedAt: _, notes, ...told } = JSON.parse(readFileSync(out, 'utf8'))
  expect(userId).toBe(ownerId)
  expect(notes).toEqual([expect.objectContaining({ kind: 'note', text: 'Polite' })])
  for (const part of PARTS) expect(told[part]).toEqual((await pageOf(part, { first: 1000 })).entries)
  expect(Object.keys(told)).toEqual([...PARTS])
  const again = await operate(['admin', 'export', ownerId, '--out', out], { env })
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('EEXIST')])
  rmSync(directory, { recursive: true })
}, 120_000)

test.each(PARTS)('pages of %s of any size have together what one page has, each entry once', async part => {
  const { entries } = await pageOf(part, { first: 1000 })
  for (const first of [1, 3, Math.max(1, entries.length)]) {
    const collected: unknown[] = []
    for (let after: string | null = null; ; ) {
      const page = await pageOf(part, { first, after })
      expect(page.entries.length).toBeLessThanOrEqual(first)
      collected.push(...page.entries)
      if (page.endCursor === null) break
      after = page.endCursor
    }
    expect(collected).toEqual(entries)
  }
})

test('the export is for the user and administrators', async () => {
  const asked = `query ($id: ID!) { user(id: $id) { ${PARTS.map(part => `${part} { endCursor }`).join(' ')} } }`
  for (const token of [undefined, stranger]) {
    const { user } = await dataOf(asked, token, { id: ownerId })
    expect(user).toEqual(Object.fromEntries(PARTS.map(part => [part, null])))
  }
  const { signIn } = await dataOf(
    `mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) { ... on AuthSession { accessToken } } }`,
  )
  const { user } = await dataOf(asked, signIn.accessToken as string, { id: ownerId })
  expect(user).toEqual(Object.fromEntries(PARTS.map(part => [part, { endCursor: null }])))
})

test.each(PARTS)('%s refuses page sizes and cursors that are none', async part => {
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const wrong = [
    { first: 0 },
    { first: -1 },
    { first: 1001 },
    { after: 'x' },
    { after: 'x'.repeat(10_000) },
    ...[
      null,
      {},
      [0],
      [99, null],
      [-1, null],
      [0.5, null],
      ['0', null],
      [1, ['a', 'b', 'c']],
      [1, [1, 2]],
      [1, ['\0']],
      [1, ["'; --"]],
      [1, ["'; --", 'x']],
    ].map(value => ({ after: cursor(value) })),
  ]
  for (const args of wrong) {
    const { data, errors } = await waystone.ask(
      `query ($first: Int, $after: String) { me { page: ${part}(first: $first, after: $after) { endCursor } } }`,
      { token: owner, variables: args },
    )
    expect(errors?.[0]?.extensions['code'], JSON.stringify(args)).toBe('BAD_USER_INPUT')
    expect(data?.me?.page ?? null).toBeNull()
  }
})

test('pages of many entries cost what they may read, however little is selected of them', async () => {
  const parts = Array.from({ length: 40 }, (_, index) => `p${index}: accountExport(first: 1000) { endCursor }`)
  const { errors } = await waystone.ask(`{ me { sessions { user { ${parts.join(' ')} } } } }`, { token: owner })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'cost' })
})
