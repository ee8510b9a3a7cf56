import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import { connectLive, serveForTest } from '@waystone/kit/testing'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PARTY, seenBy, startSocial, type Player, type TestApp } from './social-app.js'

let social: TestApp
beforeAll(async () => {
  social = await startSocial()
  await social.app.start()
})
afterAll(() => social.close())
beforeEach(() => social.clock.advance(1_000))

interface PartyAnswer {
  readonly __typename: string
  readonly id: string
  readonly leader: { readonly id: string }
  readonly members: readonly {
    readonly user: { readonly id: string }
    readonly character: { readonly id: string } | null
  }[]
  readonly invitations: readonly { readonly id: string; readonly to: { readonly id: string } }[]
}
const change = async (by: Player, field: string) =>
  (await social.field(by, `mutation { ${field} { ${PARTY} } }`)) as PartyAnswer
const invite = (by: Player, to: Player) => change(by, `inviteToParty(userId: "${to.userId}")`)
const answer = (by: Player, id: string, accept = true) =>
  change(by, `answerPartyInvitation(id: "${id}", accept: ${accept})`)
const leave = (by: Player) => social.field(by, 'mutation { leaveParty }')
const invitationTo = (party: PartyAnswer, to: Player) => {
  const found = party.invitations?.find(invitation => invitation.to.id === to.userId)
  if (found === undefined) throw new Error(`No invitation to ${to.userId} in ${JSON.stringify(party)}`)
  return found.id
}
const membersOf = (party: PartyAnswer) => party.members.map(({ user }) => user.id)
const ids = (...players: readonly Player[]) => players.map(({ userId }) => userId)
/** A party of so many, led by the first. */
async function aParty(size: number): Promise<readonly [Player, ...Player[]]> {
  const leader = social.aPlayer()
  const others: Player[] = []
  for (let count = 1; count < size; count++) {
    const other = social.aPlayer()
    await answer(other, invitationTo(await invite(leader, other), other))
    social.clock.advance(10)
    others.push(other)
  }
  return [leader, ...others]
}

test('an invitation makes the party, is seen by both, and accepting it joins', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const party = await invite(ada, bea)
  expect(party).toMatchObject({
    __typename: 'Party',
    leader: { id: ada.userId },
    members: [{ user: { id: ada.userId } }],
  })
  const id = invitationTo(party, bea)
  expect((await seenBy(social, bea, bea.userId)).partyInvitations).toMatchObject([{ id, party: { id: party.id } }])
  expect(membersOf(await answer(bea, id))).toEqual(ids(ada, bea))
  const channels = () => social.rows('SELECT kind::text FROM channel WHERE owner_id = $1', [party.id])
  expect(await channels()).toEqual([{ kind: 'PARTY' }])
  expect(await answer(bea, id)).toMatchObject({ __typename: 'InvitationNotFound' })
  expect((await social.told('party.changed')).at(-1)).toMatchObject({
    partyId: party.id,
    members: [{ userId: ada.userId }, { userId: bea.userId }],
  })
  expect(await social.told('party.invited')).toContainEqual(
    expect.objectContaining({ userId: bea.userId, invitationId: id }),
  )
  expect([await leave(ada), await leave(bea)]).toEqual([true, true])
  expect(await channels()).toEqual([])
})

test('of 50 who take the last free place at once, one gets it', async () => {
  const [leader, ...others] = await aParty(4)
  const candidates = Array.from({ length: 50 }, () => social.aPlayer())
  // Two places are free: 20 invitations may wait at a time, so the rest are written beside.
  const first = await invite(leader, candidates[0] ?? leader)
  const expiresAt = new Date(social.clock.now().getTime() + 60_000)
  await social.rows(
    `INSERT INTO party_invitation (id, party_id, from_id, to_id, sent_at, expires_at)
     SELECT gen_random_uuid(), $1, $2, to_id, $3, $4 FROM unnest($5::uuid[]) AS to_id ON CONFLICT DO NOTHING`,
    [first.id, leader.userId, social.clock.now(), expiresAt, ids(...candidates)],
  )
  const [taken] = candidates
  if (taken !== undefined) await answer(taken, invitationTo(first, taken))
  const rows = await social.rows<{ id: string; to_id: string }>(
    'SELECT id, to_id FROM party_invitation WHERE party_id = $1',
    [first.id],
  )
  expect(rows).toHaveLength(49)
  const answers = await Promise.all(
    candidates.slice(1).map(player => answer(player, rows.find(row => row.to_id === player.userId)?.id ?? '')),
  )
  expect(answers.filter(({ __typename }) => __typename === 'Party')).toHaveLength(1)
  expect(answers.filter(({ __typename }) => __typename === 'PartyFull')).toHaveLength(48)
  const members = await social.rows('SELECT FROM party_member WHERE party_id = $1', [first.id])
  expect(members).toHaveLength(6)
  expect(others).toHaveLength(3)
})

