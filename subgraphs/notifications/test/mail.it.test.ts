import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aPlayer,
  anAdmin,
  KNOWN_ITEM,
  startNotifications,
  type Answer,
  type Player,
  type TestApp,
} from './notifications-app.js'

let notifications: TestApp
beforeAll(async () => {
  notifications = await startNotifications()
})
afterAll(() => notifications.close())

const send = `mutation ($input: SendMailInput!) { sendMail(input: $input) {
  __typename ... on Sending { id recipients done failed finishedAt } ... on InvalidInput { field message problems { rule max } } } }`
const aMail = (to: object, more: object = {}) => ({
  input: {
    to,
    from: 'The Waystone team',
    subject: 'Thank you',
    body: 'For playing.',
    attachments: [
      { currency: 'GOLD', amount: 100 },
      { itemId: KNOWN_ITEM, quantity: 2 },
    ],
    idempotencyKey: randomUUID(),
    ...more,
  },
})
const sent = async (to: object, more: object = {}, admin = anAdmin()) => {
  const { data, errors } = await notifications.ask(admin, send, aMail(to, more))
  expect(errors).toEqual([])
  await notifications.app.services.continueSendings()
  return data.sendMail as Record<string, unknown>
}
const anAccount = (...scopes: string[]): Player => {
  const player = aPlayer(...scopes)
  notifications.accounts.set(player.userId, 'someone')
  return player
}
const mails = async (player: Player) =>
  (
    await notifications.askUser(
      player,
      player,
      `mail { totalCount edges { node { id from subject body sentAt readAt claimedAt
    attachments { __typename ... on CurrencyAttachment { currency amount } ... on ItemAttachment { item { id } quantity } } } } }`,
    )
  ).data.mail
const aMailOf = async (player: Player, more: object = {}): Promise<string> => {
  await sent({ userIds: [player.userId] }, more)
  return (await mails(player)).edges[0].node.id
}
const claim = (player: Player, id: string): Promise<Answer> =>
  notifications.ask(
    player,
    `mutation { claimMail(id: "${id}") { __typename ... on Mail { id claimedAt readAt } ... on MailExpired { expiresAt } } }`,
  )
const claimsOf = (player: Player) =>
  notifications.rows(
    `SELECT data->'rewards' AS rewards FROM outbox WHERE type = 'mail.claimed' AND data->>'userId' = $1`,
    player.userId,
  )

test('a mail comes with its attachments, and with a notification of it', async () => {
  const player = anAccount()
  await sent({ userIds: [player.userId] })
  const { totalCount, edges } = await mails(player)
  expect(totalCount).toBe(1)
  expect(edges[0].node).toMatchObject({
    from: 'The Waystone team',
    subject: 'Thank you',
    readAt: null,
    attachments: [
      { currency: 'GOLD', amount: 100 },
      { item: { id: KNOWN_ITEM }, quantity: 2 },
    ],
  })
  const told = await notifications.askUser(player, player, 'notifications { edges { node { kind title body data } } }')
  expect(told.data.notifications.edges).toEqual([
    {
      node: {
        kind: 'MAIL',
        title: 'Thank you',
        body: 'A mail from The Waystone team.',
        data: { mailId: edges[0].node.id },
      },
    },
  ])
})

test('64 claims at once of one mail grant once, and all answer the claimed mail', async () => {
  const player = anAccount()
  const id = await aMailOf(player)
  const answers = await Promise.all(Array.from({ length: 64 }, () => claim(player, id)))
  const claimed = new Set(answers.map(({ data }) => JSON.stringify(data.claimMail)))
  expect([...claimed]).toEqual([expect.stringContaining('"claimedAt":"2026-11-29T12:00:00.000Z"')])
  expect(await claimsOf(player)).toEqual([
    {
      rewards: [
        { kind: 'CURRENCY', amount: 100, currency: 'GOLD' },
        { kind: 'ITEM', itemId: KNOWN_ITEM, quantity: 2 },
      ],
    },
  ])
})

