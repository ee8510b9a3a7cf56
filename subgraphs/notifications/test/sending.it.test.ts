import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPlayer, anAdmin, startNotifications, type TestApp } from './notifications-app.js'

const EVERYONE = 100_000
const EVERYONE_TIMEOUT_MS = 120_000

let notifications: TestApp
beforeAll(async () => {
  notifications = await startNotifications()
})
afterAll(() => notifications.close())

const send = `mutation ($input: SendMailInput!) { sendMail(input: $input) { ... on Sending { id recipients done } } }`
const progress = async (id: string) =>
  (await notifications.ask(anAdmin(), `{ sending(id: "${id}") { recipients done failed finishedAt } }`)).data.sending

async function begin(to: object): Promise<{ id: string; recipients: number; done: number }> {
  const input = {
    to,
    from: 'The team',
    subject: 'Hello',
    body: 'All.',
    attachments: [{ currency: 'GOLD', amount: 1 }],
    idempotencyKey: randomUUID(),
  }
  return (await notifications.ask(anAdmin(), send, { input })).data.sendMail
}

test(
  'a mail to 100,000 goes out once to each, by two processes, one of which dies between batches',
  async () => {
    for (let number = 0; number < EVERYONE; number++) notifications.accounts.set(idOf(number), 'someone')
    const { id, recipients, done } = await begin({ everyone: true })
    expect([recipients, done]).toEqual([EVERYONE, 0])

    let batches = 0
    await notifications.app.services.continueSendings({ isStopped: () => batches++ === 20 })
    const part = await progress(id)
    expect(part).toEqual({ recipients: EVERYONE, done: 20 * 500, failed: 0, finishedAt: null })

    // A batch that dies half-way leaves nothing of itself.
    await notifications.rows(
      `ALTER TABLE notification ADD CONSTRAINT power_cut CHECK (user_id <> '${idOf(10_250)}') NOT VALID`,
    )
    await expect(notifications.app.services.continueSendings()).rejects.toThrow('power_cut')
    await notifications.rows('ALTER TABLE notification DROP CONSTRAINT power_cut')
    expect(await progress(id)).toEqual(part)
    expect(await notifications.rows('SELECT count(*)::int AS n FROM mail')).toEqual([{ n: 10_000 }])

    const other = await notifications.another()
    await Promise.all([notifications.app.services.continueSendings(), other.services.continueSendings()])
    await other.close()
    expect(await progress(id)).toMatchObject({ done: EVERYONE, failed: 0, finishedAt: expect.any(String) as string })
    const [sums] = await notifications.rows(
      `SELECT (SELECT count(*) FROM mail)::int AS mails, (SELECT count(DISTINCT user_id) FROM mail)::int AS users,
         (SELECT count(DISTINCT user_id) FROM notification WHERE kind = 'MAIL')::int AS told`,
    )
    expect(sums).toEqual({ mails: EVERYONE, users: EVERYONE, told: EVERYONE })
  },
  EVERYONE_TIMEOUT_MS,
)

const idOf = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

test('an account that is erased meanwhile counts as failed', async () => {
  const [kept, gone] = [aPlayer(), aPlayer()]
  for (const { userId } of [kept, gone]) notifications.accounts.set(userId, 'someone')
  const { id } = await begin({ userIds: [kept.userId, gone.userId] })
  notifications.accounts.delete(gone.userId)
  await notifications.app.services.continueSendings()
  expect(await progress(id)).toMatchObject({ recipients: 2, done: 1, failed: 1 })
})

test('an announcement is told with its data, in the game only where that is all that is set', async () => {
  const player = aPlayer()
  notifications.accounts.set(player.userId, 'someone')
  const announce = `mutation ($input: AnnouncementInput!) { announce(input: $input) { ... on Sending { recipients } } }`
  const input = {
    to: { userIds: [player.userId] },
    title: 'A {new} season',
    body: 'It <b>begins</b>.',
    data: { season: 2 },
    idempotencyKey: randomUUID(),
  }
  expect((await notifications.ask(anAdmin(), announce, { input })).data.announce).toEqual({ recipients: 1 })
  await notifications.app.services.continueSendings()
  const { data } = await notifications.askUser(
    player,
    player,
    'notifications { edges { node { kind title body data } } }',
  )
  expect(data.notifications.edges).toEqual([
    { node: { kind: 'ANNOUNCEMENT', title: 'A {new} season', body: 'It <b>begins</b>.', data: { season: 2 } } },
  ])
})
