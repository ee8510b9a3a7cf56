import { createLiveClient } from '@waystone/live-client'
import { createTearableSockets } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGame, type Game } from './game.js'

let game: Game
beforeAll(async () => {
  game = await startGame()
}, 120_000)
afterAll(() => game.close())

interface Guest {
  readonly id: string
  readonly headers: { readonly authorization: string }
  readonly token: string
}

async function aGuest(): Promise<Guest> {
  const { signInAsGuest } = await game.ask<{ signInAsGuest: { accessToken: string; user: { id: string } } }>(
    'mutation { signInAsGuest(input: {}) { ... on AuthSession { accessToken user { id } } } }',
  )
  const { accessToken: token, user } = signInAsGuest
  return { id: user.id, token, headers: { authorization: `Bearer ${token}` } }
}
const send = (from: Guest, to: Guest) =>
  game.ask<{ sendFriendRequest: { __typename: string } }>(
    'mutation ($to: ID!) { sendFriendRequest(userId: $to) { __typename } }',
    {
      headers: from.headers,
      variables: { to: to.id },
    },
  )
const presenceOf = async (viewer: Guest, other: Guest) => {
  const { me } = await game.ask<{
    me: {
      friends: {
        edges: {
          node: { id: string; username: string; presence: { status: string; lastSeenAt: string | null } | null }
        }[]
      }
    }
  }>('{ me { friends { edges { node { id username presence { status lastSeenAt } } } } } }', {
    headers: viewer.headers,
  })
  return me.friends.edges.find(({ node }) => node.id === other.id)?.node.presence
}
const connect = ({ token }: Guest, webSocketImpl = createTearableSockets().webSocketImpl) =>
  createLiveClient({ url: `${game.url.replace('http', 'ws')}/graphql`, token: () => token, webSocketImpl })

test('friends see each other come and go, within ten seconds, over the whole of Waystone', async () => {
  const [ada, bea] = [await aGuest(), await aGuest()]
  await send(ada, bea)
  expect(await send(bea, ada)).toEqual({ sendFriendRequest: { __typename: 'Friendship' } })
  expect(await presenceOf(ada, bea)).toEqual({ status: 'OFFLINE', lastSeenAt: null })

  const told: string[] = []
  const watching = connect(ada)
  const hearing = (async () => {
    const changes = watching.subscribe<{ friendPresenceChanged: { id: string; presence: { status: string } } }>(
      'subscription { friendPresenceChanged { id username presence { status } } }',
    )
    for await (const { data } of changes)
      if (data.friendPresenceChanged.id === bea.id) told.push(data.friendPresenceChanged.presence.status)
  })()
  const here = connect(bea)
  void here.subscribe('subscription { partyChanged { id } }').next()
  await vi.waitFor(() => expect(told).toEqual(['ONLINE']), { timeout: 10_000 })
  expect(await presenceOf(ada, bea)).toEqual({ status: 'ONLINE', lastSeenAt: null })
  await here.close()
  await vi.waitFor(() => expect(told).toEqual(['ONLINE', 'OFFLINE']), { timeout: 10_000 })
  expect(await presenceOf(ada, bea)).toEqual({ status: 'OFFLINE', lastSeenAt: expect.any(String) })
  await watching.close()
  await hearing
}, 60_000)

test('a party is formed with the characters that play, and its members are users with names', async () => {
  const [ada, bea] = [await aGuest(), await aGuest()]
  const ask = async <Data>(by: Guest, source: string) => await game.ask<Data>(source, { headers: by.headers })
  const { createCharacter } = await ask<{ createCharacter: { id: string } }>(
    ada,
    'mutation { createCharacter(input: { name: "Partyleader", class: MAGE }) { ... on Character { id } } }',
  )
  await ask(ada, `mutation { inviteToParty(userId: "${bea.id}") { __typename } }`)
  const { me } = await ask<{ me: { partyInvitations: { id: string; party: { leader: { id: string } } }[] } }>(
    bea,
    '{ me { partyInvitations { id party { leader { id } } } } }',
  )
  expect(me.partyInvitations).toMatchObject([{ party: { leader: { id: ada.id } } }])
  await ask(
    bea,
    `mutation { answerPartyInvitation(id: "${me.partyInvitations[0]?.id ?? ''}", accept: true) { __typename } }`,
  )
  expect(
    await ask(
      ada,
      `mutation { setPartyCharacter(characterId: "${createCharacter.id}") { ... on Party { members { user { id username } character { id name } } } } }`,
    ),
  ).toEqual({
    setPartyCharacter: {
      members: [
        {
          user: { id: ada.id, username: expect.any(String) },
          character: { id: createCharacter.id, name: 'Partyleader' },
        },
        { user: { id: bea.id, username: expect.any(String) }, character: null },
      ],
    },
  })
})
