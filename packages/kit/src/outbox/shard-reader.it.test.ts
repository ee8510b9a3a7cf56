import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { connectRedis, type RedisConnection } from '../redis/index.js'
import { startTestRedis, type TestRedis } from '../testing/index.js'
import { developmentKeys } from './event-keys.js'
import { createEventKeys } from './event-signatures.js'
import { createShardReader } from './shard-reader.js'
import { entryFields } from './stream-entry.js'
import { defineStreamScripts, type StreamScripts } from './stream-scripts.js'
import { streamKey } from './streams.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const owned = new Map([[0, '1']])
const eventKeys = createEventKeys(developmentKeys(['producer']))

let redis: TestRedis
let commands: RedisConnection
let scripts: StreamScripts
beforeAll(async () => {
  redis = await startTestRedis()
  commands = connectRedis({ url: redis.url, logger, role: 'blocking' })
  scripts = defineStreamScripts(commands)
})
afterAll(async () => {
  commands.disconnect()
  await redis.close()
})
beforeEach(async () => void (await commands.flushall()))

const emit = async (): Promise<string> => {
  const event = { id: randomUUID(), type: 'test', aggregateId: randomUUID() }
  const entry = { stream: streamKey('producer', 0), text: JSON.stringify(event) }
  const [proof] = eventKeys.signerOf('producer').sign([entry])
  if (proof === undefined) throw new Error('Expected a proof')
  await commands.xadd(entry.stream, '*', ...entryFields(entry.text, proof))
  return event.id
}

/** A reader whose commands may be lost on the way, for the time being. */
function openReader() {
  const lost: (() => Promise<unknown>)[] = []
  let isLosing = false
  const losing = (script: StreamScripts['read']): StreamScripts['read'] => ({
    ...script,
    run: async (keys, values) => {
      if (!isLosing) return await script.run(keys, values)
      lost.push(() => script.run(keys, values))
      throw new Error('Command timed out')
    },
  })
  const reader = createShardReader({
    group: 'consumer',
    producer: 'producer',
    commands,
    blocking: commands,
    scripts: { ...scripts, claim: losing(scripts.claim), read: losing(scripts.read) },
    verifier: eventKeys.verifierOf('producer'),
  })
  reader.setOwned(owned)
  const read = async (): Promise<string[] | 'fenced'> => {
    if (!(await reader.claim())) return 'fenced'
    const found = await reader.read()
    return found === 'fenced' ? found : found.messages.map(({ event }) => event.id)
  }
  /** Reads three times: redelivered entries, a check that no more of them follow, and new entries. */
  const readAll = async () => [await read(), await read(), await read()].flat()
  return {
    read,
    readAll,
    /** Its commands time out: Redis may still receive them later. */
    readInVain: async () => {
      isLosing = true
      await expect(read()).rejects.toThrow('timed out')
      reader.reset()
      isLosing = false
    },
    arrive: async () => {
      for (const command of lost.splice(0)) await command()
    },
  }
}

test('a question that was given up and comes late takes nothing away from those after it', async () => {
  const { readAll, readInVain, read, arrive } = openReader()
  expect(await readAll()).toEqual([])
  await readInVain()
  expect(await readAll()).toEqual([])
  const event = await emit()
  await arrive()
  expect(await read()).toEqual([event])
})

test('what it took before the next claim is read by that one first', async () => {
  const { readAll, readInVain, arrive } = openReader()
  await readAll()
  const first = await emit()
  await readInVain()
  await arrive()
  const second = await emit()
  expect(await readAll()).toEqual([first, second])
})

test('a claim that was given up and comes late takes the shard from nobody', async () => {
  const { read, readAll, readInVain, arrive } = openReader()
  await readInVain()
  expect(await readAll()).toEqual([])
  await arrive()
  const event = await emit()
  expect(await read()).toEqual([event])
})
