import { announceSystem } from '@waystone/kit/running-system'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rebuildListings } from '../src/rebuild/rebuild-listings.js'
import { startQuests, type TestApp } from './quests-app.js'

const command = fileURLToPath(new URL('../dist/rebuild.js', import.meta.url))
const QUESTS = 5
let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
  for (let i = 0; i < QUESTS; i++) await quests.aQuest({ name: `Quest ${i}` })
})
afterAll(() => quests.close())

const rows = () =>
  quests.rows(`SELECT to_jsonb(listing) - 'generation' AS row FROM quest_listing AS listing
    JOIN catalog USING (generation) ORDER BY position`)
const generations = () => quests.rows('SELECT generation, revision FROM quest_projection')
const names = async () =>
  (await quests.ask(null, '{ quests { name } }')).data.quests.map((one: { name: string }) => one.name)
const damage = async () => {
  await quests.rows(
    `UPDATE quest_listing SET texts = '{"en": {"name": "Wrong", "description": "", "objectives": []}}' WHERE position = 1`,
  )
  await quests.rows('DELETE FROM quest_listing WHERE position = 2')
}

describe('rebuilding the listings', () => {
  it('repairs wrong and missing rows, counts them, and has them read at once', async () => {
    const sound = await rows()
    await damage()
    const finished = async () => {
      const steps = quests.app.services.rebuildCatalog()
      for (let step = await steps.next(); ; step = await steps.next()) if (step.done === true) return step.value
    }
    await expect(finished()).resolves.toEqual({ versions: QUESTS, changed: 2 })
    expect(await rows()).toEqual(sound)
    expect(await names()).toEqual(['Quest 0', 'Quest 1', 'Quest 2', 'Quest 3', 'Quest 4'])
    await expect(finished()).resolves.toMatchObject({ changed: 0 })
    expect(await generations()).toHaveLength(1)
  })

  it('goes on beside reads and commands, and has what was published until it switches', async () => {
    const steps = quests.app.services.rebuildCatalog({ versionsPerStep: 2 })
    await steps.next()
    await quests.aQuest({ name: 'Meanwhile' })
    expect(await names()).toContain('Meanwhile')
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done === true) break
      const { versions, total } = step.value
      if (versions === total && !(await names()).includes('At last')) await quests.aQuest({ name: 'At last' })
    }
    expect((await rows()).map(({ row }) => (row as { texts: { en: { name: string } } }).texts.en.name)).toEqual([
      'Quest 0',
      'Quest 1',
      'Quest 2',
      'Quest 3',
      'Quest 4',
      'Meanwhile',
      'At last',
    ])
  })

  it('changes nothing when it is interrupted, and ends when another one has begun', async () => {
    const before = [await rows(), await generations()]
    const interruption = new AbortController()
    const progress = { start: vi.fn(), stop: vi.fn(), update: () => interruption.abort() }
    const answer = await rebuildListings({ services: quests.app.services, progress, signal: interruption.signal })
    expect(answer).toBeNull()
    expect([progress.start.mock.calls.length, progress.stop.mock.calls.length]).toEqual([1, 1])
    expect([await rows(), await generations()]).toEqual(before)

    const first = quests.app.services.rebuildCatalog({ versionsPerStep: 1 })
    await first.next()
    const second = quests.app.services.rebuildCatalog({ versionsPerStep: 1 })
    await second.next()
    await expect(first.next()).rejects.toThrow('Another rebuild of the catalog has begun')
    for (let step = await second.next(); step.done !== true; step = await second.next());
    expect([await rows(), (await generations()).length]).toEqual([before[0], 1])
  })

  it('is not seen by readers before it is whole: every list is complete, whenever it is asked for', async () => {
    const { length } = await names()
    const done = new AbortController()
    const reading = async () => {
      while (!done.signal.aborted) {
        expect(await names()).toHaveLength(length)
        // Reads from memory alone never let the rebuild go on.
        await setImmediate()
      }
    }
    const rebuilding = async () => {
      try {
        for (let i = 0; i < 5; i++) {
          const steps = quests.app.services.rebuildCatalog({ versionsPerStep: 1 })
          for (let step = await steps.next(); step.done !== true; step = await steps.next());
        }
      } finally {
        done.abort()
      }
    }
    await Promise.all([rebuilding(), reading(), reading()])
  })
})

describe('npm run quests:rebuild -- --catalog', () => {
  async function run(...args: string[]) {
    const directory = mkdtempSync(path.join(tmpdir(), 'waystone-rebuild-'))
    const system = await announceSystem({ directory, settings: { QUESTS_DATABASE_URL: quests.config.DATABASE_URL } })
    try {
      const options = [command, ...args, '--data', directory]
      const child = spawn(process.execPath, options, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'] ?? '' },
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
      const code = await new Promise(resolve => child.once('close', resolve))
      return { code, output }
    } finally {
      await system.withdraw()
      rmSync(directory, { recursive: true, force: true })
    }
  }

  it('repairs the listings, and a process that serves shows them', async () => {
    const before = await names()
    await damage()
    const { app } = await quests.another()
    try {
      await app.start()
      const shown = async () => {
        const { loaders } = await app.context({ headers: new Map(), remoteAddress: '127.0.0.1', requestId: 'test' })
        return (await loaders.quests()).map(({ texts }) => texts['en']?.name)
      }
      expect(await shown()).toEqual(['Wrong', ...before.slice(2)])
      expect(await run('--catalog')).toEqual({
        code: 0,
        output: '7 of 7 versions\n7 versions projected, 2 rows changed\n',
      })
      // Without Redis, the database tells it to processes, a moment later.
      await vi.waitFor(async () => expect(await shown()).toEqual(before))
    } finally {
      await app.close()
    }
  })

  it('is one of three things to rebuild', async () => {
    expect(await run('--catalog', '--all')).toMatchObject({
      code: 2,
      output: expect.stringContaining('cannot be used with'),
    })
  })
})
