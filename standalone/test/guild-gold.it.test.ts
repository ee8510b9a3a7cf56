import { randomUUID } from 'node:crypto'
import { auditEconomy, type Finding } from '@waystone/audit'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGuildSystem, type Answered, type GuildSystem } from './guild-system.js'

let system: GuildSystem
beforeAll(async () => {
  system = await startGuildSystem()
})
afterAll(() => system.close())

/** Longer than an order may take before the recovery job looks after it. */
const LATER_MS = 11_000
const UNFINISHED = `SELECT (SELECT count(*) FROM guild WHERE status IN ('FOUNDING', 'RELEASING'))
  + (SELECT count(*) FROM treasury_movement WHERE status IN ('RESERVING', 'RELEASING')) AS orders`
const recover = async () => {
  system.clock.advance(LATER_MS)
  await system.social.services.recoverGuildGold()
  // The process's own job may have taken the orders just before: it brings them to an end.
  await expect.poll(async () => (await system.rows<{ orders: string }>('social', UNFINISHED))[0]?.orders).toBe('0')
  await system.settled()
}
function counted(answers: readonly Answered[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { __typename } of answers) counts[__typename] = (counts[__typename] ?? 0) + 1
  return counts
}

/** A process that dies at its statement of this table: the transaction is rolled back. */
async function dyingAt<T>(database: 'users' | 'social', table: string, work: () => Promise<T>): Promise<T> {
  await system.rows(
    database,
    `CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crash'; END $$`,
  )
  await system.rows(
    database,
    `CREATE TRIGGER crash BEFORE INSERT ON "${table}" FOR EACH STATEMENT EXECUTE FUNCTION crash()`,
  )
  try {
    return await work()
  } finally {
    await system.rows(database, 'DROP FUNCTION crash CASCADE')
  }
}

/** Every invariant of the audit that users and social can answer, with nothing under way. */
async function audit(): Promise<readonly Finding[]> {
  await system.settled()
  const findings: Finding[] = []
  await auditEconomy({ sources: system.sources, settled: true, report: finding => findings.push(finding) })
  // Subgraphs that have no part in guilds do not run here, so they erase nobody.
  const bystander = /^Each deleted account is erased in (characters|quests|gacha|notifications)$/
  return findings.filter(({ violations, title }) => violations > 0 && !bystander.test(title))
}
const expectSoundAudit = () =>
  afterAll(async () => {
    expect(await audit()).toEqual([])
  })

