import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startUsers, type Player, type TestApp } from './users-app.js'

const CROWD = 6_000

let users: TestApp
let admin: Player
let player: Player
let counted: ReturnType<typeof countStatements>
beforeAll(async () => {
  users = await startUsers()
  player = await users.aPlayer('Aria_Stark')
  admin = await users.anAdministrator()
  // One at a second, before the two above.
  await users.rows(
    `INSERT INTO "user" (id, name, email, username, display_username, created_at)
     SELECT gen_random_uuid(), 'Crowd ' || n, CASE WHEN n % 100 = 0 THEN n || '@no-address.invalid' ELSE 'crowd' || n || '@mail.example' END,
       'crowd_' || n, 'Crowd_' || n, timestamptz '2026-01-01' + n * interval '1 second' FROM generate_series(1, $1) n`,
    [CROWD],
  )
  await users.rows(
    `INSERT INTO profile (user_id, time_zone, former_of_months) SELECT id, 'UTC', 'UTC' FROM "user" ON CONFLICT DO NOTHING`,
  )
  await users.rows(`UPDATE "user" SET banned = true WHERE username IN ('crowd_11', 'crowd_12')`)
  await users.rows(`UPDATE "user" SET banned = true, ban_expires = '2026-11-01' WHERE username = 'crowd_13'`)
  await users.rows(`UPDATE "user" SET name = 'Ünïque % Näme_' WHERE username = 'crowd_77'`)
  await users.rows('ANALYZE')
  await users.ask(admin, '{ me { id } }')
  counted = countStatements(users.database.primary)
})
afterAll(async () => {
  counted.stop()
  await users.close()
})

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly username: string } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly totalCount: number
}
const USERS = `query ($search: String, $status: UserStatus, $first: Int, $after: String) {
  users(search: $search, status: $status, first: $first, after: $after) {
    edges { cursor node { username email status createdAt } } pageInfo { hasNextPage endCursor } totalCount
  }
}`
const list = async (variables: Record<string, unknown>): Promise<Page> => {
  const { data, errors } = await users.ask(admin, USERS, variables)
  expect(errors).toEqual([])
  return data?.['users'] as Page
}
const namesOf = ({ edges }: Page) => edges.map(({ node }) => node.username)

/** The plan of the last statement that reads a list, as PostgreSQL makes it for these values. */
async function planOf(text: string, values: readonly unknown[]): Promise<string> {
  const lines = await users.rows<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${text}`, values)
  return lines.map(line => line['QUERY PLAN']).join('\n')
}

describe('users', () => {
  it('cost three statements a page: the ids, the users, and their number where it is asked for', async () => {
    const after = (await list({ first: 2 })).pageInfo.endCursor
    counted.reset()
    await list({ first: 50, after })
    expect(counted.statements).toHaveLength(3)
  })

  it('are listed, those who signed up last first, page by page without a gap', async () => {
    const first = await list({ first: 100 })
    expect(namesOf(first).slice(0, 4).toSorted()).toEqual(
      [admin.username, 'Aria_Stark', 'Crowd_6000', 'Crowd_5999'].toSorted(),
    )
    expect(first.totalCount).toBe(CROWD + 2)
    const seen = new Set(namesOf(first))
    let page = first
    while (page.pageInfo.hasNextPage) {
      page = await list({ first: 100, after: page.pageInfo.endCursor })
      for (const name of namesOf(page)) seen.add(name)
    }
    expect(seen.size).toBe(CROWD + 2)
    expect(namesOf(page).at(-1)).toBe('Crowd_1')
  })

  it('are found by a part of a name or an address, by the beginning of one, and by a whole id', async () => {
    expect(namesOf(await list({ search: 'ria_st' }))).toEqual(['Aria_Stark'])
    expect(namesOf(await list({ search: '  STARK@EXAMPLE ' }))).toEqual(['Aria_Stark'])
    expect(namesOf(await list({ search: 'ar' }))).toEqual(['Aria_Stark'])
    expect(namesOf(await list({ search: player.userId.toUpperCase() }))).toEqual(['Aria_Stark'])
    expect(namesOf(await list({ search: randomUUID() }))).toEqual([])
    expect(namesOf(await list({ search: player.userId.slice(0, 8) }))).toEqual([])
    expect((await list({ search: 'crowd', first: 1 })).totalCount).toBe(CROWD)
    expect((await list({ search: '', first: 1 })).totalCount).toBe(CROWD + 2)
  })

  it('are found by what stands there, not by what it means in a pattern, and never by a placeholder of no address', async () => {
    expect(namesOf(await list({ search: '% näme_' }))).toEqual(['Crowd_77'])
    for (const search of ['r_wd_', '%%%', 'no-address', '\\'])
      expect((await list({ search })).totalCount, search).toBe(0)
    for (const search of ['x'.repeat(101), 'a\0b', 'a\nb'])
      expect((await users.ask(admin, USERS, { search })).errors, search).toMatchObject([{ code: 'BAD_USER_INPUT' }])
  })

  it('are found by status; a ban that has run out is none', async () => {
    expect(namesOf(await list({ status: 'BANNED' }))).toEqual(['Crowd_12', 'Crowd_11'])
    expect(namesOf(await list({ status: 'BANNED', search: 'crowd_1' }))).toEqual(['Crowd_12', 'Crowd_11'])
    expect((await list({ status: 'NEW', first: 0 })).totalCount).toBe(CROWD - 2 + 1)
    expect(namesOf(await list({ status: 'ACTIVE' }))).toEqual([admin.username])
  })

  it.each([
    ['a part of a name', { search: 'ria_st' }, /user_search_idx/],
    ['the beginning of a name', { search: 'ar' }, /user_search_idx/],
    ['nothing', {}, /user_created_at_id_idx/],
    ['those who are banned', { status: 'BANNED' }, /user_banned_idx|user_created_at_id_idx/],
  ])('by %s are read by an index', async (_, variables, index) => {
    const calls: { text: string; values: unknown[] }[] = []
    const original = users.database.primary.query.bind(users.database.primary)
    users.database.primary.query = ((statement: { text: string; values: unknown[] }) => {
      calls.push(statement)
      return original(statement as never)
    }) as never
    try {
      await list({ ...variables, first: 20 })
    } finally {
      users.database.primary.query = original
    }
    const read = calls.find(({ text }) => text.includes('u.created_at AS at'))
    const plan = await planOf(read?.text ?? '', read?.values ?? [])
    expect(plan).toMatch(index)
    expect(plan).not.toMatch(/Seq Scan on "?user/)
  })
})
