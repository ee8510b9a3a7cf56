import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, startSocial, WORLD, type ChatTestApp, type Player } from './chat-app.js'
import { aParty, block, openDirect, send } from './chat-stories.js'

let social: ChatTestApp
const self = aPlayer()
const viewers: Readonly<Record<string, Player | null>> = {
  self,
  'the other user': aPlayer(),
  'party member': aPlayer(),
  blocked: aPlayer(),
  stranger: aPlayer(),
  reader: aPlayer('admin.read'),
  support: aPlayer('admin.support', 'admin.read'),
  admin: aPlayer('admin'),
  anonymous: null,
}
const of = (name: keyof typeof viewers): Player => viewers[name] ?? self

let party: string
let direct: string
let withBlocked: string
beforeAll(async () => {
  social = await startSocial()
  party = (await aParty(social, self, of('party member'))).channelId
  direct = (await openDirect(social, self, of('the other user'))).id
  withBlocked = (await openDirect(social, self, of('blocked'))).id
  for (const channelId of [WORLD, party, direct, withBlocked]) await send(social, self, { channelId })
  await block(social, self, of('blocked'))
  await send(social, of('blocked'), { channelId: withBlocked, text: 'Withheld' })
  await social.ask(of('party member'), 'mutation ($id: ID!) { reportMessage(id: $id, reason: "Rude") }', {
    id: `${party}:1`,
  })
})
afterAll(() => social.close())

/** The viewers who see something; all the rest get null. */
const rows: readonly (readonly [
  what: string,
  seenBy: readonly string[],
  see: (viewer: Player | null) => Promise<unknown>,
])[] = [
  ['User.channels', ['self'], viewer => entity(viewer, 'User', self.userId, 'channels { id }', 'channels')],
  ['a world channel', all('anonymous'), viewer => channel(viewer, WORLD)],
  ['a party channel', ['self', 'party member'], viewer => channel(viewer, party)],
  ['a direct channel', ['self', 'the other user'], viewer => channel(viewer, direct)],
  ['a direct channel with a block in it', ['self', 'blocked'], viewer => channel(viewer, withBlocked)],
  ['a message to a user who has blocked its sender', ['blocked'], viewer => words(viewer, `${withBlocked}:2`)],
  ['a message from before the block', ['self', 'blocked'], viewer => words(viewer, `${withBlocked}:1`)],
  ['Channel as an entity', ['self', 'party member'], viewer => entity(viewer, 'Channel', party, 'name', 'name')],
  [
    'Message as an entity',
    ['self', 'the other user'],
    viewer => entity(viewer, 'Message', `${direct}:1`, 'text', 'text'),
  ],
  ['Message.original', ['support', 'admin'], viewer => original(viewer)],
  ['messageReports', ['support', 'admin'], viewer => reports(viewer)],
  ['other messages of the channel of a report', [], viewer => besideReport(viewer)],
  [
    'MessageReport as an entity',
    ['support', 'admin'],
    async viewer => entity(viewer, 'MessageReport', await reportId(), 'reason', 'reason'),
  ],
]

function all(...but: string[]): readonly string[] {
  return Object.keys(viewers).filter(name => !but.includes(name))
}

async function entity(
  viewer: Player | null,
  type: string,
  id: string,
  selection: string,
  field: string,
): Promise<unknown> {
  const { data } = await social.ask(
    viewer,
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    { representations: [{ __typename: type, id }] },
  )
  return data?._entities?.[0]?.[field] ?? null
}

const channel = async (viewer: Player | null, id: string): Promise<unknown> =>
  (await social.ask(viewer, 'query ($id: ID!) { channel(id: $id) { messages { edges { node { text } } } } }', { id }))
    .data?.channel ?? null

/** The words of a message; null for a place without words. */
const words = async (viewer: Player | null, id: string): Promise<unknown> =>
  (await entity(viewer, 'Message', id, 'text', 'text')) || null

