import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aCast,
  anApplication,
  ANSWER,
  DISSOLVE,
  erase,
  GUILDS,
  JOIN,
  KICK,
  LEAVE,
  letters,
  membersOf,
  roleOf,
  SET_ROLE,
  settings,
  UPDATE,
} from './guild-cast.js'
import { startGuildSystem, type GuildSystem, type Viewer } from './guild-system.js'

let system: GuildSystem
beforeAll(async () => {
  system = await startGuildSystem()
})
afterAll(() => system.close())

describe('who sees what', () => {
  const fields = {
    name: 'name',
    members: 'members { totalCount edges { node { role contributed } } }',
    treasury: 'treasury { gold dailyWithdrawalLimit withdrawableToday }',
    applications: 'applications { id message user { id } }',
    log: 'log { totalCount edges { node { kind amount actor { id } } } }',
  } as const
  /** leader, officer, member, stranger, applicant, anonymous, admin. */
  const matrix: Readonly<Record<keyof typeof fields, string>> = {
    name: 'yes yes yes yes yes yes yes',
    members: 'yes yes yes yes yes yes yes',
    treasury: 'yes yes yes no no no yes',
    applications: 'yes yes no no no no yes',
    log: 'yes yes yes no no no yes',
  }
  it.each(Object.keys(fields) as (keyof typeof fields)[])('the %s of a guild', async field => {
    const cast = await aCast(system)
    const [applicant = ''] = await system.players(1, 0)
    await system.ask(applicant, JOIN, { id: cast.guildId, message: 'Hello' })
    const admin: Viewer = { userId: randomUUID(), scopes: ['admin.read'] }
    const viewers = [cast.leader, cast.officer, cast.member, cast.stranger, applicant, null, admin]
    const seen: string[] = []
    for (const viewer of viewers) {
      const guild = await system.ask(viewer, `query ($id: ID!) { guild(id: $id) { ${fields[field]} } }`, {
        id: cast.guildId,
      })
      seen.push(guild[field] === null ? 'no' : 'yes')
    }
    expect(seen.join(' ')).toBe(matrix[field])
  })

  it('an application is not seen by an officer who has blocked the applicant, who cannot tell', async () => {
    const cast = await aCast(system)
    const [blocked = '', other = ''] = await system.players(2, 0)
    await system.ask(cast.leader, 'mutation ($id: ID!) { blockUser(userId: $id) }', { id: blocked })
    const told = async (applicant: string) => {
      const { __typename, message } = await system.ask(applicant, JOIN, { id: cast.guildId, message: 'Hello' })
      return [__typename, message]
    }
    const first = await told(blocked)
    system.clock.advance(1)
    expect(first).toEqual(await told(other))
    const listed = async (viewer: string) => {
      const source = 'query ($id: ID!) { guild(id: $id) { applications { id user { id } } } }'
      const { applications } = await system.ask(viewer, source, { id: cast.guildId })
      return applications as readonly { readonly id: string; readonly user: { readonly id: string } }[]
    }
    const applicants = async (viewer: string) => (await listed(viewer)).map(({ user }) => user.id)
    expect(await applicants(cast.leader)).toEqual([other])
    expect(await applicants(cast.officer)).toEqual([blocked, other])
    const id = (await listed(cast.officer))[0]?.id
    expect(await system.ask(cast.leader, ANSWER, { id, accept: false })).toMatchObject({ __typename: 'NotAllowed' })
    expect(await system.ask(cast.officer, ANSWER, { id, accept: true })).toMatchObject({ __typename: 'Guild' })
    expect(await roleOf(system, blocked)).toBe('MEMBER')
  })

  it('the guild of a user is seen by everyone', async () => {
    const { guildId, member, stranger } = await aCast(system)
    const source =
      'query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { guild { role guild { id } contributed } } } }'
    for (const viewer of [null, stranger, member])
      expect(await system.ask(viewer, source, { id: member })).toEqual([
        { guild: { role: 'MEMBER', guild: { id: guildId }, contributed: 100 } },
      ])
    expect(await system.ask(null, source, { id: stranger })).toEqual([{ guild: null }])
  })

  it('a deleted account leaves no application, and no key that its client made', async () => {
    const cast = await aCast(system)
    await system.ask(cast.stranger, JOIN, { id: cast.guildId, message: 'Hello' })
    await system.deposit(cast.member, cast.guildId, 5, 'a key of mine')
    await system.settled()
    for (const userId of [cast.stranger, cast.member, cast.leader]) await erase(system, userId)
    expect(await system.rows('social', 'SELECT id FROM guild_application WHERE user_id = $1', [cast.stranger])).toEqual(
      [],
    )
    const kept = `SELECT id FROM treasury_movement WHERE user_id = $1 AND idempotency_key <> id::text
      UNION ALL SELECT id FROM guild WHERE founder_id = $2 AND idempotency_key <> id::text`
    expect(await system.rows('social', kept, [cast.member, cast.leader])).toEqual([])
  })
})

