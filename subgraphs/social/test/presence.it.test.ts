import { randomUUID } from 'node:crypto'
import { reportConnections } from '@waystone/events'
import { createInProcessServiceClient } from '@waystone/kit/service-client'
import { connectLive, countStatements, serveForTest } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seenBy, SEND, startSocial, type Player, type TestApp } from './social-app.js'

let social: TestApp
beforeAll(async () => {
  social = await startSocial()
})
afterAll(() => social.close())

/** A gateway process, as far as social knows it. */
function aGateway() {
  const gatewayId = randomUUID()
  let revision = 0
  const client = createInProcessServiceClient({ self: 'gateway', find: () => social.app.internal })
  const report = async (change: {
    connected?: readonly string[]
    disconnected?: readonly string[]
    isWhole?: boolean
  }) => {
    const { connected = [], disconnected = [], isWhole = revision === 0 } = change
    revision++
    return await client.call(reportConnections, {
      gatewayId,
      revision,
      isWhole,
      connected: [...connected],
      disconnected: [...disconnected],
    })
  }
  return {
    report,
    connect: (...players: readonly Player[]) => report({ connected: players.map(({ userId }) => userId) }),
    disconnect: (...players: readonly Player[]) => report({ disconnected: players.map(({ userId }) => userId) }),
    skip: () => revision++,
    /** Its lease runs out, as that of a process that was killed. */
    die: () =>
      social.rows(`UPDATE gateway_lease SET expires_at = now() - interval '1 second' WHERE gateway_id = $1`, [
        gatewayId,
      ]),
  }
}
const befriend = async (one: Player, other: Player) => {
  await social.field(one, SEND, { to: other.userId })
  await social.field(other, SEND, { to: one.userId })
}
const presenceOf = async (viewer: Player, other: Player) => (await seenBy(social, viewer, other.userId)).presence
const setPresence = async (player: Player, status: string, hidden = false) =>
  await social.field(player, `mutation { setPresence(status: ${status}, hidden: ${hidden}) { status lastSeenAt } }`)

test('a user is online while any gateway has a connection, and offline from then on', async () => {
  const [ada, bea] = [social.aPlayer(), social.aPlayer()]
  await befriend(ada, bea)
  const [first, second] = [aGateway(), aGateway()]
  expect(await presenceOf(bea, ada)).toEqual({ status: 'OFFLINE', lastSeenAt: null })
  await first.connect(ada)
  await second.connect(ada)
  await first.disconnect(ada)
  expect(await presenceOf(bea, ada)).toEqual({ status: 'ONLINE', lastSeenAt: null })
  const lastSeenAt = social.clock.now().toISOString()
  await second.disconnect(ada)
  social.clock.advance(60_000)
  expect(await presenceOf(bea, ada)).toEqual({ status: 'OFFLINE', lastSeenAt })
})

test('the users of a gateway that reports no more go offline, but for those who are connected elsewhere', async () => {
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  await befriend(ada, eve)
  await befriend(bea, eve)
  const [killed, alive] = [aGateway(), aGateway()]
  await killed.connect(ada, bea)
  await alive.connect(bea)
  expect(await social.app.services.sweepGateways()).toBe(0)
  await killed.die()
  expect(await social.app.services.sweepGateways()).toBe(1)
  expect((await presenceOf(eve, ada))?.status).toBe('OFFLINE')
  expect((await presenceOf(eve, bea))?.status).toBe('ONLINE')
  // It was only slow: it is told that its state is not known, and sends the whole.
  expect(await killed.connect()).toEqual({ isKnown: false })
  expect(await killed.report({ isWhole: true, connected: [ada.userId] })).toEqual({ isKnown: true })
  expect((await presenceOf(eve, ada))?.status).toBe('ONLINE')
})

test('a report that was lost makes the gateway send the whole, which also ends what ended meanwhile', async () => {
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  await befriend(ada, eve)
  const gateway = aGateway()
  await gateway.connect(ada)
  gateway.skip()
  expect(await gateway.connect(bea)).toEqual({ isKnown: false })
  expect(await gateway.report({ isWhole: true, connected: [bea.userId] })).toEqual({ isKnown: true })
  expect((await presenceOf(eve, ada))?.status).toBe('OFFLINE')
})