test('a claim is confirmed to those who grant it, also after the mail is deleted, and no other is', async () => {
  const player = anAccount()
  const id = await aMailOf(player)
  await claim(player, id)
  expect((await notifications.ask(player, `mutation { deleteMail(id: "${id}") }`)).data.deleteMail).toBe(true)
  const [event] = await notifications.rows<{ eventId: string }>(
    `SELECT event_id AS "eventId" FROM outbox WHERE type = 'mail.claimed' AND data->>'userId' = $1`,
    player.userId,
  )
  const grants = await notifications.app.services.findClaimedMails([event?.eventId ?? '', randomUUID()])
  expect(grants).toMatchObject([{ eventId: event?.eventId, mailId: id, userId: player.userId }])
})

test('a mail without attachments is claimed without granting anything', async () => {
  const player = anAccount()
  const { data } = await claim(player, await aMailOf(player, { attachments: [] }))
  expect(data.claimMail.claimedAt).not.toBeNull()
  expect(await claimsOf(player)).toEqual([])
})

test('an expired mail cannot be claimed, one that was claimed before stays so, and 30 days later it is gone', async () => {
  const [early, late] = [anAccount(), anAccount()]
  const expiresAt = new Date(notifications.clock.now().getTime() + 1_000).toISOString()
  await sent({ userIds: [early.userId, late.userId] }, { expiresAt })
  const idOf = async (player: Player) => (await mails(player)).edges[0].node.id as string
  await claim(early, await idOf(early))
  notifications.clock.advance(1_000)
  expect((await claim(late, await idOf(late))).data.claimMail).toEqual({ __typename: 'MailExpired', expiresAt })
  expect((await claim(early, await idOf(early))).data.claimMail.__typename).toBe('Mail')
  expect([await claimsOf(early), await claimsOf(late)]).toMatchObject([[{}], []])
  notifications.clock.advance(30 * 24 * 60 * 60 * 1_000 + 1)
  await notifications.app.services.prune()
  expect((await mails(late)).totalCount).toBe(0)
})

test("another's mail, a deleted one and no id at all are not found", async () => {
  const [player, stranger] = [anAccount(), anAccount()]
  const id = await aMailOf(player)
  expect((await notifications.ask(stranger, `mutation { deleteMail(id: "${id}") }`)).data.deleteMail).toBe(false)
  for (const [viewer, asked] of [
    [stranger, id],
    [player, randomUUID()],
    [player, 'no id'],
  ] as const)
    expect((await claim(viewer, asked)).data.claimMail).toEqual({ __typename: 'MailNotFound' })
  expect((await notifications.ask(player, `mutation { markMailRead(ids: ["${id}"]) }`)).data.markMailRead).toBe(1)
  await notifications.ask(player, `mutation { deleteMail(id: "${id}") }`)
  expect((await claim(player, id)).data.claimMail.__typename).toBe('MailNotFound')
})

test('64 repeats of one key, at once and later, send once; another mail by the same key is refused', async () => {
  const [admin, player] = [anAdmin(), anAccount()]
  const variables = aMail({ userIds: [player.userId, player.userId, randomUUID()] })
  const answers = await Promise.all(Array.from({ length: 64 }, () => notifications.ask(admin, send, variables)))
  const ids = new Set(answers.map(({ data }) => data.sendMail.id))
  expect(ids.size).toBe(1)
  await notifications.app.services.continueSendings()
  const again = (await notifications.ask(admin, send, variables)).data.sendMail
  expect(again).toMatchObject({ id: [...ids][0], recipients: 2, done: 1, failed: 1 })
  expect((await mails(player)).totalCount).toBe(1)
  const other = { input: { ...variables.input, body: 'Something else.' } }
  expect((await notifications.ask(admin, send, other)).data.sendMail).toMatchObject({ field: 'idempotencyKey' })
  const logged = `SELECT action, data->>'recipients' AS n FROM admin_action WHERE actor = $1`
  expect(await notifications.rows(logged, admin.userId)).toEqual([{ action: 'MAIL_SENT', n: '2' }])
  const told = `SELECT type FROM outbox WHERE aggregate_id = $1`
  expect(await notifications.rows(told, admin.userId)).toEqual([{ type: 'notifications.admin_acted' }])
})