test('a user who accepts many invitations at once is in one party', async () => {
  const [bea, leaders] = [social.aPlayer(), Array.from({ length: 8 }, () => social.aPlayer())]
  const invitations = await Promise.all(leaders.map(async leader => invitationTo(await invite(leader, bea), bea)))
  const answers = await Promise.all([
    ...invitations.map(id => answer(bea, id)),
    ...leaders.map(leader => invite(bea, leader)),
  ])
  expect(await social.rows('SELECT FROM party_member WHERE user_id = $1', [bea.userId])).toHaveLength(1)
  expect(answers.some(({ __typename }) => __typename === 'AlreadyInParty')).toBe(true)
})

test('an invitation ends after two minutes, and a new one takes its place', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const id = invitationTo(await invite(ada, bea), bea)
  social.clock.advance(119_999)
  expect(invitationTo(await invite(ada, bea), bea)).toBe(id)
  // A notification for each renewal would let the sender make any number of them.
  expect((await social.told('party.invited')).filter(({ invitationId }) => invitationId === id)).toHaveLength(1)
  social.clock.advance(120_000)
  expect(await answer(bea, id)).toMatchObject({ __typename: 'InvitationNotFound' })
  expect((await seenBy(social, bea, bea.userId)).partyInvitations).toEqual([])
  await social.app.services.sweepParties()
  expect(await social.rows('SELECT FROM party_invitation WHERE id = $1', [id])).toEqual([])
})

test('the leader sends away and hands over; when the leader leaves, the oldest member leads; the last one ends the party', async () => {
  const [ada, bea, cid, dan] = await aParty(4)
  if (bea === undefined || cid === undefined || dan === undefined) throw new Error('The party is too small')
  expect(await change(bea, `kickFromParty(userId: "${cid.userId}")`)).toMatchObject({ __typename: 'NotAllowed' })
  expect(membersOf(await change(ada, `kickFromParty(userId: "${cid.userId}")`))).toEqual(ids(ada, bea, dan))
  expect(await change(ada, `kickFromParty(userId: "${cid.userId}")`)).toMatchObject({ __typename: 'UserNotFound' })
  expect(await change(ada, `makePartyLeader(userId: "${dan.userId}")`)).toMatchObject({ leader: { id: dan.userId } })
  expect(await invite(ada, cid)).toMatchObject({ __typename: 'NotAllowed' })
  expect(await leave(dan)).toBe(true)
  expect(
    await social.field(
      bea,
      `query { _entities(representations: [{ __typename: "User", id: "${bea.userId}" }]) { ... on User { party { leader { id } } } } }`,
    ),
  ).toEqual([{ party: { leader: { id: ada.userId } } }])
  expect([await leave(ada), await leave(bea), await leave(bea)]).toEqual([true, true, false])
  expect(await social.rows('SELECT FROM party WHERE leader_id = ANY($1::uuid[])', [ids(ada, bea, dan)])).toEqual([])
  // Of one user, later events have higher versions; those of other parties come in between.
  const versions = (await social.told('party.changed')).flatMap(({ userId, version }) =>
    userId === ada.userId ? [Number(version)] : [],
  )
  expect(versions.length).toBeGreaterThan(5)
  expect(versions).toEqual(versions.toSorted((one, other) => one - other))
})

test('members who all leave at once leave no party behind', async () => {
  const members = await aParty(6)
  expect(await Promise.all(members.map(leave))).toEqual(members.map(() => true))
  expect(await social.rows('SELECT FROM party_member WHERE user_id = ANY($1::uuid[])', [ids(...members)])).toEqual([])
  expect(
    await social.rows('SELECT FROM party p WHERE NOT EXISTS (SELECT FROM party_member m WHERE m.party_id = p.id)'),
  ).toEqual([])
})

test('a member plays with a character of the own, and with no other', async () => {
  const [ada, bea] = await aParty(2)
  if (bea === undefined) throw new Error('The party is too small')
  const character = social.aCharacter(ada)
  const party = await change(ada, `setPartyCharacter(characterId: "${character}")`)
  expect(party.members).toEqual([
    { user: { id: ada.userId }, character: { id: character } },
    { user: { id: bea.userId }, character: null },
  ])
  for (const other of [character, randomUUID(), 'none'])
    expect(await change(bea, `setPartyCharacter(characterId: "${other}")`)).toMatchObject({ __typename: 'NotAllowed' })
})

