import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seenBy, SEND, startSocial, type Player, type SeenUser, type TestApp } from './social-app.js'

let social: TestApp
let ada: Player
let viewers: Readonly<Record<(typeof kinds)[number], Player | null>>
let party: { readonly id: string; readonly invitations: readonly { readonly id: string }[] }

const kinds = [
  'guildMate',
  'self',
  'friend',
  'party',
  'invited',
  'blocked',
  'blocker',
  'stranger',
  'anonymous',
  'admin',
  'reader',
] as const

beforeAll(async () => {
  social = await startSocial()
  const [friend, member, invited, blocked, blocker, guest, guildMate] = Array.from({ length: 7 }, () =>
    social.aPlayer(),
  )
  ada = social.aPlayer()
  if (friend === undefined || member === undefined || invited === undefined) throw new Error('There are seven')
  if (blocked === undefined || blocker === undefined || guest === undefined) throw new Error('There are seven')
  if (guildMate === undefined) throw new Error('There are seven')
  viewers = {
    self: ada,
    guildMate,
    friend,
    party: member,
    invited,
    blocked,
    blocker,
    stranger: social.aPlayer(),
    anonymous: null,
    admin: social.aPlayer('admin'),
    reader: social.aPlayer('admin.read'),
  }
  const say = (by: Player, field: string) => social.field(by, `mutation { ${field} }`)
  for (const other of [friend, blocked, blocker]) {
    await social.field(ada, SEND, { to: other.userId })
    await social.field(other, SEND, { to: ada.userId })
  }
  await social.field(guest, SEND, { to: ada.userId })
  const invite = async (by: Player, to: Player) =>
    (await say(
      by,
      `inviteToParty(userId: "${to.userId}") { ... on Party { id invitations { id to { id } } } }`,
    )) as typeof party
  const first = await invite(ada, member)
  await say(member, `answerPartyInvitation(id: "${first.invitations[0]?.id ?? ''}", accept: true) { __typename }`)
  party = await invite(ada, invited)
  await invite(guest, ada)
  await social.rows(
    `INSERT INTO guild_member (user_id, guild_id, role, joined_at) SELECT id, $2, 'MEMBER', now() FROM unnest($1::uuid[]) AS id`,
    [[ada.userId, guildMate.userId, blocked.userId], await aGuild()],
  )
  // Both were friends, and the blocked one would see her as a member, too.
  await say(ada, `blockUser(userId: "${blocked.userId}")`)
  await say(blocker, `blockUser(userId: "${ada.userId}")`)
  await social.app.services.reportConnections({
    gatewayId: randomUUID(),
    revision: 1,
    isWhole: true,
    connected: [ada.userId],
    disconnected: [],
  })
})
afterAll(() => social.close())

/** A guild of two members, without the payment that founding takes. */
async function aGuild(): Promise<string> {
  const id = randomUUID()
  await social.rows(
    `INSERT INTO guild (id, status, name, name_key, tag, description, open, member_count, member_limit, founder_id, idempotency_key, created_at, recover_after)
     VALUES ($1, 'ACTIVE', 'Seers', 'seers', 'SEE', '', false, 3, 50, $2, $3, now(), now())`,
    [id, ada.userId, id],
  )
  return id
}

/** By field: the viewers who see it. */
const table = {
  friends: ['self', 'admin', 'reader'],
  friendRequests: ['self', 'admin', 'reader'],
  blockedUsers: ['self', 'admin', 'reader'],
  presence: ['guildMate', 'self', 'friend', 'party'],
  party: ['self', 'party', 'admin', 'reader'],
  partyInvitations: ['self'],
} as const satisfies Record<keyof SeenUser, readonly (typeof kinds)[number][]>

test.each(Object.entries(table))('%s is seen by %j and by no other viewer', async (field, expected) => {
  const seen: string[] = []
  for (const kind of kinds) {
    const value = (await seenBy(social, viewers[kind], ada.userId))[field as keyof SeenUser]
    // A list that is empty would show nothing of who sees it.
    if (value !== null && !(Array.isArray(value) && value.length === 0)) seen.push(kind)
  }
  expect(seen).toEqual(expected)
})

const entity = async (viewer: Player | null, type: string, id: string) =>
  (
    (await social.field(
      viewer,
      `query ($id: ID!) { _entities(representations: [{ __typename: "${type}", id: $id }]) { __typename } }`,
      {
        id,
      },
    )) as (object | null)[]
  )[0]

test('a party is found by its members, the invited and administrators, and by no other viewer', async () => {
  const seen: string[] = []
  for (const kind of kinds) if ((await entity(viewers[kind], 'Party', party.id)) !== null) seen.push(kind)
  expect(seen).toEqual(['self', 'party', 'invited', 'admin', 'reader'])
})

