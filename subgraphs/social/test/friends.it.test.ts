import { readFile } from 'node:fs/promises'
import { connectLive, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANSWER, seenBy, SEND, startSocial, type Player, type TestApp } from './social-app.js'

let social: TestApp
beforeAll(async () => {
  social = await startSocial()
  await social.app.start()
})
afterAll(() => social.close())

interface Sent {
  readonly __typename: string
  readonly id?: string
}
const send = async (from: Player, to: Player) => (await social.field(from, SEND, { to: to.userId })) as Sent
const answer = async (by: Player, id: string | undefined, accept = true) =>
  (await social.field(by, ANSWER, { id, accept })) as Sent
const setBlock = async (by: Player, other: Player, kind = 'blockUser') =>
  await social.field(by, `mutation ($id: ID!) { ${kind}(userId: $id) }`, { id: other.userId })
const befriend = async (one: Player, other: Player) => {
  await send(one, other)
  expect(await send(other, one)).toMatchObject({ __typename: 'Friendship' })
}
const friendsOf = async (player: Player) =>
  (await seenBy(social, player, player.userId)).friends?.edges.map(({ node }) => node.id)
const counts = async (player: Player) =>
  (await social.rows('SELECT friends, requests_sent, blocks FROM player WHERE user_id = $1', [player.userId]))[0]

test('a request waits for both to see, and accepting it makes both friends', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const sent = await send(ada, bea)
  expect(sent).toMatchObject({ __typename: 'FriendRequest', from: { id: ada.userId }, to: { id: bea.userId } })
  expect(await send(ada, bea)).toEqual(sent)
  for (const player of [ada, bea])
    expect((await seenBy(social, player, player.userId)).friendRequests).toEqual([
      { id: sent.id, from: { id: ada.userId }, to: { id: bea.userId } },
    ])
  expect(await answer(bea, sent.id)).toMatchObject({ __typename: 'Friendship', user: { id: ada.userId } })
  expect([await friendsOf(ada), await friendsOf(bea)]).toEqual([[bea.userId], [ada.userId]])
  expect(await answer(bea, sent.id)).toMatchObject({ __typename: 'RequestNotFound' })
  expect(await social.told('friend.requested')).toContainEqual({
    userId: bea.userId,
    fromUserId: ada.userId,
    requestId: sent.id,
  })
})

test('a request is declined by its receiver and taken back by its sender, and nobody else answers it', async () => {
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  const first = await send(ada, bea)
  expect(await answer(eve, first.id)).toMatchObject({ __typename: 'RequestNotFound' })
  expect(await answer(ada, first.id)).toMatchObject({ __typename: 'NotAllowed' })
  expect(await answer(bea, first.id, false)).toMatchObject({
    __typename: 'FriendRequestDeclined',
    user: { id: ada.userId },
  })
  const second = await send(ada, bea)
  expect(await answer(ada, second.id, false)).toMatchObject({ __typename: 'FriendRequestDeclined', id: second.id })
  expect(await counts(ada)).toEqual({ friends: 0, requests_sent: 0, blocks: 0 })
})

test('200 pairs whose requests cross at once are friends once each', async () => {
  const pairs = Array.from({ length: 200 }, () => [social.aPlayer(), social.aPlayer()] as const)
  const before = (await social.told('friend.accepted')).length
  const answers = await Promise.all(pairs.flatMap(([one, other]) => [send(one, other), send(other, one)]))
  expect(answers.filter(({ __typename }) => __typename === 'FriendRequest')).toHaveLength(200)
  expect(answers.filter(({ __typename }) => __typename === 'Friendship')).toHaveLength(200)
  const ids = pairs.flat().map(({ userId }) => userId)
  const [row] = await social.rows(
    `SELECT count(*)::int AS pairs, count(friends_since)::int AS friends, count(request_id)::int AS requests
     FROM relationship WHERE low_id = ANY($1::uuid[])`,
    [ids],
  )
  expect(row).toEqual({ pairs: 200, friends: 200, requests: 0 })
  const [counted] = await social.rows(
    'SELECT sum(friends)::int AS friends, sum(requests_sent)::int AS requests FROM player WHERE user_id = ANY($1::uuid[])',
    [ids],
  )
  expect(counted).toEqual({ friends: 400, requests: 0 })
  expect(await social.told('friend.accepted')).toHaveLength(before + 400)
}, 60_000)

test('a request that is sent, accepted, declined and taken back at once ends in one of these, with exact counts', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const { id } = await send(ada, bea)
  await Promise.all([
    answer(bea, id),
    answer(bea, id, false),
    answer(ada, id, false),
    send(ada, bea),
    send(bea, ada),
    setBlock(ada, bea),
    setBlock(ada, bea, 'unblockUser'),
  ])
  const [between] = await social.rows<{ friends: number; sent: number; blocks: number }>(
    `SELECT count(friends_since)::int * 2 AS friends, count(request_id)::int AS sent,
       (count(low_blocked_at) + count(high_blocked_at))::int AS blocks FROM relationship WHERE low_id = ANY($1::uuid[]) AND high_id = ANY($1::uuid[])`,
    [[ada.userId, bea.userId]],
  )
  const [counted] = await social.rows(
    'SELECT sum(friends)::int AS friends, sum(requests_sent)::int AS sent, sum(blocks)::int AS blocks FROM player WHERE user_id = ANY($1::uuid[])',
    [[ada.userId, bea.userId]],
  )
  expect(counted).toEqual(between)
})