describe('joining', () => {
  it('the last place by 200 users at once makes one of them a member', async () => {
    const { guildId } = await aCast(system, { open: true })
    await system.rows('social', 'UPDATE guild SET member_limit = 4 WHERE id = $1', [guildId])
    const users = await system.players(200, 0)
    const answers = await Promise.all(users.map(userId => system.ask(userId, JOIN, { id: guildId, message: '' })))
    expect(answers.filter(({ __typename }) => __typename === 'Guild')).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === 'GuildFull')).toHaveLength(199)
    expect(await membersOf(system, guildId)).toBe(4)
  })

  it('20 guilds may have an application of a user that waits, whatever is sent at once', async () => {
    const [{ stranger }, other] = [await aCast(system), await aCast(system)]
    const [made] = await system.rows<{ ids: string[] }>(
      'social',
      `WITH made AS (INSERT INTO guild (id, status, name, name_key, tag, description, open, member_count, member_limit, founder_id, idempotency_key, created_at, recover_after)
         SELECT gen_random_uuid(), 'ACTIVE', 'Many ' || n, 'many ' || n, 'MANY' || chr(64 + n), '', false, 1, 50, $1, 'many ' || n, now(), now() FROM generate_series(1, 25) n
         RETURNING id)
       SELECT array_agg(id) AS ids FROM made`,
      [stranger],
    )
    const ids = made?.ids ?? []
    const apply = (id: string) => system.ask(stranger, JOIN, { id, message: '' })
    const answers = (await Promise.all(ids.map(apply))).map(({ __typename }) => __typename)
    expect(answers.toSorted()).toEqual([
      ...Array.from({ length: 20 }, () => 'GuildApplication'),
      ...Array.from({ length: 5 }, () => 'NotAllowed'),
    ])
    // A repeat renews one that waits, and one that is answered makes room.
    const waiting = ids[answers.indexOf('GuildApplication')] ?? ''
    expect(await apply(waiting)).toMatchObject({ __typename: 'GuildApplication' })
    expect(await apply(other.guildId)).toMatchObject({ __typename: 'NotAllowed' })
    await system.rows('social', 'DELETE FROM guild_application WHERE guild_id = $1', [waiting])
    expect(await apply(other.guildId)).toMatchObject({ __typename: 'GuildApplication' })
    await system.rows('social', `DELETE FROM guild_application WHERE user_id = $1`, [stranger])
    await system.rows('social', `DELETE FROM guild WHERE name LIKE 'Many %'`)
  })

  it('two guilds at once, again and again, makes a user a member of one', async () => {
    const [one, other] = [await aCast(system, { open: true }), await aCast(system, { open: true })]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        system.ask(one.stranger, JOIN, { id: index % 2 === 0 ? one.guildId : other.guildId, message: '' }),
      ),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Guild')).toHaveLength(1)
    expect((await membersOf(system, one.guildId)) + (await membersOf(system, other.guildId))).toBe(7)
  })

  it('50 applications are accepted for the last place at once, and one applicant gets it', async () => {
    const cast = await aCast(system)
    await system.rows('social', 'UPDATE guild SET member_limit = 4 WHERE id = $1', [cast.guildId])
    const ids = await Promise.all(Array.from({ length: 50 }, () => anApplication(system, cast)))
    const answers = await Promise.all(
      ids.map((id, index) => system.ask(index % 2 === 0 ? cast.leader : cast.officer, ANSWER, { id, accept: true })),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Guild')).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === 'GuildFull')).toHaveLength(49)
    expect(await membersOf(system, cast.guildId)).toBe(4)
  })

  it('a guild that is not open is applied to once, with the newest message, and told to those who may answer', async () => {
    const { guildId, stranger, leader, officer } = await aCast(system)
    const first = await system.ask(stranger, JOIN, { id: guildId, message: 'One' })
    const second = await system.ask(stranger, JOIN, { id: guildId, message: 'Two' })
    expect(second).toEqual({ ...first, message: 'Two' })
    const told = await system.rows<{ data: { officerIds: string[] } }>(
      'social',
      `SELECT data FROM outbox WHERE type = 'guild.applied' AND aggregate_id = $1`,
      [stranger],
    )
    // Nothing consumes the events of social here but users, so they may have left already.
    expect(told.flatMap(({ data }) => data.officerIds)).toEqual(told.length === 0 ? [] : [leader, officer])
    expect(await system.ask(officer, ANSWER, { id: second['id'], accept: false })).toMatchObject({
      __typename: 'Guild',
    })
    expect(await roleOf(system, stranger)).toBeNull()
  })
})

