import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aCast,
  anApplication,
  ANSWER,
  type Cast,
  DISSOLVE,
  JOIN,
  KICK,
  LEAVE,
  letters,
  roleOf,
  roles,
  SET_ROLE,
  settings,
  state,
  UPDATE,
} from './guild-cast.js'
import { startGuildSystem, type Answered, type GuildSystem } from './guild-system.js'

let system: GuildSystem
beforeAll(async () => {
  system = await startGuildSystem()
})
afterAll(() => system.close())

describe('what each role may do', () => {
  type Deed = (viewer: string, cast: Cast & { readonly applicationId: string }) => Promise<Answered>
  const deeds: Readonly<Record<string, Deed>> = {
    'change the settings': (viewer, { guildId }) =>
      system.ask(viewer, UPDATE, { id: guildId, input: settings(`New ${letters()}`) }),
    'answer an application': (viewer, { applicationId: id }) => system.ask(viewer, ANSWER, { id, accept: true }),
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
  it.each(Object.keys(deeds))('to %s is for the roles of the table; for any other, nothing changes', async name => {
    const deed = deeds[name]
    if (deed === undefined) throw new Error(name)
    const answers: string[] = []
    for (const role of roles) {
      const cast = await aCast(system)
      const applicationId = await anApplication(system, cast)
      const viewer = cast[role]
      // The leader's wallet is empty: founding took all of it.
      if (name === 'deposit' && role === 'leader') await system.withdraw(viewer, cast.guildId, 50)
      await system.settled()
      const before = await rowsOf(cast)
      const { __typename } = await deed(viewer, { ...cast, applicationId })
      await system.settled()
      const after = await rowsOf(cast)
      const answer = { Guild: 'yes', GuildTreasury: 'yes', NotAllowed: 'no' }[__typename] ?? __typename
      // A refused act leaves every row as it was, and one that is done does not.
      expect([role, answer, isDeepStrictEqual(before, after)]).toEqual([role, answer, answer !== 'yes'])
      answers.push(answer)
    }
    expect(answers.join(' ')).toBe(matrix[name])
  })

  /** All that guilds are made of, with the gold of this one's treasury and of its cast. */
  const rowsOf = async ({ guildId, leader, officer, member, stranger }: Cast) => ({
    guilds: await state(system),
    treasury: await system.treasury(guildId),
    wallets: await system.gold([leader, officer, member, stranger]),
  })

  it('a leader who makes another member the leader becomes an officer', async () => {
    const { guildId, leader, member } = await aCast(system)
    expect(await system.ask(leader, SET_ROLE, { guildId, userId: member, role: 'LEADER' })).toMatchObject({
      __typename: 'Guild',
    })
    expect([await roleOf(system, leader), await roleOf(system, member)]).toEqual(['OFFICER', 'LEADER'])
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
    const cast = await aCast(system)
    const before = await state(system)
    const { __typename, field } = await ask(cast)
    expect(typeof field === 'string' ? `${__typename} ${field}` : __typename).toBe(expected)
    expect(await state(system)).toEqual(before)
  })

  it.each([
    'foundGuild(input: { name: "Dawn", tag: "DAWN" }, idempotencyKey: "k")',
    'joinGuild(id: "x")',
    'leaveGuild(id: "x")',
  ])('%s asks for a signed-in user', async mutation => {
    await expect(system.ask(null, `mutation { ${mutation} { __typename } }`)).rejects.toThrow(
      'it needs an access token',
    )
  })
})

describe('the treasury of a guild that is dissolved', () => {
  it('gives no share for gold that was deposited and withdrawn again', async () => {
    const [officer = '', member = ''] = [...(await system.players(1, 100)), ...(await system.players(1, 300))]
    const { guildId, leader } = await system.aGuild([officer, member])
    await system.ask(leader, SET_ROLE, { guildId, userId: officer, role: 'OFFICER' })
    await system.deposit(member, guildId, 300)
    for (let times = 0; times < 3; times++) {
      await system.deposit(officer, guildId, 100)
      await system.withdraw(officer, guildId, 100)
      await system.settled()
    }
    await system.deposit(officer, guildId, 100)
    await system.withdraw(leader, guildId, 40)
    const contributed = await system.ask(
      leader,
      `{ guild(id: "${guildId}") { members { edges { node { contributed } } } } }`,
    )
    expect(contributed['members']).toEqual({ edges: [0, 100, 300].map(each => ({ node: { contributed: each } })) })
    await system.ask(leader, DISSOLVE, { id: guildId })
    await system.settled()
    expect(await system.gold([leader, officer, member])).toEqual([40, 90, 270])
  })
})