describe('founding a guild', () => {
  expectSoundAudit()
  it('costs its price, and makes the founder its leader', async () => {
    const [founder = ''] = await system.players(1, 10_500)
    const guild = await system.found(founder, { name: 'Dawn Watch', tag: 'dawn' })
    expect(guild).toMatchObject({
      __typename: 'Guild',
      name: 'Dawn Watch',
      tag: 'DAWN',
      memberCount: 1,
      memberLimit: 50,
    })
    expect(guild['members']).toEqual({ edges: [{ node: { user: { id: founder }, role: 'LEADER', contributed: 0 } }] })
    await system.settled()
    expect(await system.gold([founder])).toEqual([500])
  })

  it('of one name by 200 users at once makes one guild, which one has paid', async () => {
    const users = await system.players(200, 10_000)
    const answers = await Promise.all(
      users.map((userId, index) => system.found(userId, { name: index % 2 === 0 ? 'The One' : 'THE one', tag: 'ONE' })),
    )
    expect(counted(answers)).toEqual({ Guild: 1, GuildNameTaken: 199 })
    await system.settled()
    const gold = await system.gold(users)
    expect(gold.reduce((sum, each) => sum + each, 0)).toBe(199 * 10_000)
    expect(gold.filter(each => each === 0)).toHaveLength(1)
  })

  it('64 times under one key founds one guild, which every repeat answers', async () => {
    const [founder = ''] = await system.players(1, 30_000)
    const guild = { name: 'Repeaters', tag: 'REP', key: randomUUID() }
    const answers = await Promise.all(Array.from({ length: 64 }, () => system.found(founder, guild)))
    expect(counted(answers)).toEqual({ Guild: 64 })
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    await system.settled()
    expect(await system.gold([founder])).toEqual([20_000])
  })

  it('with too little gold founds nothing, says how much it takes, and leaves the name free', async () => {
    const [poor = '', rich = ''] = [...(await system.players(1, 9_999)), ...(await system.players(1, 10_000))]
    const guild = { name: 'Golden Few', tag: 'GOLD' }
    expect(await system.found(poor, guild)).toEqual({
      __typename: 'InsufficientGold',
      required: 10_000,
      available: 9_999,
    })
    expect(await system.found(rich, guild)).toMatchObject({ __typename: 'Guild' })
    expect(await system.gold([poor])).toEqual([9_999])
  })

  it('twice at once under two names makes a user leader of one guild, and gives the other price back', async () => {
    const [founder = ''] = await system.players(1, 20_000)
    const answers = await Promise.all([system.found(founder), system.found(founder)])
    expect(counted(answers)).toEqual({ Guild: 1, AlreadyInGuild: 1 })
    await system.settled()
    expect(await system.gold([founder])).toEqual([10_000])
  })

  it.each([
    ['the call to set the price aside is lost', () => system.failNext('before')],
    ['the answer that the price is set aside is lost', () => system.failNext('after')],
  ])('is finished by the recovery job when %s', async (_, fail) => {
    const [founder = ''] = await system.players(1, 10_000)
    const key = randomUUID()
    fail()
    await expect(system.found(founder, { name: `Lost ${key.slice(0, 8)}`, tag: tagOf(), key })).rejects.toThrow(
      'was lost',
    )
    await recover()
    expect(await system.gold([founder])).toEqual([0])
    expect(await membershipOf(founder)).toBe('LEADER')
  })

  it.each(['guild_member', 'guild_log', 'outbox'])(
    'that dies at the statement of %s is finished by the recovery job',
    async table => {
      const [founder = ''] = await system.players(1, 10_000)
      await expect(dyingAt('social', table, () => system.found(founder))).rejects.toThrow('crash')
      expect(await membershipOf(founder)).toBeNull()
      await recover()
      expect(await membershipOf(founder)).toBe('LEADER')
      expect(await system.gold([founder])).toEqual([0])
    },
  )

  it('gives the price back where the founder has joined another guild before the recovery job comes', async () => {
    const [founder = ''] = await system.players(1, 10_000)
    system.failNext('after')
    await expect(system.found(founder)).rejects.toThrow('was lost')
    await system.aGuild([founder])
    expect(await system.gold([founder])).toEqual([0])
    await recover()
    expect(await system.gold([founder])).toEqual([10_000])
    expect(await membershipOf(founder)).toBe('MEMBER')
  })
})