describe('lists', () => {
  it('find guilds by the beginning of a name or by a tag, page by page, each once', async () => {
    const prefix = `Zeta ${letters()}`
    const founders = await system.players(5, 10_000)
    for (const [index, founder] of founders.entries())
      await system.found(founder, { name: `${prefix} ${index}`, open: index % 2 === 0 })
    const found: string[] = []
    let after: string | null = null
    for (let pages = 0; pages < 5; pages++) {
      const page = (await system.ask(null, GUILDS, {
        search: prefix.toLowerCase(),
        first: 2,
        after,
      })) as unknown as Page
      expect(page.totalCount).toBe(5)
      found.push(...page.edges.map(({ node }) => node.name))
      after = page.pageInfo.endCursor
      if (!page.pageInfo.hasNextPage) break
    }
    expect(found).toEqual(founders.map((_, index) => `${prefix} ${index}`))
    const open = (await system.ask(null, GUILDS, { search: prefix, openOnly: true, first: 9 })) as unknown as Page
    expect(open.totalCount).toBe(3)
    expect(((await system.ask(null, GUILDS, { search: '%', first: 9 })) as unknown as Page).edges).toEqual([])
    expect(await system.ask(null, `{ guildByName(name: "${prefix.toUpperCase()} 0") { name } }`)).toEqual({
      name: `${prefix} 0`,
    })
  })

  it('of guilds with members and treasuries cost as many statements for ten as for two', async () => {
    const { leader } = await aCast(system)
    // Else the events of the guild are still on their way while statements are counted.
    await system.settled()
    const source = `query ($first: Int!) { guilds(first: $first) { edges { node { name members(first: 3) { edges { node { role guild { id } } } } treasury { gold } } } } }`
    const cost = async (first: number) => {
      const counter = countStatements(system.databases.social.primary)
      await system.ask(leader, source, { first })
      counter.stop()
      return counter.statements.filter(text => /guild/.test(text)).length
    }
    await cost(2)
    expect(await cost(10)).toBe(await cost(2))
    expect(await cost(10)).toBeLessThanOrEqual(5)
  })

  it('of members go by rank, and the log by time, the newest first', async () => {
    const { guildId, leader, officer, member } = await aCast(system)
    const guild = await system.ask(
      member,
      `query ($id: ID!) { guild(id: $id) { memberCount members(first: 2) { edges { node { user { id } } } pageInfo { hasNextPage } }
        log { edges { node { kind actor { id } subject { id } amount role } } totalCount } } }`,
      { id: guildId },
    )
    expect(guild).toEqual({
      memberCount: 3,
      members: { edges: [leader, officer].map(id => ({ node: { user: { id } } })), pageInfo: { hasNextPage: true } },
      log: {
        totalCount: 3,
        edges: [
          { kind: 'DEPOSITED', actor: { id: member }, subject: null, amount: 100, role: null },
          { kind: 'ROLE_CHANGED', actor: { id: leader }, subject: { id: officer }, amount: null, role: 'OFFICER' },
          { kind: 'FOUNDED', actor: { id: leader }, subject: null, amount: null, role: null },
        ].map(node => ({ node })),
      },
    })
  })
})