/** In the channel of everyone: whether the field is answered without an error. */
async function original(viewer: Player | null): Promise<unknown> {
  const query = 'query ($id: ID!) { channel(id: $id) { messages { edges { node { original } } } } }'
  const { data, errors } = await social.ask(viewer, query, { id: WORLD })
  return errors.length === 0 ? (data?.channel ?? null) : null
}

const reports = async (viewer: Player | null): Promise<unknown> =>
  (await social.ask(viewer, '{ messageReports { totalCount } }')).data?.messageReports ?? null

/** Messages that a moderator reaches by way of a reported one, in a channel that is not the moderator's. */
async function besideReport(viewer: Player | null): Promise<unknown> {
  const query = '{ messageReports { edges { node { message { channel { messages { edges { node { text } } } } } } } } }'
  const { data } = await social.ask(viewer, query)
  return data?.messageReports?.edges[0]?.node.message.channel.messages.edges[0] ?? null
}

const reportId = async (): Promise<string> => String((await social.rows('SELECT id FROM message_report'))[0]?.['id'])

describe.each(rows)('%s', (_, seenBy, see) => {
  it.each(Object.keys(viewers))(`is seen by ${seenBy.join(', ')}: %s`, async name => {
    expect((await see(viewers[name] ?? null)) !== null).toBe(seenBy.includes(name))
  })
})

describe('bad input', () => {
  const state = async () =>
    await Promise.all(
      ['channel', 'message', 'read_position', 'message_sender', 'message_report', 'admin_action'].map(table =>
        social.rows(`SELECT * FROM ${table} ORDER BY 1, 2`),
      ),
    )
  const NOBODY = '00000000-0000-4000-8000-000000000000'
  const moderator = of('support')
  const until = '2030-01-01T00:00:00.000Z'
  /** The last is the mutation's answer, or the code of its error. */
  const cases: readonly (readonly [mutation: string, by: Player | null, variables: object, answer: unknown])[] = [
    ['openDirectChannel(userId: $id) { __typename }', self, { id: 'nonsense' }, { __typename: 'UserNotFound' }],
    ['openDirectChannel(userId: $id) { __typename }', self, { id: self.userId }, { __typename: 'NotAllowed' }],
    ['openDirectChannel(userId: $id) { __typename }', null, { id: self.userId }, 'UNAUTHENTICATED'],
    ['markChannelRead(channelId: $id, upTo: 1) { id }', of('stranger'), { id: NOBODY }, 'BAD_USER_INPUT'],
    ['markChannelRead(channelId: $id, upTo: -1) { id }', self, { id: WORLD }, 'BAD_USER_INPUT'],
    ['reportMessage(id: $id, reason: "Rude")', of('stranger'), { id: `${NOBODY}:1` }, false],
    ['reportMessage(id: $id, reason: "")', self, { id: `${WORLD}:1` }, 'BAD_USER_INPUT'],
    ['deleteMessage(id: $id) { id }', moderator, { id: 'nonsense' }, null],
    ['deleteMessage(id: $id) { id }', self, { id: `${WORLD}:1` }, 'FORBIDDEN'],
    ['deleteMessage(id: $id) { id }', of('reader'), { id: `${WORLD}:1` }, 'FORBIDDEN'],
    ['dismissMessageReport(id: $id)', moderator, { id: NOBODY }, false],
    ['dismissMessageReport(id: $id)', self, { id: NOBODY }, 'FORBIDDEN'],
    [`muteUser(userId: $id, until: "${until}", reason: "")`, moderator, { id: self.userId }, 'BAD_USER_INPUT'],
    [`muteUser(userId: $id, until: "${until}", reason: "Rude")`, moderator, { id: 'nonsense' }, false],
    [`muteUser(userId: $id, until: "${until}", reason: "Rude")`, self, { id: self.userId }, 'FORBIDDEN'],
  ]
  it.each(cases)('of %s is refused, and changes nothing', async (mutation, by, variables, answer) => {
    const before = await state()
    const { data, errors } = await social.ask(by, `mutation ($id: ID!) { answer: ${mutation} }`, { ...variables })
    expect(errors[0]?.code ?? data.answer).toEqual(answer)
    expect(await state()).toEqual(before)
  })
})
