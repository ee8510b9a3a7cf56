import * as calls from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { createHttpServiceClient, type ServiceCall } from '@waystone/kit/service-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { internalSecret, startOverHttp, type OverHttp } from './over-http.js'

const services = ['gateway', ...subgraphNames, 'stranger']
const checkers = ['gateway', 'characters', 'quests', 'gacha', 'social', 'notifications']

/** The services that may call each operation; no other may, though all of them can sign a call. */
const callers: Readonly<Record<string, readonly string[]>> = {
  'users reserve-price': ['gacha'],
  'users release-reservation': ['gacha'],
  'users reserve-guild-gold': ['social'],
  'users release-guild-gold': ['social'],
  'users list-revocations': checkers,
  'users exchange-credential': checkers,
  'users find-entities': ['quests'],
  'characters find-entities': ['quests'],
  'gacha find-entities': ['quests'],
  'users list-dead-letters': ['quests'],
  'characters list-dead-letters': ['quests'],
  'gacha list-dead-letters': ['quests'],
  'users replay-dead-letters': ['quests'],
  'characters replay-dead-letters': ['quests'],
  'gacha replay-dead-letters': ['quests'],
  'gacha find-unknown-items': ['quests', 'notifications'],
  'users find-country': ['gacha'],
  'users find-players': ['social', 'notifications'],
  'users list-players': ['notifications'],
  'characters is-own-character': ['social'],
  'social report-connections': ['gateway'],
  'notifications find-claimed-mails': ['users', 'gacha'],
  'gacha find-banner-payouts': ['users'],
  'social find-entities': ['quests'],
  'notifications find-entities': ['quests'],
  'social list-dead-letters': ['quests'],
  'notifications list-dead-letters': ['quests'],
  'social replay-dead-letters': ['quests'],
  'notifications replay-dead-letters': ['quests'],
  'quests find-granted-rewards': ['users', 'characters', 'gacha'],
}

let system: OverHttp
beforeAll(async () => {
  system = await startOverHttp()
})
afterAll(() => system.close())

const isCall = (value: unknown): value is ServiceCall<unknown, unknown> =>
  typeof value === 'object' && value !== null && 'operation' in value && 'service' in value
/** Of all subgraphs; the gateway's own is open to any service. */
const exported: readonly unknown[] = [
  ...Object.values(calls),
  ...[calls.findEntities, calls.listDeadLetters, calls.replayDeadLetters].flatMap(family => Object.values(family)),
]
const defined = exported.filter(isCall).filter(call => call.service !== 'gateway')

test('every call between services is in the table', () => {
  expect(defined.map(({ service, operation }) => `${service} ${operation}`).toSorted()).toEqual(
    Object.keys(callers).toSorted(),
  )
})

const pairs = defined.flatMap(call => services.map(self => ({ call, self, name: `${call.service} ${call.operation}` })))

test.each(pairs)('$self calls $name, or is refused', async ({ call, self, name }) => {
  const client = createHttpServiceClient({
    self,
    secret: internalSecret,
    instances: { [call.service]: [system.subgraphUrl(call.service as SubgraphName)] },
    logger: createLogger({ name: 'test', level: 'silent' }),
  })
  try {
    // No operation takes this input: a caller who is let in is told so, and nothing is run.
    const asked = client.call({ ...call, input: z.unknown() }, 'no input')
    await expect(asked).rejects.toThrow(callers[name]?.includes(self) === true ? 'got 400' : 'got 403')
  } finally {
    await client.close()
  }
})