test('a user has at most 500 friends and 100 requests waiting, whatever happens at once', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  await social.rows('INSERT INTO player (user_id, friends, requests_sent) VALUES ($1, 499, 95)', [ada.userId])
  const others = Array.from({ length: 20 }, () => social.aPlayer())
  const sent = await Promise.all(others.map(other => send(ada, other)))
  expect(sent.filter(({ __typename }) => __typename === 'FriendRequest')).toHaveLength(5)
  expect(await counts(ada)).toMatchObject({ requests_sent: 100 })
  const suitors = Array.from({ length: 10 }, () => social.aPlayer())
  const received = await Promise.all(suitors.map(suitor => send(suitor, ada)))
  const accepted = await Promise.all(received.map(({ id }) => answer(ada, id)))
  expect(accepted.map(({ __typename }) => __typename).toSorted()).toEqual(
    ['Friendship', ...Array.from({ length: 9 }, () => 'NotAllowed')].toSorted(),
  )
  expect(await counts(ada)).toMatchObject({ friends: 500 })
  await social.rows('INSERT INTO player (user_id, friends) VALUES ($1, 500)', [bea.userId])
  const last = suitors.find((_, index) => accepted[index]?.__typename === 'NotAllowed')
  expect(last === undefined ? null : await send(bea, last)).toMatchObject({ __typename: 'FriendRequest' })
})

test('pages of friends begin with the latest and hold each friend once', async () => {
  const ada = social.aPlayer()
  const friends: string[] = []
  for (let count = 0; count < 5; count++) {
    const friend = social.aPlayer()
    await befriend(friend, ada)
    social.clock.advance(1_000)
    friends.unshift(friend.userId)
  }
  const page = `query ($id: ID!, $after: String) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
    friends(first: 2, after: $after) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`
  const seen: string[] = []
  let after: string | null = null
  do {
    const [user] = (await social.field(ada, page, { id: ada.userId, after })) as [
      {
        friends: {
          totalCount: number
          edges: { node: { id: string } }[]
          pageInfo: { hasNextPage: boolean; endCursor: string }
        }
      },
    ]
    expect(user.friends.totalCount).toBe(5)
    seen.push(...user.friends.edges.map(({ node }) => node.id))
    after = user.friends.pageInfo.hasNextPage ? user.friends.pageInfo.endCursor : null
  } while (after !== null)
  expect(seen).toEqual(friends)
})

test('a block ends friendship and requests for both, and the blocked user cannot find it out', async () => {
  const [ada, bea, stranger] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  await befriend(ada, bea)
  expect(await setBlock(ada, bea)).toBe(true)
  expect([await friendsOf(ada), await friendsOf(bea)]).toEqual([[], []])
  const blocked = await send(bea, ada)
  const waiting = await send(bea, stranger)
  const shape = ({ __typename, ...rest }: Sent) => ({ __typename, fields: Object.keys(rest).toSorted() })
  expect(shape(blocked)).toEqual(shape(waiting))
  expect(await send(bea, ada)).toEqual(blocked)
  const own = await seenBy(social, bea, bea.userId)
  expect(new Set(own.friendRequests?.map(({ id }) => id))).toEqual(new Set([blocked.id, waiting.id]))
  expect(own.blockedUsers).toEqual([])
  const seen = await seenBy(social, ada, ada.userId)
  expect([seen.friendRequests, seen.blockedUsers]).toEqual([[], [{ id: bea.userId }]])
  expect(await answer(ada, blocked.id)).toMatchObject({ __typename: 'RequestNotFound' })
  expect(await send(ada, bea)).toMatchObject({ __typename: 'NotAllowed' })
  const requested = await social.told('friend.requested')
  expect(requested.filter(({ requestId }) => requestId === blocked.id)).toEqual([])
  expect(requested.filter(({ requestId }) => requestId === waiting.id)).toHaveLength(1)
  expect(await setBlock(ada, bea, 'unblockUser')).toBe(true)
  expect((await seenBy(social, ada, ada.userId)).friendRequests).toMatchObject([{ id: blocked.id }])
})

