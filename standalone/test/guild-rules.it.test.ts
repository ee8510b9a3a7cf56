import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGuildSystem, type Answered, type GuildSystem, type Viewer } from './guild-system.js'

let system: GuildSystem
beforeAll(async () => {
  system = await startGuildSystem()
})
afterAll(() => system.close())

const roles = ['leader', 'officer', 'member', 'stranger'] as const
type Cast = Readonly<Record<(typeof roles)[number], string>> & { readonly guildId: string; readonly name: string }

/** A guild with one user of each role, and 100 gold in its treasury. */
async function aCast(settings: { open?: boolean } = {}): Promise<Cast> {
  const [officer = '', member = '', stranger = ''] = await system.players(3, 1_000)
  const { guildId, leader } = await system.aGuild([officer, member])
  await system.ask(leader, SET_ROLE, { guildId, userId: officer, role: 'OFFICER' })
  await system.deposit(member, guildId, 100)
  await system.rows('social', 'UPDATE guild SET open = $2 WHERE id = $1', [guildId, settings.open ?? false])
  const [row] = await system.rows<{ name: string }>('social', 'SELECT name FROM guild WHERE id = $1', [guildId])
  return { guildId, leader, officer, member, stranger, name: row?.name ?? '' }
}
/** Somebody who has applied to the guild; the application's id. */
async function anApplication({ guildId }: Cast): Promise<string> {
  const [applicant = ''] = await system.players(1, 0)
  return String((await system.ask(applicant, JOIN, { id: guildId, message: 'Take me' }))['id'])
}
const settings = (name: string) => ({ name, tag: letters(), description: '', open: true })
let made = 0
/** Five letters, another five each time; guilds of guild-system.ts have four. */
const letters = () => {
  made += 1
  return `QX${Array.from({ length: 3 }, (_, place) => String.fromCodePoint(65 + (Math.floor(made / 26 ** place) % 26))).join('')}`
}

describe('what each role may do', () => {
  type Deed = (viewer: string, cast: Cast) => Promise<Answered>
  const deeds: Readonly<Record<string, Deed>> = {
    'change the settings': (viewer, { guildId }) =>
      system.ask(viewer, UPDATE, { id: guildId, input: settings(`New ${letters()}`) }),
    'answer an application': async (viewer, cast) =>
      system.ask(viewer, ANSWER, { id: await anApplication(cast), accept: true }),
    'kick a member': (viewer, { guildId, member }) => system.ask(viewer, KICK, { guildId, userId: member }),
    'kick an officer': (viewer, { guildId, officer }) => system.ask(viewer, KICK, { guildId, userId: officer }),
    'give a role': (viewer, { guildId, member }) =>
      system.ask(viewer, SET_ROLE, { guildId, userId: member, role: 'OFFICER' }),
    deposit: (viewer, { guildId }) => system.deposit(viewer, guildId, 1),
    withdraw: (viewer, { guildId }) => system.withdraw(viewer, guildId, 1),
    leave: (viewer, { guildId }) => system.ask(viewer, LEAVE, { id: guildId }),
    dissolve: (viewer, { guildId }) => system.ask(viewer, DISSOLVE, { id: guildId }),
  }
  /** leader, officer, member, stranger. A leader who is not alone hands over before leaving. */
  const matrix: Readonly<Record<string, string>> = {
    'change the settings': 'yes yes no no',
    'answer an application': 'yes yes no no',
    'kick a member': 'yes yes no no',
    'kick an officer': 'yes no no no',
    'give a role': 'yes no no no',
    deposit: 'yes yes yes no',
    withdraw: 'yes yes no no',
    leave: 'no yes yes no',
    dissolve: 'yes no no no',
  }
  it.each(Object.keys(deeds))('to %s is for the roles of the table, and for no other', async name => {
    const answers: string[] = []
    for (const role of roles) {
      const cast = await aCast()
      const before = await state()
      const deed = deeds[name]
      if (deed === undefined) throw new Error(name)
      // The leader's wallet is empty: founding took all of it.
      const viewer = cast[role]
      if (name === 'deposit' && role === 'leader')
        await system.withdraw(viewer, cast.guildId, 50).then(() => system.settled())
      const { __typename } = await deed(viewer, cast)
      answers.push(__typename === 'Guild' || __typename === 'GuildTreasury' ? 'yes' : 'no')
      if (__typename !== 'NotAllowed') expect(['Guild', 'GuildTreasury']).toContain(__typename)
      else if (name !== 'answer an application') expect(await state()).toEqual(before)
    }
    expect(answers.join(' ')).toBe(matrix[name])
  })

  it('a leader who makes another member the leader becomes an officer', async () => {
    const { guildId, leader, member } = await aCast()
    expect(await system.ask(leader, SET_ROLE, { guildId, userId: member, role: 'LEADER' })).toMatchObject({
      __typename: 'Guild',
    })
    expect([await roleOf(leader), await roleOf(member)]).toEqual(['OFFICER', 'LEADER'])
    expect(await system.ask(leader, LEAVE, { id: guildId })).toMatchObject({ __typename: 'Guild' })
  })
})