describe('a deposit', () => {
  expectSoundAudit()
  it('moves gold into the treasury, the contribution and the log, by five statements of social', async () => {
    const [member = ''] = await system.players(1, 500)
    const { guildId } = await system.aGuild([member])
    // Else the events of the founding are still on their way while statements are counted.
    await system.settled()
    const counter = countStatements(system.databases.social.primary)
    expect(await system.deposit(member, guildId, 300)).toEqual({
      __typename: 'GuildTreasury',
      gold: 300,
      dailyWithdrawalLimit: 0,
      withdrawableToday: 0,
    })
    counter.stop()
    // The relay of the outbox works at the same time, in statements of its own.
    const own = counter.statements.filter(text => /guild_|insert into outbox/i.test(text))
    expect(own.length).toBeGreaterThan(2)
    expect(own.length).toBeLessThanOrEqual(5)
    await system.settled()
    expect(await system.treasury(guildId)).toBe(300)
    expect(await system.gold([member])).toEqual([200])
  })

  it('by a thousand members at once fills the treasury exactly', async () => {
    const members = await system.players(1_000, 1_000)
    const { guildId } = await system.aGuild(members, 1_001)
    const answers = await Promise.all(members.map((userId, index) => system.deposit(userId, guildId, index + 1)))
    expect(counted(answers)).toEqual({ GuildTreasury: 1_000 })
    await system.settled()
    expect(await system.treasury(guildId)).toBe(500_500)
    expect((await system.gold(members)).reduce((sum, each) => sum + each, 0)).toBe(1_000_000 - 500_500)
  })

  it('64 times under one key moves gold once', async () => {
    const [member = ''] = await system.players(1, 500)
    const { guildId } = await system.aGuild([member])
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 64 }, () => system.deposit(member, guildId, 100, key)))
    expect(counted(answers)).toEqual({ GuildTreasury: 64 })
    await system.settled()
    expect([await system.treasury(guildId), ...(await system.gold([member]))]).toEqual([100, 400])
    expect(await system.deposit(member, guildId, 101, key)).toEqual({
      __typename: 'InvalidInput',
      field: 'idempotencyKey',
    })
  })

  it('of more than the wallet holds is refused, and stays refused under its key', async () => {
    const [member = ''] = await system.players(1, 50)
    const { guildId } = await system.aGuild([member])
    const key = randomUUID()
    const refusal = { __typename: 'InsufficientGold', required: 51, available: 50 }
    expect(await system.deposit(member, guildId, 51, key)).toEqual(refusal)
    expect(await system.deposit(member, guildId, 51, key)).toEqual(refusal)
  })

  it.each([
    ['the call is lost', () => system.failNext('before')],
    ['the answer is lost', () => system.failNext('after')],
  ])('is finished by the recovery job when %s', async (_, fail) => {
    const [member = ''] = await system.players(1, 70)
    const { guildId } = await system.aGuild([member])
    fail()
    await expect(system.deposit(member, guildId, 70)).rejects.toThrow('was lost')
    await recover()
    expect([await system.treasury(guildId), ...(await system.gold([member]))]).toEqual([70, 0])
  })

  it.each(['guild_contribution', 'guild_log', 'outbox'])(
    'that dies at the statement of %s is finished by the recovery job',
    async table => {
      const [member = ''] = await system.players(1, 70)
      const { guildId } = await system.aGuild([member])
      await expect(dyingAt('social', table, () => system.deposit(member, guildId, 70))).rejects.toThrow('crash')
      await recover()
      expect([await system.treasury(guildId), ...(await system.gold([member]))]).toEqual([70, 0])
    },
  )

  it('that is under way when its member is kicked comes back', async () => {
    const [member = ''] = await system.players(1, 70)
    const { guildId, leader } = await system.aGuild([member])
    system.failNext('after')
    await expect(system.deposit(member, guildId, 70)).rejects.toThrow('was lost')
    await system.ask(leader, KICK, { guildId, userId: member })
    await recover()
    expect([await system.treasury(guildId), ...(await system.gold([member]))]).toEqual([0, 70])
  })
})