interface Page {
  readonly totalCount: number
  readonly edges: readonly { readonly node: { readonly name: string } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

const follow = (userId: string, guildId: string, after: string | null = null) =>
  system.social.services.followGuild({ userId, guildId, after })

/** The version of what the member is shown now. */
async function versionFor(userId: string, guildId: string): Promise<string> {
  const stream = await follow(userId, guildId, '0')
  const { value } = await stream.next()
  await stream.return?.()
  return value.version
}
const OVER = { done: true, value: undefined }

describe('guildChanged', () => {
  it('tells each member of every change of settings, members, roles and gold, and on a resumption of those missed', async () => {
    const cast = await aCast(system, { open: true })
    const { guildId, leader, officer, member, stranger, name } = cast
    const changes = [
      () => system.ask(leader, UPDATE, { id: guildId, input: settings(name) }),
      () => system.ask(leader, SET_ROLE, { guildId, userId: member, role: 'OFFICER' }),
      () => system.deposit(member, guildId, 5),
      () => system.withdraw(leader, guildId, 3),
      () => system.ask(stranger, JOIN, { id: guildId, message: '' }),
      () => system.ask(leader, KICK, { guildId, userId: stranger }),
    ]
    const streams = [await follow(leader, guildId), await follow(officer, guildId)]
    let known = await versionFor(officer, guildId)
    for (const change of changes) {
      await change()
      const told = await Promise.all(streams.map(async stream => (await stream.next()).value))
      expect(told.map(one => one.guildId)).toEqual([guildId, guildId])
      expect(told[1].version).not.toBe(known)
      const resumed = await follow(officer, guildId, known)
      expect((await resumed.next()).value).toEqual(told[1])
      await resumed.return?.()
      known = told[1].version
    }
    for (const stream of streams) await stream.return?.()
    expect(await versionFor(officer, guildId)).toBe(known)
  })

  it('tells of applications those alone who are shown them', async () => {
    const cast = await aCast(system)
    const { guildId, leader, officer, member } = cast
    const versions = () => Promise.all([leader, officer, member].map(userId => versionFor(userId, guildId)))
    const before = await versions()
    const stream = await follow(leader, guildId)
    const id = await anApplication(system, cast)
    expect((await stream.next()).value.guildId).toBe(guildId)
    const [forLeader, forOfficer, forMember] = await versions()
    expect([forLeader === before[0], forOfficer === before[1], forMember === before[2]]).toEqual([false, false, true])

    // An officer who has blocked the applicant is not shown the application.
    const [applied] = await system.rows<{ user_id: string }>(
      'social',
      'SELECT user_id FROM guild_application WHERE id = $1',
      [id],
    )
    const block = 'mutation ($userId: ID!) { blockUser(userId: $userId) }'
    await system.ask(officer, block, { userId: applied?.user_id ?? '' })
    expect(await versionFor(officer, guildId)).toBe(before[1])
    await system.ask(leader, ANSWER, { id, accept: false })
    expect(await versions()).toEqual(before)
    await stream.return?.()
  })

  it('tells the guilds that an applicant has applied to when another one takes the applicant in', async () => {
    const [cast, other] = [await aCast(system), await aCast(system, { open: true })]
    const before = await versionFor(cast.leader, cast.guildId)
    await system.ask(cast.stranger, JOIN, { id: cast.guildId, message: 'Take me' })
    const stream = await follow(cast.leader, cast.guildId)
    await system.ask(cast.stranger, JOIN, { id: other.guildId, message: '' })
    expect((await stream.next()).value.version).toBe(before)
    await stream.return?.()
  })

  it('is for members alone, and ends when they leave, are sent away, and when the guild ends', async () => {
    const { guildId, leader, officer, member, stranger } = await aCast(system)
    for (const [userId, id] of [
      [stranger, guildId],
      [leader, randomUUID()],
      [leader, 'nonsense'],
    ] as const)
      await expect(follow(userId, id)).rejects.toThrow('"id" must be the id of the guild that you belong to')
    await expect(follow(leader, guildId, 'nonsense')).rejects.toThrow('"after" must be')

    const streams = [await follow(member, guildId), await follow(officer, guildId), await follow(leader, guildId)]
    const [left, kicked, dissolved] = streams.map(stream => untilItEnds(stream))
    await system.ask(member, LEAVE, { id: guildId })
    expect(await left).toEqual(OVER)
    await system.ask(leader, KICK, { guildId, userId: officer })
    expect(await kicked).toEqual(OVER)
    await system.ask(leader, DISSOLVE, { id: guildId })
    expect(await dissolved).toEqual(OVER)
    await expect(follow(member, guildId)).rejects.toThrow('"id" must be')
  })
})

async function untilItEnds(stream: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return next
  }
}