test('support sends mails, and mails with rewards only with the right to move money', async () => {
  const player = anAccount()
  const variables = aMail({ userIds: [player.userId] })
  const bare = { input: { ...variables.input, attachments: [] } }
  const typeOf = async (scopes: string[], asked: object) => {
    const { data, errors } = await notifications.ask(aPlayer(...scopes), send, asked as never)
    return data?.sendMail.__typename ?? errors[0]?.code
  }
  expect(await typeOf(['admin.support'], bare)).toBe('Sending')
  expect(await typeOf(['admin.support'], variables)).toBe('FORBIDDEN')
  expect(await typeOf(['admin.support', 'admin.economy'], variables)).toBe('Sending')
  expect(await typeOf(['admin.economy'], bare)).toBe('FORBIDDEN')
  expect(await typeOf([], bare)).toBe('FORBIDDEN')
})

describe('bad input is refused by its field, and changes nothing:', () => {
  const to = { userIds: [randomUUID()] }
  test.each([
    ['to', { to: {} }],
    ['to', { to: { everyone: true, userIds: [] } }],
    ['to', { to: { everyone: false } }],
    ['to.userIds', { to: { userIds: [] } }],
    ['to.userIds', { to: { userIds: Array.from({ length: 1_001 }, () => 'x') } }],
    ['to.userIds[0]', { to: { userIds: ['no id'] } }],
    ['from', { from: ' ' }],
    ['subject', { subject: 'x'.repeat(201) }],
    ['body', { body: '' }],
    ['body', { body: 'a\0b' }],
    ['attachments', { attachments: Array.from({ length: 11 }, () => ({ currency: 'GOLD', amount: 1 })) }],
    ['attachments[0].amount', { attachments: [{ currency: 'GOLD', amount: 0 }] }],
    ['attachments[0].amount', { attachments: [{ currency: 'GOLD', amount: 1_000_000_001 }] }],
    ['attachments[0].currency', { attachments: [{ currency: 'GOLD', itemId: KNOWN_ITEM }] }],
    ['attachments[0].itemId', { attachments: [{ itemId: 'no id', quantity: 1 }] }],
    [
      'attachments[1].itemId',
      {
        attachments: [
          { currency: 'GOLD', amount: 1 },
          { itemId: randomUUID(), quantity: 1 },
        ],
      },
    ],
    ['attachments[0].quantity', { attachments: [{ itemId: KNOWN_ITEM, quantity: -1 }] }],
    ['expiresAt', { expiresAt: '2026-11-29T11:59:59Z' }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('%s of %j', async (field, wrong) => {
    const before = await notifications.state()
    const { data } = await notifications.ask(anAdmin(), send, aMail(to, wrong))
    expect(data?.sendMail).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await notifications.state()).toEqual(before)
  })

  const announce = `mutation ($input: AnnouncementInput!) { announce(input: $input) { __typename ... on InvalidInput { field } } }`
  test.each([
    ['title', { title: '' }],
    ['body', { body: 'x'.repeat(2_001) }],
    ['data', { data: ['a list'] }],
    ['data', { data: { text: 'x'.repeat(4_000) } }],
    ['data', { data: { text: '\0' } }],
  ])('announce: %s of %j', async (field, wrong) => {
    const before = await notifications.state()
    const input = { to, title: 'News', body: 'All is well.', idempotencyKey: randomUUID(), ...wrong }
    const { data } = await notifications.ask(anAdmin(), announce, { input })
    expect(data.announce).toEqual({ __typename: 'InvalidInput', field })
    expect(await notifications.state()).toEqual(before)
  })
})