describe('bad input', () => {
  const nil = '00000000-0000-0000-0000-000000000000'
  type Ask = (cast: Cast) => Promise<Answered>
  const cases: readonly (readonly [string, string, Ask])[] = [
    ['founding under a bad name', 'InvalidInput name', ({ stranger }) => system.found(stranger, { name: 'x' })],
    ['founding under a bad tag', 'InvalidInput tag', ({ stranger }) => system.found(stranger, { tag: '1' })],
    [
      'founding under an obscene name',
      'InvalidInput name',
      ({ stranger }) => system.found(stranger, { name: 'Fuck Team' }),
    ],
    [
      'founding under an empty key',
      'InvalidInput idempotencyKey',
      ({ stranger }) => system.found(stranger, { key: '' }),
    ],
    ['founding as a member', 'AlreadyInGuild', ({ member }) => system.found(member)],
    [
      'founding under a name that is taken',
      'GuildNameTaken',
      ({ stranger, name }) => system.found(stranger, { name: name.toUpperCase() }),
    ],
    ['founding without gold', 'InsufficientGold', ({ stranger }) => system.found(stranger)],
    [
      'changing to a name that is taken',
      'GuildNameTaken',
      async ({ leader, guildId }) => {
        const [other] = await system.rows<{ name: string }>(
          'social',
          `SELECT name FROM guild WHERE status = 'ACTIVE' AND id <> $1 LIMIT 1`,
          [guildId],
        )
        return await system.ask(leader, UPDATE, { id: guildId, input: settings(other?.name ?? '') })
      },
    ],
    [
      'changing to a bad description',
      'InvalidInput description',
      ({ leader, guildId }) =>
        system.ask(leader, UPDATE, { id: guildId, input: { ...settings('Fine Name'), description: 'x'.repeat(501) } }),
    ],
    [
      'changing what does not exist',
      'GuildNotFound',
      ({ leader }) => system.ask(leader, UPDATE, { id: nil, input: settings('Fine Name') }),
    ],
    [
      'joining what does not exist',
      'GuildNotFound',
      ({ stranger }) => system.ask(stranger, JOIN, { id: nil, message: '' }),
    ],
    [
      'joining under no id at all',
      'GuildNotFound',
      ({ stranger }) => system.ask(stranger, JOIN, { id: 'x', message: '' }),
    ],
    [
      'joining as a member',
      'AlreadyInGuild',
      ({ member, guildId }) => system.ask(member, JOIN, { id: guildId, message: '' }),
    ],
    [
      'applying with an obscene message',
      'NotAllowed',
      ({ stranger, guildId }) => system.ask(stranger, JOIN, { id: guildId, message: 'fuck' }),
    ],
    [
      'applying with a message that is too long',
      'NotAllowed',
      ({ stranger, guildId }) => system.ask(stranger, JOIN, { id: guildId, message: 'x'.repeat(201) }),
    ],
    [
      'answering what was never sent',
      'NotAllowed',
      ({ leader }) => system.ask(leader, ANSWER, { id: nil, accept: true }),
    ],
    [
      'giving a role to a stranger',
      'NotAllowed',
      ({ leader, guildId, stranger }) => system.ask(leader, SET_ROLE, { guildId, userId: stranger, role: 'OFFICER' }),
    ],
    [
      'giving up leadership to nobody',
      'NotAllowed',
      ({ leader, guildId }) => system.ask(leader, SET_ROLE, { guildId, userId: leader, role: 'MEMBER' }),
    ],
    [
      'kicking a stranger',
      'NotAllowed',
      ({ leader, guildId, stranger }) => system.ask(leader, KICK, { guildId, userId: stranger }),
    ],
    ['kicking oneself', 'NotAllowed', ({ leader, guildId }) => system.ask(leader, KICK, { guildId, userId: leader })],
    ['depositing nothing', 'InvalidInput amount', ({ member, guildId }) => system.deposit(member, guildId, 0)],
    [
      'depositing less than nothing',
      'InvalidInput amount',
      ({ member, guildId }) => system.deposit(member, guildId, -5),
    ],
    [
      'depositing too much at once',
      'InvalidInput amount',
      ({ member, guildId }) => system.deposit(member, guildId, 1_000_000_001),
    ],
    [
      'depositing under a key of 101 characters',
      'InvalidInput idempotencyKey',
      ({ member, guildId }) => system.deposit(member, guildId, 1, 'k'.repeat(101)),
    ],
    ['depositing to what does not exist', 'GuildNotFound', ({ member }) => system.deposit(member, nil, 1)],
    [
      'withdrawing less than nothing',
      'InvalidInput amount',
      ({ leader, guildId }) => system.withdraw(leader, guildId, -1),
    ],
    [
      'withdrawing more than there is',
      'InsufficientGold',
      ({ leader, guildId }) => system.withdraw(leader, guildId, 101),
    ],
    [
      'withdrawing more than the limit',
      'NotAllowed',
      ({ leader, guildId }) => system.withdraw(leader, guildId, 1_000_001),
    ],
    ['withdrawing from what does not exist', 'GuildNotFound', ({ leader }) => system.withdraw(leader, nil, 1)],
    ['leaving what does not exist', 'GuildNotFound', ({ leader }) => system.ask(leader, LEAVE, { id: nil })],
    ['dissolving what does not exist', 'GuildNotFound', ({ leader }) => system.ask(leader, DISSOLVE, { id: nil })],
  ]
  it.each(cases)('%s is %s, and changes nothing', async (_, expected, ask) => {
    const cast = await aCast()
    const before = await state()
    const { __typename, field } = await ask(cast)
    expect([__typename, field].filter(part => part !== undefined).join(' ')).toBe(expected)
    expect(await state()).toEqual(before)
  })

  it.each([
    'foundGuild(input: { name: "Dawn", tag: "DAWN" }, idempotencyKey: "k")',
    'joinGuild(id: "x")',
    'leaveGuild(id: "x")',
  ])('%s asks for a signed-in user', async mutation => {
    await expect(system.ask(null, `mutation { ${mutation} { __typename } }`)).rejects.toThrow()
  })
})

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
    const cast = await aCast()
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

  it('the guild of a user is seen by everyone', async () => {
    const { guildId, member, stranger } = await aCast()
    const source =
      'query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { guild { role guild { id } contributed } } } }'
    for (const viewer of [null, stranger, member])
      expect(await system.ask(viewer, source, { id: member })).toEqual([
        { guild: { role: 'MEMBER', guild: { id: guildId }, contributed: 100 } },
      ])
    expect(await system.ask(null, source, { id: stranger })).toEqual([{ guild: null }])
  })

  it('a deleted account leaves no application, and no key that its client made', async () => {
    const cast = await aCast()
    await system.ask(cast.stranger, JOIN, { id: cast.guildId, message: 'Hello' })
    await system.deposit(cast.member, cast.guildId, 5, 'a key of mine')
    await system.settled()
    for (const userId of [cast.stranger, cast.member, cast.leader]) await erase(userId)
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
    const { guildId } = await aCast({ open: true })
    await system.rows('social', 'UPDATE guild SET member_limit = 4 WHERE id = $1', [guildId])
    const users = await system.players(200, 0)
    const answers = await Promise.all(users.map(userId => system.ask(userId, JOIN, { id: guildId, message: '' })))
    expect(answers.filter(({ __typename }) => __typename === 'Guild')).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === 'GuildFull')).toHaveLength(199)
    expect(await membersOf(guildId)).toBe(4)
  })

  it('two guilds at once, again and again, makes a user a member of one', async () => {
    const [one, other] = [await aCast({ open: true }), await aCast({ open: true })]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        system.ask(one.stranger, JOIN, { id: index % 2 === 0 ? one.guildId : other.guildId, message: '' }),
      ),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Guild')).toHaveLength(1)
    expect((await membersOf(one.guildId)) + (await membersOf(other.guildId))).toBe(7)
  })

  it('50 applications are accepted for the last place at once, and one applicant gets it', async () => {
    const cast = await aCast()
    await system.rows('social', 'UPDATE guild SET member_limit = 4 WHERE id = $1', [cast.guildId])
    const ids = await Promise.all(Array.from({ length: 50 }, () => anApplication(cast)))
    const answers = await Promise.all(
      ids.map((id, index) => system.ask(index % 2 === 0 ? cast.leader : cast.officer, ANSWER, { id, accept: true })),
    )
    expect(answers.filter(({ __typename }) => __typename === 'Guild')).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === 'GuildFull')).toHaveLength(49)
    expect(await membersOf(cast.guildId)).toBe(4)
  })

  it('a guild that is not open is applied to once, with the newest message, and told to those who may answer', async () => {
    const { guildId, stranger, leader, officer } = await aCast()
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
    expect(await roleOf(stranger)).toBeNull()
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
    expect(await system.ask(null, '{ guildByName(name: "' + `${prefix.toUpperCase()} 0` + '") { name } }')).toEqual({
      name: `${prefix} 0`,
    })
  })

  it('of guilds with members and treasuries cost as many statements for ten as for two', async () => {
    const { leader } = await aCast()
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
    const { guildId, leader, officer, member } = await aCast()
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

const roleOf = async (userId: string) =>
  (await system.rows<{ role: string }>('social', 'SELECT role FROM guild_member WHERE user_id = $1', [userId]))[0]
    ?.role ?? null
const membersOf = async (guildId: string) =>
  (
    await system.rows<{ n: number }>('social', 'SELECT count(*)::int AS n FROM guild_member WHERE guild_id = $1', [
      guildId,
    ])
  )[0]?.n ?? 0

/** Everything that guilds are made of but orders, which are refused. */
async function state(): Promise<unknown> {
  const tables = ['guild_member', 'guild_contribution', 'guild_application', 'guild_log']
  const guilds = system.rows(
    'social',
    `SELECT g::text AS row FROM guild g WHERE status IN ('ACTIVE', 'DISSOLVED') ORDER BY 1`,
  )
  const done = system.rows('social', `SELECT m::text AS row FROM treasury_movement m WHERE status = 'DONE' ORDER BY 1`)
  return await Promise.all([
    guilds,
    done,
    ...tables.map(table => system.rows('social', `SELECT t::text AS row FROM "${table}" t ORDER BY 1`)),
  ])
}

async function erase(userId: string): Promise<void> {
  await system.rows('users', `INSERT INTO account_deletion (user_id, requested_at, due_at) VALUES ($1, $2, $2)`, [
    userId,
    system.clock.now(),
  ])
  await system.users.services.eraseAccounts()
  await system.settled()
}

const UPDATE = `mutation ($id: ID!, $input: GuildInput!) { updateGuild(id: $id, input: $input) { __typename ... on InvalidInput { field } } }`
const JOIN = `mutation ($id: ID!, $message: String!) { joinGuild(id: $id, message: $message) { __typename ... on GuildApplication { id message } } }`
const ANSWER = `mutation ($id: ID!, $accept: Boolean!) { answerGuildApplication(id: $id, accept: $accept) { __typename } }`
const KICK = `mutation ($guildId: ID!, $userId: ID!) { kickFromGuild(guildId: $guildId, userId: $userId) { __typename } }`
const SET_ROLE = `mutation ($guildId: ID!, $userId: ID!, $role: GuildRole!) { setGuildRole(guildId: $guildId, userId: $userId, role: $role) { __typename } }`
const LEAVE = `mutation ($id: ID!) { leaveGuild(id: $id) { __typename } }`
const DISSOLVE = `mutation ($id: ID!) { dissolveGuild(id: $id) { __typename } }`
const GUILDS = `query ($search: String, $openOnly: Boolean, $first: Int, $after: String) { guilds(search: $search, openOnly: $openOnly, first: $first, after: $after) {
  totalCount edges { node { name } } pageInfo { hasNextPage endCursor } } }`
