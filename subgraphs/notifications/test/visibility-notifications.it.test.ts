import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCompletion, aPlayer, anAdmin, startNotifications, type Player, type TestApp } from './notifications-app.js'

let notifications: TestApp
const self = aPlayer()
const ids = { notification: '', mail: '', token: '', sending: '' }
/** Friends, members of one guild and blocked users are strangers here: nothing is shown to them. */
const viewers: Readonly<Record<string, Player | null>> = {
  self,
  stranger: aPlayer(),
  anonymous: null,
  admin: anAdmin(),
  'admin.read': aPlayer('admin.read'),
  'admin.content': aPlayer('admin.content'),
}
const privately = ['self', 'admin', 'admin.read']
const administrators = ['admin', 'admin.read']

beforeAll(async () => {
  notifications = await startNotifications()
  notifications.accounts.set(self.userId, 'self')
  const token = JSON.stringify('c'.repeat(64))
  const register = `mutation { registerPushToken(input: { platform: APNS, device: "Phone", token: ${token} }) { ... on PushToken { id } } }`
  ids.token = (await notifications.ask(self, register)).data.registerPushToken.id
  await notifications.happens(aCompletion(self))
  const send = `mutation { sendMail(input: { to: { userIds: ["${self.userId}"] }, from: "The team", subject: "Hello", body: "All.",
    attachments: [{ currency: GOLD, amount: 5 }], idempotencyKey: "${randomUUID()}" }) { ... on Sending { id } } }`
  ids.sending = (await notifications.ask(anAdmin(), send)).data.sendMail.id
  await notifications.app.services.continueSendings()
  const { data } = await notifications.askUser(
    self,
    self,
    'mail { edges { node { id } } } notifications { edges { node { id } } }',
  )
  ids.mail = data.mail.edges[0].node.id
  ids.notification = data.notifications.edges[0].node.id
})
afterAll(() => notifications.close())

const asEntity = (type: string, id: () => string, selection: string) => async (viewer: Player | null) => {
  const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${selection} } } }`
  return (
    (await notifications.ask(viewer, source, { of: [{ __typename: type, id: id() }] })).data?._entities?.[0] ?? null
  )
}
const ofUser = (selection: string) => async (viewer: Player | null) => {
  const { data } = await notifications.askUser(viewer, self, selection)
  return data === null ? null : (Object.values(data as object)[0] as unknown)
}
const ofRoot = (selection: () => string) => async (viewer: Player | null) => {
  const { data } = await notifications.ask(viewer, `{ ${selection()} }`)
  return data === null ? null : (Object.values(data as object)[0] as unknown)
}

const fields: Readonly<
  Record<string, readonly [see: (viewer: Player | null) => Promise<unknown>, seenBy: readonly string[]]>
> = {
  'User.notifications': [ofUser('notifications { totalCount edges { node { title body data readAt } } }'), privately],
  'User.unreadNotifications': [ofUser('unreadNotifications'), privately],
  'User.mail': [ofUser('mail { totalCount edges { node { subject } } }'), privately],
  'User.pushTokens': [ofUser('pushTokens { device platform createdAt lastUsedAt }'), privately],
  'User.notificationSettings': [
    ofUser('notificationSettings { language quietHours { from to } kinds { kind } }'),
    privately,
  ],
  'User.notificationExport': [ofUser('notificationExport { entries }'), privately],
  Notification: [
    asEntity('Notification', () => ids.notification, 'kind title deliveries { status lastError }'),
    privately,
  ],
  Mail: [asEntity('Mail', () => ids.mail, 'from subject body sentAt expiresAt attachments { __typename }'), privately],
  PushToken: [asEntity('PushToken', () => ids.token, 'device'), privately],
  Sending: [asEntity('Sending', () => ids.sending, 'recipients done failed finishedAt'), administrators],
  'Query.webPushKey': [ofRoot(() => 'webPushKey'), Object.keys(viewers)],
  'Query.notificationLog': [
    ofRoot(
      () =>
        `notificationLog(userId: "${self.userId}", status: PENDING) { totalCount edges { node { user { id } delivery { device } notification { title } } } }`,
    ),
    administrators,
  ],
  'Query.sending': [ofRoot(() => `sending(id: "${ids.sending}") { done }`), administrators],
}

describe.each(Object.entries(fields))('%s', (_, [see, seenBy]) => {
  test.each(Object.keys(viewers))('as %s sees it', async name => {
    const seen = await see(viewers[name] ?? null)
    expect(seen !== null).toBe(seenBy.includes(name))
  })
})

test('what is exported names no token of a device', async () => {
  const { data } = await notifications.askUser(self, self, 'notificationExport(first: 100) { entries endCursor }')
  const kinds = new Set(data.notificationExport.entries.map(({ kind }: { kind: string }) => kind))
  expect([...kinds]).toEqual(['notification_settings', 'notification', 'push_token', 'delivery', 'mail'])
  expect(JSON.stringify(data)).not.toContain('cccc')
})