describe('a withdrawal', () => {
  expectSoundAudit()
  it('64 times under one key takes gold once, and never more than there is', async () => {
    const [member = ''] = await system.players(1, 500)
    const { guildId, leader } = await system.aGuild([member])
    await system.deposit(member, guildId, 500)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 64 }, () => system.withdraw(leader, guildId, 400, key)))
    expect(counted(answers)).toEqual({ GuildTreasury: 64 })
    expect(await system.withdraw(leader, guildId, 101)).toEqual({
      __typename: 'InsufficientGold',
      required: 101,
      available: 100,
    })
    await system.settled()
    expect([await system.treasury(guildId), ...(await system.gold([leader]))]).toEqual([100, 400])
  })

  it('by 30 at once takes exactly what there is', async () => {
    const [member = ''] = await system.players(1, 1_000)
    const { guildId, leader } = await system.aGuild([member])
    await system.deposit(member, guildId, 1_000)
    const answers = await Promise.all(Array.from({ length: 30 }, () => system.withdraw(leader, guildId, 70)))
    expect(counted(answers)).toEqual({ GuildTreasury: 14, InsufficientGold: 16 })
    await system.settled()
    expect([await system.treasury(guildId), ...(await system.gold([leader]))]).toEqual([20, 980])
  })

  it('counts towards the limit of the role on its UTC day, and towards none of the next', async () => {
    const [officer = '', member = ''] = [...(await system.players(1, 0)), ...(await system.players(1, 50_000))]
    const { guildId, leader } = await system.aGuild([officer, member])
    await system.deposit(member, guildId, 50_000)
    await system.ask(leader, SET_ROLE, { guildId, userId: officer, role: 'OFFICER' })
    expect(await system.withdraw(officer, guildId, 9_000)).toMatchObject({
      dailyWithdrawalLimit: 10_000,
      withdrawableToday: 1_000,
    })
    expect(await system.withdraw(officer, guildId, 1_001)).toEqual({ __typename: 'NotAllowed' })
    expect(await system.withdraw(officer, guildId, 1_000)).toMatchObject({ withdrawableToday: 0 })
    expect(await system.withdraw(member, guildId, 1)).toEqual({ __typename: 'NotAllowed' })
    system.clock.advance(24 * 60 * 60 * 1000)
    expect(await system.withdraw(officer, guildId, 10_000)).toMatchObject({ gold: 30_000 })
    // A process whose clock is behind, around midnight, neither begins the day anew nor lets the next one do so.
    system.clock.advance(-24 * 60 * 60 * 1000)
    expect(await system.withdraw(officer, guildId, 1)).toEqual({ __typename: 'NotAllowed' })
    system.clock.advance(24 * 60 * 60 * 1000)
    expect(await system.withdraw(officer, guildId, 1)).toEqual({ __typename: 'NotAllowed' })
  })

  it('is answered as before to a repeat, but tells nothing of the treasury once the user is no member', async () => {
    const [officer = '', member = ''] = [...(await system.players(1, 0)), ...(await system.players(1, 500))]
    const { guildId, leader } = await system.aGuild([officer, member])
    await system.ask(leader, SET_ROLE, { guildId, userId: officer, role: 'OFFICER' })
    const again = [
      () => system.deposit(member, guildId, 500, 'given'),
      () => system.withdraw(officer, guildId, 100, 'taken'),
    ]
    for (const act of again) expect(await act()).toMatchObject({ __typename: 'GuildTreasury' })
    for (const act of again) expect(await act()).toMatchObject({ __typename: 'GuildTreasury', gold: 400 })
    for (const userId of [officer, member]) await system.ask(leader, KICK, { guildId, userId })
    for (const act of again) expect(await act()).toEqual({ __typename: 'NotAllowed' })
    await system.settled()
    expect([await system.treasury(guildId), ...(await system.gold([officer, member]))]).toEqual([400, 100, 0])
  })

  it('is paid once, though users dies while it is paid', async () => {
    const [member = ''] = await system.players(1, 500)
    const { guildId, leader } = await system.aGuild([member])
    await system.deposit(member, guildId, 500)
    await system.settled()
    await dyingAt('users', 'ledger_transfer', async () => {
      expect(await system.withdraw(leader, guildId, 300)).toMatchObject({ gold: 200 })
      await system.settled()
    })
    expect(await system.users.replayDeadLetters({})).toEqual({ replayed: 1, failed: 0 })
    await system.settled()
    expect([await system.treasury(guildId), ...(await system.gold([leader]))]).toEqual([200, 300])
  })
})