test('a user who moves between gateways many times at once ends where the last reports say', async () => {
  const [ada, eve] = [social.aPlayer(), social.aPlayer()]
  await befriend(ada, eve)
  const gateways = Array.from({ length: 6 }, aGateway)
  await Promise.all(gateways.map(gateway => gateway.connect(ada)))
  for (let round = 0; round < 5; round++)
    await Promise.all(
      gateways.map((gateway, index) => (index % 2 === round % 2 ? gateway.disconnect(ada) : gateway.connect(ada))),
    )
  expect((await presenceOf(eve, ada))?.status).toBe('ONLINE')
  await Promise.all(gateways.map(gateway => gateway.disconnect(ada)))
  expect((await presenceOf(eve, ada))?.status).toBe('OFFLINE')
})

test('a thousand users come and go by ten statements each, and a report without news is one', async () => {
  const gateway = aGateway()
  await gateway.connect()
  const userIds = Array.from({ length: 1_000 }, () => randomUUID())
  const counted = countStatements(social.database.primary)
  try {
    await gateway.report({ connected: userIds })
    expect(counted.statements.length).toBeLessThanOrEqual(10)
    counted.reset()
    await gateway.report({})
    expect(counted.statements).toHaveLength(1)
    counted.reset()
    await gateway.report({ disconnected: userIds })
    expect(counted.statements.length).toBeLessThanOrEqual(10)
  } finally {
    counted.stop()
  }
  const [row] = await social.rows(
    'SELECT count(*)::int AS offline FROM presence WHERE user_id = ANY($1::uuid[]) AND NOT is_connected',
    [userIds],
  )
  expect(row).toEqual({ offline: 1_000 })
})

test('away is shown to friends, hidden is nothing to see, and a user who looks offline was last seen when that began', async () => {
  const [ada, eve] = [social.aPlayer(), social.aPlayer()]
  await befriend(ada, eve)
  const gateway = aGateway()
  await gateway.connect(ada)
  expect(await setPresence(ada, 'AWAY')).toEqual({ status: 'AWAY', lastSeenAt: null })
  expect(await presenceOf(eve, ada)).toEqual({ status: 'AWAY', lastSeenAt: null })
  await setPresence(ada, 'ONLINE', true)
  expect(await presenceOf(eve, ada)).toBeNull()
  expect(await presenceOf(ada, ada)).toEqual({ status: 'ONLINE', lastSeenAt: null })
  const lastSeenAt = social.clock.now().toISOString()
  await setPresence(ada, 'OFFLINE')
  social.clock.advance(60_000)
  expect(await presenceOf(eve, ada)).toEqual({ status: 'OFFLINE', lastSeenAt })
  await gateway.disconnect(ada)
  await gateway.connect(ada)
  expect(await presenceOf(eve, ada)).toEqual({ status: 'OFFLINE', lastSeenAt })
})

test('friends are told of each change that they may see, and strangers of none', async () => {
  const [ada, bea, eve] = [social.aPlayer(), social.aPlayer(), social.aPlayer()]
  await befriend(ada, bea)
  const app = await social.another()
  const served = await serveForTest(app)
  const client = connectLive(served.url, { token: await social.token(bea) })
  try {
    const gateway = aGateway()
    await gateway.connect(bea)
    const told = client.subscribe<{ friendPresenceChanged: { id: string; presence: { status: string } | null } }>(
      'subscription { friendPresenceChanged { id presence { status } } }',
    )
    const next = async () => (await told.nextData()).friendPresenceChanged
    social.clock.advance(1_000)
    await gateway.connect(ada, eve)
    expect(await next()).toEqual({ id: ada.userId, presence: { status: 'ONLINE' } })
    social.clock.advance(1_000)
    await setPresence(eve, 'AWAY')
    await setPresence(ada, 'AWAY')
    expect(await next()).toEqual({ id: ada.userId, presence: { status: 'AWAY' } })
    social.clock.advance(1_000)
    await setPresence(ada, 'AWAY', true)
    expect(await next()).toEqual({ id: ada.userId, presence: null })
    social.clock.advance(1_000)
    await gateway.disconnect(ada)
    await setPresence(ada, 'AWAY', false)
    expect(await next()).toEqual({ id: ada.userId, presence: { status: 'OFFLINE' } })
  } finally {
    client.close()
    await served.close()
  }
})
