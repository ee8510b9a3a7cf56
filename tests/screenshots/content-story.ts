import { randomUUID } from 'node:crypto'
import { eventually, type Client } from '../e2e/client.js'
import { act, type Person } from './people.js'

/** Mails to aria: one with rewards, one that is claimed, one to everyone; and an announcement. */
export async function sendMails(admin: Client, aria: Person): Promise<void> {
  const from = 'The Waystone team'
  const toAria = { userIds: [aria.id] }
  await send(admin, {
    to: toAria,
    from: 'Dawnhaven post',
    subject: 'A parcel that you left behind',
    body: 'The innkeeper found it under the bench by the gate.\nWe kept the receipt.',
    attachments: [{ currency: 'GOLD', amount: 120 }],
  })
  const [claimed] = await untilMail(aria, 1)
  await act(aria.client, 'mutation ($id: ID!) { claimMail(id: $id) { __typename ... on Refusal { message } } }', {
    id: claimed,
  })
  await act(aria.client, 'mutation ($ids: [ID!]!) { markMailRead(ids: $ids) }', { ids: [claimed] })
  await send(admin, {
    to: { everyone: true },
    from,
    subject: 'Notes for version 0.9',
    body: 'Guilds have treasuries, duels have ratings, and slimes have grown bolder.',
    attachments: [],
  })
  await untilMail(aria, 2)
  await send(admin, {
    to: toAria,
    from,
    subject: 'Thank you for your patience',
    body: 'The eastern gate was closed for an hour. This is for the detour.',
    attachments: [
      { currency: 'GOLD', amount: 500 },
      { currency: 'DIAMOND', amount: 60 },
    ],
    expiresAt: new Date(Date.now() + 14 * DAY_MS).toISOString(),
  })
  await untilMail(aria, 3)
  await act(
    admin,
    'mutation ($input: AnnouncementInput!) { announce(input: $input) { __typename ... on Refusal { message } } }',
    {
      input: {
        to: { everyone: true },
        title: 'The founding feast begins at eight',
        body: 'Meet at the fountain of Dawnhaven.',
        idempotencyKey: randomUUID(),
      },
    },
  )
}

const DAY_MS = 86_400_000

const send = async (admin: Client, input: object) =>
  await act(
    admin,
    'mutation ($input: SendMailInput!) { sendMail(input: $input) { __typename ... on Refusal { message } } }',
    {
      input: { ...input, idempotencyKey: randomUUID() },
    },
  )

/** Sendings go out in the background. @returns the ids of the mails, the newest first */
async function untilMail({ client }: Person, count: number): Promise<readonly string[]> {
  const { me } = await eventually(
    () =>
      client.data<{ me: { mail: { edges: { node: { id: string } }[] } } }>('{ me { mail { edges { node { id } } } } }'),
    ({ me: { mail } }) => mail.edges.length >= count,
    60_000,
  )
  return me.mail.edges.map(({ node }) => node.id)
}

/** How far each has travelled this week: aria stands below the first page, and among neighbours. */
const TRAVELS = {
  Petra: 41,
  Mira: 37,
  Quill: 33,
  Ivo: 30,
  Tobin: 26,
  Nessa: 24,
  Juno: 22,
  Oriel: 20,
  Falk: 19,
  Sable: 17,
  aria: 14,
  Wren: 9,
  Grimm: 5,
}

/** A board that counts travels, with prizes and neighbours. @returns its id */
export async function fillBoard(admin: Client, people: ReadonlyMap<string, Person>): Promise<string> {
  const prizes = [
    {
      fromRank: 1,
      toRank: 1,
      rewards: [
        { currency: 'GOLD', amount: 1_000 },
        { currency: 'DIAMOND', amount: 50 },
      ],
    },
    { fromRank: 2, toRank: 3, rewards: [{ currency: 'GOLD', amount: 500 }] },
    { fromRank: 4, toRank: 10, rewards: [{ currency: 'GOLD', amount: 150 }] },
  ]
  const { id } = await act<{ id: string }>(
    admin,
    'mutation ($input: JSON!, $key: ID!) { publishLeaderboard(input: $input, reason: "the summer of roads", idempotencyKey: $key) { ... on Leaderboard { id } ... on Refusal { message } } }',
    {
      input: {
        name: 'Furthest travelled',
        eventType: 'user.profile_updated',
        score: 'COUNT',
        period: 'WEEKLY',
        prizes,
      },
      key: randomUUID(),
    },
  )
  await Promise.all(Object.entries(TRAVELS).map(([name, times]) => travel(people.get(name), times)))
  const aria = people.get('aria')
  await eventually(
    async () =>
      await aria?.client.data<{ leaderboard: { entries: { totalCount: number }; around: { score: number }[] } }>(
        'query ($id: ID!) { leaderboard(id: $id) { entries { totalCount } around(radius: 0) { score } } }',
        { id },
      ),
    board =>
      board?.leaderboard.entries.totalCount === Object.keys(TRAVELS).length &&
      board.leaderboard.around[0]?.score === TRAVELS.aria,
    60_000,
  )
  return id
}

async function travel(person: Person | undefined, times: number): Promise<void> {
  for (let time = 1; time <= times; time++)
    await person?.client.data(
      'mutation ($zone: String!) { updateProfile(input: { timeZone: $zone }) { __typename } }',
      // Accounts begin in UTC: an even number of moves ends there.
      { zone: time % 2 === 1 ? 'Europe/Paris' : 'UTC' },
    )
}

/** A puzzle of each kind. @returns the id of the one that the picture shows */
export async function posePuzzles(admin: Client): Promise<string> {
  const ids: string[] = []
  for (const [kind, title, difficulty] of PUZZLES) {
    const { id } = await act<{ id: string }>(
      admin,
      'mutation ($input: JSON!) { publishPuzzle(input: $input) { ... on Puzzle { id } ... on Refusal { message } } }',
      {
        input: {
          kind,
          difficulty,
          title,
          opensAt: new Date(Date.now() - 3_600_000).toISOString(),
          closesAt: new Date(Date.now() + 2 * DAY_MS).toISOString(),
        },
      },
    )
    ids.push(id)
  }
  return ids[0] ?? ''
}

const PUZZLES = [
  ['LIGHTS_OUT', 'The lamps of the old mill', 6],
  ['SLIDING', 'A broken mosaic', 5],
  ['SEQUENCE', 'The clerk’s ledger', 4],
  ['CIPHER', 'A letter under the door', 3],
] as const

/** Puts both into one match. @returns once its puzzle is there */
export async function beginDuel(one: Person, other: Person): Promise<void> {
  for (const { client } of [one, other]) await client.data('mutation { findMatch { __typename } }')
  await eventually(
    () =>
      one.client.data<{ me: { matches: { edges: { node: { status: string } }[] } } }>(
        '{ me { matches(first: 1) { edges { node { status } } } } }',
      ),
    ({ me }) => me.matches.edges[0]?.node.status === 'RUNNING',
    30_000,
  )
}

/** The opponent gives up: aria wins. */
export async function endDuel({ client }: Person): Promise<void> {
  const { me } = await client.data<{ me: { matches: { edges: { node: { id: string } }[] } } }>(
    '{ me { matches(first: 1) { edges { node { id } } } } }',
  )
  await act(client, 'mutation ($id: ID!) { leaveMatch(matchId: $id) { __typename ... on Refusal { message } } }', {
    id: me.matches.edges[0]?.node.id,
  })
}