test('an invitation is found by the members and by the invited, and a request by its two users', async () => {
  const invitation = party.invitations[0]?.id ?? ''
  const [request] = (await seenBy(social, ada, ada.userId)).friendRequests ?? []
  const seen: Record<string, string[]> = { PartyInvitation: [], FriendRequest: [] }
  for (const kind of kinds) {
    if ((await entity(viewers[kind], 'PartyInvitation', invitation)) !== null) seen['PartyInvitation']?.push(kind)
    if ((await entity(viewers[kind], 'FriendRequest', request?.id ?? '')) !== null) seen['FriendRequest']?.push(kind)
  }
  expect(seen).toEqual({ PartyInvitation: ['self', 'party', 'invited', 'admin', 'reader'], FriendRequest: ['self'] })
})

/** Each mutation with what it cannot do; ids in its text are those of the players here. */
const refused: readonly (readonly [string, string, () => string, unknown])[] = [
  ['sendFriendRequest', 'to nobody', () => `sendFriendRequest(userId: "${randomUUID()}")`, 'UserNotFound'],
  ['sendFriendRequest', 'to what is no id', () => 'sendFriendRequest(userId: "\'; DROP TABLE player")', 'UserNotFound'],
  ['sendFriendRequest', 'to oneself', () => `sendFriendRequest(userId: "${ada.userId}")`, 'NotAllowed'],
  [
    'sendFriendRequest',
    'to a blocked user',
    () => `sendFriendRequest(userId: "${viewers.blocked?.userId}")`,
    'NotAllowed',
  ],
  [
    'answerFriendRequest',
    'of no request',
    () => `answerFriendRequest(id: "${randomUUID()}", accept: true)`,
    'RequestNotFound',
  ],
  ['answerFriendRequest', 'of what is no id', () => 'answerFriendRequest(id: "1", accept: false)', 'RequestNotFound'],
  ['removeFriend', 'who is a stranger', () => `removeFriend(userId: "${viewers.stranger?.userId}")`, false],
  ['removeFriend', 'oneself', () => `removeFriend(userId: "${ada.userId}")`, false],
  ['blockUser', 'oneself', () => `blockUser(userId: "${ada.userId}")`, false],
  ['blockUser', 'who does not exist', () => `blockUser(userId: "${randomUUID()}")`, false],
  ['unblockUser', 'who is not blocked', () => `unblockUser(userId: "${viewers.friend?.userId}")`, false],
  ['unblockUser', 'who blocked first', () => `unblockUser(userId: "${viewers.blocker?.userId}")`, false],
  ['inviteToParty', 'nobody', () => `inviteToParty(userId: "${randomUUID()}")`, 'UserNotFound'],
  ['inviteToParty', 'oneself', () => `inviteToParty(userId: "${ada.userId}")`, 'NotAllowed'],
  ['inviteToParty', 'a member', () => `inviteToParty(userId: "${viewers.party?.userId}")`, 'AlreadyInParty'],
  ['inviteToParty', 'a blocked user', () => `inviteToParty(userId: "${viewers.blocked?.userId}")`, 'NotAllowed'],
  [
    'answerPartyInvitation',
    'of none',
    () => `answerPartyInvitation(id: "${randomUUID()}", accept: true)`,
    'InvitationNotFound',
  ],
  [
    'answerPartyInvitation',
    'of another user',
    () => `answerPartyInvitation(id: "${party.invitations[0]?.id}", accept: true)`,
    'InvitationNotFound',
  ],
  ['kickFromParty', 'a stranger', () => `kickFromParty(userId: "${viewers.stranger?.userId}")`, 'UserNotFound'],
  ['kickFromParty', 'oneself', () => `kickFromParty(userId: "${ada.userId}")`, 'NotAllowed'],
  ['makePartyLeader', 'a stranger', () => `makePartyLeader(userId: "${viewers.stranger?.userId}")`, 'UserNotFound'],
  ['setPartyCharacter', 'of another user', () => `setPartyCharacter(characterId: "${randomUUID()}")`, 'NotAllowed'],
]

test.each(refused)('%s %s is refused and changes nothing', async (mutation, _, field, expected) => {
  const before = await social.state()
  const selection = ['removeFriend', 'blockUser', 'unblockUser'].includes(mutation) ? '' : '{ __typename }'
  const answer = await social.field(ada, `mutation { ${field()} ${selection} }`)
  expect(typeof answer === 'boolean' ? answer : (answer as { __typename: string }).__typename).toBe(expected)
  expect(await social.state()).toEqual(before)
})

test('an anonymous viewer changes nothing', async () => {
  const before = await social.state()
  for (const field of [
    `sendFriendRequest(userId: "${ada.userId}") { __typename }`,
    'leaveParty',
    'setPresence(status: AWAY) { status }',
  ])
    expect((await social.ask(null, `mutation { ${field} }`)).errors.length).toBeGreaterThan(0)
  expect(await social.state()).toEqual(before)
})
