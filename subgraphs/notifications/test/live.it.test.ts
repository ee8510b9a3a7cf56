import { randomUUID } from 'node:crypto'
import { connectLive, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCompletion, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'

let notifications: TestApp
let url: string
const clients: LiveClient[] = []
beforeAll(async () => {
  notifications = await startNotifications()
  url = (await serveForTest(notifications.app)).url
})
afterAll(async () => {
  for (const client of clients) client.close()
  await notifications.close()
})

async function connect(player: Player | null): Promise<LiveClient> {
  const client = connectLive(url, player === null ? {} : { token: await notifications.token(player) })
  clients.push(client)
  return client
}
const happens = (player: Player, times: number) =>
  notifications.happens(...Array.from({ length: times }, () => aCompletion(player)))

interface Received {
  readonly notificationReceived: {
    readonly id: string
    readonly title: string
    readonly data: { completionId: string }
  }
}
const received = 'subscription ($after: ID) { notificationReceived(after: $after) { id kind title data } }'

describe('notificationReceived', () => {
  it('tells a notification as it comes, and only to the user', async () => {
    const [player, other] = [aPlayer(), aPlayer()]
    const told = (await connect(player)).subscribe<Received>(received, { after: '0' })
    await happens(other, 1)
    await happens(player, 1)
    expect((await told.nextData()).notificationReceived.title).toBe('Quest completed')
    const { data } = await notifications.askUser(player, player, 'notifications { totalCount }')
    expect(data.notifications.totalCount).toBe(1)
  })

  it('is resumed after the last one that was seen: none is lost and none comes twice, over 20 connections', async () => {
    const player = aPlayer()
    const seen: string[] = []
    let after = '0'
    for (let connection = 0; connection < 20; connection++) {
      const told = (await connect(player)).subscribe<Received>(received, { after })
      await happens(player, 3)
      // Two of three: the third is missed, and comes with the next connection.
      for (let taken = 0; taken < 2; taken++) {
        after = (await told.nextData()).notificationReceived.id
        seen.push(after)
      }
      told.close()
    }
    const rest = (await connect(player)).subscribe<Received>(received, { after })
    while (seen.length < 60) seen.push((await rest.nextData()).notificationReceived.id)
    const kept = await notifications.rows<{ id: string }>(
      'SELECT id FROM notification WHERE user_id = $1 ORDER BY sequence',
      player.userId,
    )
    expect(seen).toEqual(kept.map(({ id }) => id))
  })

  it('refuses an id that is unknown, no id at all, or of another user', async () => {
    const [player, other] = [aPlayer(), aPlayer()]
    await happens(other, 1)
    const [theirs] = await notifications.rows<{ id: string }>(
      'SELECT id FROM notification WHERE user_id = $1',
      other.userId,
    )
    const client = await connect(player)
    for (const after of [theirs?.id, randomUUID(), 'yesterday', '']) {
      const { data, errors } = await client.subscribe(received, { after }).next()
      expect(data ?? null).toBeNull()
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT'])
    }
  })
})