test('each change of blocks is told with all whom the user has blocked then, and so are blocks from before this was told', async () => {
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  const toldOf = async ({ userId }: Player) =>
    (await social.told('blocks.changed')).filter(data => data['userId'] === userId)
  await send(ada, bea)
  await setBlock(ada, bea)
  await setBlock(ada, bea)
  await setBlock(bea, ada)
  await setBlock(ada, eve)
  await setBlock(ada, bea, 'unblockUser')
  await setBlock(ada, bea, 'unblockUser')
  const both = [bea.userId, eve.userId].toSorted()
  const blocked = [[bea.userId], both, [eve.userId]]
  const told = await toldOf(ada)
  expect(told.map(({ blockedIds }) => blockedIds)).toEqual(blocked)
  const versions = told.map(({ version }) => Number(version))
  expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other))
  await social.tell('user.deleted', { userId: eve.userId })
  expect((await toldOf(ada)).map(({ blockedIds }) => blockedIds)).toEqual([...blocked, []])
  expect(await toldOf(eve)).toEqual([])
  const migration = '../../../prisma/social/migrations/20261130111600_tell_blocks/migration.sql'
  await social.rows(await readFile(new URL(migration, import.meta.url), 'utf8'))
  expect((await toldOf(ada)).length).toBe(4)
  const [first, again] = await toldOf(bea)
  expect(again).toEqual({ ...first, blockedIds: [ada.userId] })
})

test('a request that waits when its receiver blocks the sender still waits for the sender', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const { id } = await send(bea, ada)
  await setBlock(ada, bea)
  expect((await seenBy(social, bea, bea.userId)).friendRequests).toMatchObject([{ id }])
  expect((await seenBy(social, ada, ada.userId)).friendRequests).toEqual([])
  expect(await answer(bea, id, false)).toMatchObject({ __typename: 'FriendRequestDeclined' })
})

test('the statements of a request are the same whether the receiver has blocked the sender or not', async () => {
  const { countStatements } = await import('@waystone/kit/testing')
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  await setBlock(ada, bea)
  for (const player of [bea, eve])
    await social.rows('INSERT INTO player (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [player.userId])
  await social.rows('INSERT INTO player (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [eve.userId])
  const counted = countStatements(social.database.primary)
  try {
    await send(bea, eve)
    const unblocked = [...counted.statements]
    counted.reset()
    await send(bea, ada)
    expect(counted.statements).toEqual(unblocked)
  } finally {
    counted.stop()
  }
})

test('changes are told live to those whom they show to, and once to a viewer who comes back after them', async () => {
  const { url } = await serveForTest(social.app)
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  const changes = 'subscription ($after: ID) { friendsChanged(after: $after) { id user { friendRequests { id } } } }'
  interface Told {
    readonly friendsChanged: { readonly id: string; readonly user: { readonly friendRequests: readonly Sent[] } }
  }
  const clients: LiveClient[] = []
  const follow = async (player: Player, after: string) => {
    const client = connectLive(url, { token: await social.token(player) })
    clients.push(client)
    return client.subscribe<Told>(changes, { after })
  }
  const told = await follow(ada, '0')
  const first = await send(bea, ada)
  expect((await told.nextData()).friendsChanged).toEqual({ id: '1', user: { friendRequests: [{ id: first.id }] } })
  await answer(ada, first.id)
  expect((await told.nextData()).friendsChanged).toEqual({ id: '2', user: { friendRequests: [] } })
  // Two changes that are missed, and one that does not show: they are told as one.
  await setBlock(ada, eve)
  await send(eve, ada)
  await setBlock(ada, bea)
  const resumed = await follow(ada, '2')
  expect((await resumed.nextData()).friendsChanged).toEqual({ id: '4', user: { friendRequests: [] } })
  const ofBlocked = await follow(eve, '0')
  expect((await ofBlocked.nextData()).friendsChanged).toMatchObject({ id: '1', user: { friendRequests: [{}] } })
  const ofFriend = await follow(bea, '2')
  expect((await ofFriend.nextData()).friendsChanged).toEqual({ id: '3', user: { friendRequests: [] } })
  const { errors } = await (await follow(ada, 'x')).next()
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT'])
  for (const client of clients) client.close()
})

test('a user who sends a request and takes it back again and again makes no more than 20 notifications, and two a minute', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  const sendAndTakeBack = async (times: number) => {
    for (let time = 0; time < times; time++) await answer(ada, (await send(ada, bea)).id, false)
    return (await social.told('friend.requested')).filter(({ fromUserId }) => fromUserId === ada.userId).length
  }
  // 18 of them were made just now.
  const until = new Date(social.clock.now().getTime() + 18 * 30_000)
  await social.rows('INSERT INTO player (user_id, told_until) VALUES ($1, $2)', [ada.userId, until])
  expect(await sendAndTakeBack(3)).toBe(2)
  social.clock.advance(29_999)
  expect(await sendAndTakeBack(1)).toBe(2)
  social.clock.advance(1)
  expect(await sendAndTakeBack(2)).toBe(3)
})

test('a deleted account leaves nothing behind, and the counts of others are right', async () => {
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  await befriend(ada, bea)
  await send(eve, ada)
  await setBlock(bea, eve)
  await social.tell('user.deleted', { userId: ada.userId })
  expect(await social.rows('SELECT FROM relationship WHERE $1 IN (low_id, high_id)', [ada.userId])).toEqual([])
  expect(await counts(ada)).toBeUndefined()
  expect(await counts(bea)).toEqual({ friends: 0, requests_sent: 0, blocks: 1 })
  expect(await counts(eve)).toEqual({ friends: 0, requests_sent: 0, blocks: 0 })
  // users still knew the account when the request began.
  expect(await send(bea, ada)).toMatchObject({ __typename: 'UserNotFound' })
})