test('a member whose sessions have ended leaves after five minutes, and one whose account is deleted at once', async () => {
  const [ada, bea, cid] = await aParty(3)
  if (bea === undefined || cid === undefined) throw new Error('The party is too small')
  const gatewayId = randomUUID()
  const report = { gatewayId, isWhole: false, connected: [], disconnected: [] }
  const all = ids(ada, bea, cid)
  await social.app.services.reportConnections({ ...report, revision: 1, isWhole: true, connected: all })
  await social.app.services.reportConnections({ ...report, revision: 2, disconnected: [bea.userId] })
  social.clock.advance(5 * 60_000)
  await social.app.services.sweepParties()
  expect(await social.rows('SELECT FROM party_member WHERE user_id = ANY($1::uuid[])', [all])).toHaveLength(3)
  social.clock.advance(1)
  await social.app.services.sweepParties()
  await social.tell('user.deleted', { userId: ada.userId })
  expect(
    await social.rows(
      'SELECT m.user_id, p.leader_id FROM party_member m JOIN party p ON p.id = m.party_id WHERE m.user_id = ANY($1::uuid[])',
      [all],
    ),
  ).toEqual([{ user_id: cid.userId, leader_id: cid.userId }])
})

test('a member who comes back while the sweep waits for the lock stays in the party', async () => {
  const [ada, bea] = await aParty(2)
  if (bea === undefined) throw new Error('The party is too small')
  const report = { gatewayId: randomUUID(), isWhole: false, connected: [], disconnected: [] }
  await social.app.services.reportConnections({ ...report, revision: 1, isWhole: true, connected: ids(ada, bea) })
  await social.app.services.reportConnections({ ...report, revision: 2, disconnected: [bea.userId] })
  let sweep: Promise<void> | undefined
  await withTransaction(social.database.primary, async tx => {
    await tx.query({ text: 'SELECT FROM player WHERE user_id = $1 FOR UPDATE', values: [bea.userId] })
    // Under the lock: the job of the app sweeps, too.
    social.clock.advance(5 * 60_000 + 1)
    sweep = social.app.services.sweepParties()
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    await vi.waitUntil(async () => (await social.rows(waiting)).length > 0, { timeout: 10_000 })
    await social.app.services.reportConnections({ ...report, revision: 3, connected: [bea.userId] })
  })
  await sweep
  expect(await social.rows('SELECT FROM party_member WHERE user_id = ANY($1::uuid[])', [ids(ada, bea)])).toHaveLength(2)
})

test('an invitation to a user who has blocked the sender seems to wait, and is told to nobody', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  await social.field(bea, `mutation { blockUser(userId: "${ada.userId}") }`)
  const party = await invite(ada, bea)
  const id = invitationTo(party, bea)
  expect((await seenBy(social, ada, ada.userId)).party).toMatchObject({ id: party.id })
  expect((await seenBy(social, bea, bea.userId)).partyInvitations).toEqual([])
  expect(await answer(bea, id)).toMatchObject({ __typename: 'InvitationNotFound' })
  expect((await social.told('party.invited')).filter(({ invitationId }) => invitationId === id)).toEqual([])
  expect(await invite(bea, ada)).toMatchObject({ __typename: 'NotAllowed' })
})

test('members are told of their party as it changes, and the invited of their invitations', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const served = await serveForTest(await social.another())
  const clients = await Promise.all(
    [ada, bea].map(async player => connectLive(served.url, { token: await social.token(player) })),
  )
  const [one, other] = clients
  if (one === undefined || other === undefined) throw new Error('There are two clients')
  try {
    const invited = other.subscribe<{ partyInvited: { id: string; party: { leader: { id: string } } } }>(
      'subscription { partyInvited { id party { leader { id } } } }',
    )
    const changed = other.subscribe<{ partyChanged: PartyAnswer | null }>(
      'subscription { partyChanged { id leader { id } members { user { id } } invitations { id } } }',
    )
    const next = async () => (await changed.next()).data?.partyChanged ?? null
    const party = await invite(ada, bea)
    const { partyInvited } = await invited.nextData()
    expect(partyInvited).toEqual({ id: invitationTo(party, bea), party: { leader: { id: ada.userId } } })
    await answer(bea, partyInvited.id)
    expect(await next()).toMatchObject({
      id: party.id,
      members: [{ user: { id: ada.userId } }, { user: { id: bea.userId } }],
    })
    await change(ada, `makePartyLeader(userId: "${bea.userId}")`)
    expect(await next()).toMatchObject({ leader: { id: bea.userId } })
    await change(bea, `makePartyLeader(userId: "${ada.userId}")`)
    await next()
    await change(ada, `kickFromParty(userId: "${bea.userId}")`)
    expect(await next()).toBeNull()
  } finally {
    for (const client of clients) client.close()
    await served.close()
  }
})
