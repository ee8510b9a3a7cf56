import { connectLive, type LiveClient, type Told } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChance } from './chance.js'
import { untilAnswered } from './client.js'
import type { Instance } from './instances.js'
import { createClientLedger, type Player } from './ledger-of-clients.js'
import { join } from './play.js'
import { startStage, type Stage } from './stage.js'

/** By docs/decisions/105-presence.md. */
const OFFLINE_WITHIN_MS = 10_000

interface Changed {
  readonly friendPresenceChanged: { readonly id: string; readonly presence: { readonly status: string } }
}

let stage: Stage
/** The gateway that stays. */
let other: Instance
let social: Instance
let watching: Told<Changed>
let ada: Player
let bea: Player
let hasFailed = false
const clients: LiveClient[] = []

beforeAll(async () => {
  stage = await startStage()
  other = await stage.anotherGateway()
  const [first] = stage.of('social')
  if (first === undefined) throw new Error('Expected a process of social')
  social = first
  const play = { url: stage.url, ledger: createClientLedger(), chance: createChance(1) }
  ada = await join(play)
  bea = await join(play)
  for (const [by, to] of [
    [ada, bea],
    [bea, ada],
  ] as const)
    await ask(by, 'mutation ($to: ID!) { sendFriendRequest(userId: $to) { __typename } }', { to: to.id })
  watching = connect(other, ada).subscribe<Changed>(
    'subscription { friendPresenceChanged { id presence { status lastSeenAt } } }',
  )
})
afterAll(async () => {
  for (const client of clients) client.close()
  if (hasFailed) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
})

const ask = <Data>(by: Player, query: string, variables = {}): Promise<Data> =>
  untilAnswered<Data>(other.url, { query, variables, token: by.token }, () => undefined)

function connect(gateway: Instance, player: Player): LiveClient {
  const client = connectLive(gateway.url, { token: player.token })
  clients.push(client)
  return client
}

/** A live connection of hers, once her friend has heard of it. */
async function comes(gateway: Instance): Promise<LiveClient> {
  const client = connect(gateway, bea)
  void client
    .subscribe('subscription { partyChanged { id } }')
    .next()
    .catch(() => undefined)
  // An earlier change may be told again to a subscription that has just begun.
  while ((await toldNext()) !== 'ONLINE');
  return client
}

const toldNext = async (): Promise<string> => (await watching.nextData()).friendPresenceChanged.presence.status

async function shown(): Promise<string | undefined> {
  const { me } = await ask<{ me: { friends: { edges: { node: { presence: { status: string } | null } }[] } } }>(
    ada,
    '{ me { friends { edges { node { presence { status } } } } } }',
  )
  return me.friends.edges[0]?.node.presence?.status
}

const heldConnections = async (): Promise<readonly unknown[]> =>
  (await stage.postgres.pool('social').query('SELECT gateway_id FROM live_connection WHERE user_id = $1', [bea.id]))
    .rows

describe('presence while processes die by kill -9', () => {
  it('a player whose gateway dies is offline within ten seconds', async () => {
    hasFailed = true
    await comes(stage.gateway)
    const killedAt = performance.now()
    await stage.gateway.kill()
    expect(await toldNext()).toBe('OFFLINE')
    expect(performance.now() - killedAt).toBeLessThan(OFFLINE_WITHIN_MS)
    expect([await shown(), await heldConnections()]).toEqual(['OFFLINE', []])
    hasFailed = false
  })

  it('a player who leaves while social is dead is offline within ten seconds of its return', async () => {
    hasFailed = true
    const client = await comes(other)
    await social.kill()
    client.close()
    social.start()
    await social.untilReady()
    const readyAt = performance.now()
    expect(await shown()).toBeDefined()
    await expect.poll(shown, { timeout: OFFLINE_WITHIN_MS - (performance.now() - readyAt) }).toBe('OFFLINE')
    expect(await heldConnections()).toEqual([])
    hasFailed = false
  })

  it('a player who stays is online again after social has died, and offline within ten seconds of leaving', async () => {
    hasFailed = true
    watching = connect(other, ada).subscribe<Changed>(
      'subscription { friendPresenceChanged { id presence { status } } }',
    )
    const client = await comes(other)
    await social.kill()
    social.start()
    await social.untilReady()
    await expect.poll(shown, { timeout: OFFLINE_WITHIN_MS }).toBe('ONLINE')
    client.close()
    const leftAt = performance.now()
    await expect.poll(shown, { timeout: OFFLINE_WITHIN_MS }).toBe('OFFLINE')
    expect(performance.now() - leftAt).toBeLessThan(OFFLINE_WITHIN_MS)
    hasFailed = false
  })
})