describe('the end of a guild', () => {
  expectSoundAudit()
  it('pays the treasury out by contribution, to the unit, to those who are members by then', async () => {
    const members = await system.players(3, 1_000)
    const [one = '', two = '', gone = ''] = members
    const { guildId, leader } = await system.aGuild(members)
    await system.deposit(one, guildId, 200)
    await system.deposit(two, guildId, 100)
    await system.deposit(gone, guildId, 700)
    await system.ask(leader, KICK, { guildId, userId: gone })
    expect(await system.ask(leader, DISSOLVE, { guildId })).toMatchObject({ __typename: 'Guild', memberCount: 0 })
    await system.settled()
    expect(await system.gold([leader, one, two, gone])).toEqual([0, 800 + 667, 900 + 333, 300])
    expect(await system.treasury(guildId)).toBe(0)
    expect(await system.ask(one, '{ guild(id: "' + guildId + '") { id } }')).toBeNull()
  })

  it('gives the last one who leaves what is left, once, while deposits are under way', async () => {
    const { guildId, leader } = await system.aGuild([])
    const [donor = ''] = await system.players(1, 900)
    await system.rows('social', `INSERT INTO guild_member VALUES ($1, $2, 'MEMBER', now())`, [donor, guildId])
    await system.rows('social', `UPDATE guild SET member_count = 2 WHERE id = $1`, [guildId])
    await Promise.all(Array.from({ length: 9 }, () => system.deposit(donor, guildId, 100)))
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => system.ask(leader, DISSOLVE, { guildId })),
      ...Array.from({ length: 5 }, () => system.ask(donor, LEAVE, { guildId })),
    ])
    expect(answers.filter(({ __typename }) => __typename === 'Guild').length).toBeGreaterThan(0)
    await system.settled()
    expect(await system.treasury(guildId)).toBe(0)
    const [ofLeader = 0, ofDonor = 0] = await system.gold([leader, donor])
    expect(ofLeader + ofDonor).toBe(900)
  })

  it('comes with the account of its last member; before that, the next in rank leads', async () => {
    const [officer = '', member = ''] = await system.players(2, 100)
    const { guildId, leader } = await system.aGuild([officer, member])
    await system.ask(leader, SET_ROLE, { guildId, userId: officer, role: 'OFFICER' })
    await system.deposit(member, guildId, 60)
    await system.settled()
    await erase(leader)
    expect([await membershipOf(leader), await membershipOf(officer)]).toEqual([null, 'LEADER'])
    await erase(officer)
    expect(await membershipOf(member)).toBe('LEADER')
    await erase(member)
    expect(await membershipOf(member)).toBeNull()
    expect([await system.treasury(guildId), ...(await system.gold([member]))]).toEqual([0, 100])
  })
})

let tags = 0
const tagOf = () => `Z${String.fromCodePoint(65 + (tags++ % 26))}Q`

const membershipOf = async (userId: string) =>
  (await system.rows<{ role: string }>('social', 'SELECT role FROM guild_member WHERE user_id = $1', [userId]))[0]
    ?.role ?? null

/** users has erased the account, and social hears of it. */
async function erase(userId: string): Promise<void> {
  await system.rows('users', `INSERT INTO account_deletion (user_id, requested_at, due_at) VALUES ($1, $2, $2)`, [
    userId,
    system.clock.now(),
  ])
  await system.users.services.eraseAccounts()
  await system.settled()
}

const KICK = `mutation ($guildId: ID!, $userId: ID!) { kickFromGuild(guildId: $guildId, userId: $userId) { __typename } }`
const SET_ROLE = `mutation ($guildId: ID!, $userId: ID!, $role: GuildRole!) { setGuildRole(guildId: $guildId, userId: $userId, role: $role) { __typename } }`
const DISSOLVE = `mutation ($guildId: ID!) { dissolveGuild(id: $guildId) { __typename ... on Guild { memberCount } } }`
const LEAVE = `mutation ($guildId: ID!) { leaveGuild(id: $guildId) { __typename } }`
