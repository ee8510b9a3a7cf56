import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Progress } from '@waystone/kit/command'
import { announceSystem } from '@waystone/kit/running-system'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rebuildAll } from '../src/rebuild/rebuild-all.js'
import { resumeFile } from '../src/rebuild/resume-file.js'
import { aPlayer, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

const command = fileURLToPath(new URL('../dist/rebuild.js', import.meta.url))
const PLAYERS = 7
let quests: TestApp
let players: readonly Player[]
let directory: string
let file: string
let sound: unknown

beforeAll(async () => {
  quests = await startQuests()
  await quests.aQuest({ name: 'Thrice', autoClaim: true, duplicationLimit: 5 })
  players = Array.from({ length: PLAYERS }, () => aPlayer()).toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  for (const player of players) {
    for (let day = 1; day <= 3; day++) await quests.happens(aSignIn(player, `2026-11-0${day}T10:00:00Z`))
  }
  sound = await everything()
})
afterAll(() => quests.close())

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-rebuild-'))
  file = path.join(directory, 'quests-rebuild.json')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const everything = async () => ({
  progress: await quests.rows('SELECT p::text FROM quest_progress p ORDER BY user_id, quest_id'),
  completions: await quests.rows('SELECT c::text FROM quest_completion c ORDER BY id'),
  players: await quests.rows('SELECT p::text FROM player p ORDER BY user_id'),
})

/** Each user's progress is off by two rows: one is wrong, one is missing. */
async function damage(): Promise<void> {
  await quests.rows(`UPDATE quest_progress SET counters = '[{"day": null, "count": 99}]'`)
  await quests.rows('DELETE FROM quest_completion WHERE number = 2')
}

const rebuild = (options: { stopAfter?: number; shown?: Progress } = {}) => {
  const interruption = new AbortController()
  const progress: Progress = {
    start: () => {},
    stop: () => {},
    update: users => {
      if (users === options.stopAfter) interruption.abort()
    },
  }
  return rebuildAll({
    services: quests.app.services,
    resume: resumeFile({ file, database: 'this one' }),
    progress: options.shown ?? progress,
    signal: interruption.signal,
  })
}

describe('rebuilding everyone', () => {
  it('repairs damaged, missing and surplus rows, and counts them', async () => {
    await damage()
    const [first] = players
    await quests.rows(
      `INSERT INTO quest_completion SELECT gen_random_uuid(), user_id, quest_id, version, 9, 99, completed_at, null
       FROM quest_completion WHERE user_id = $1 AND number = 1`,
      first?.userId,
    )
    await quests.rows(`UPDATE player SET time_zone = 'Asia/Tokyo' WHERE user_id = $1`, first?.userId)
    expect(await rebuild()).toEqual({ users: PLAYERS, changed: 2 * PLAYERS + 2, resumedFrom: 0, interrupted: false })
    expect(await everything()).toEqual(sound)
    expect(await rebuild()).toMatchObject({ changed: 0 })
  })

  it('goes on after the last user that was finished when it was interrupted', async () => {
    await damage()
    expect(await rebuild({ stopAfter: 3 })).toEqual({ users: 3, changed: 6, resumedFrom: 0, interrupted: true })
    // Users up to the resume point are not rebuilt again: damage to them remains.
    await quests.rows(`UPDATE player SET time_zone = 'Asia/Tokyo' WHERE user_id = $1`, players[2]?.userId)
    const shown: number[] = []
    const rest = await rebuild({
      shown: {
        start: ({ done, total }) => shown.push(done, total),
        update: done => shown.push(done),
        stop: () => {},
      },
    })
    expect(rest).toEqual({ users: PLAYERS, changed: 2 * PLAYERS, resumedFrom: 3, interrupted: false })
    expect(shown).toEqual([3, PLAYERS, 4, 5, 6, 7])
    expect(existsSync(file)).toBe(false)
    await quests.app.services.rebuildProgress(players[2]?.userId ?? '')
    expect(await everything()).toEqual(sound)
  })

  it('goes on after a failure, too, and refuses a resume file that is not its own', async () => {
    const failing: Progress = {
      start: () => {},
      stop: () => {},
      update: users => {
        if (users === 2) throw new Error('killed')
      },
    }
    await expect(rebuild({ shown: failing })).rejects.toThrow('killed')
    expect(await rebuild()).toMatchObject({ users: PLAYERS, resumedFrom: 2 })
    writeFileSync(file, JSON.stringify({ database: 'another', after: players[0]?.userId, users: 1, changed: 0 }))
    await expect(rebuild()).rejects.toThrow('is of a rebuild of another, not of this one')
    writeFileSync(file, '{')
    await expect(rebuild()).rejects.toThrow('is no resume file')
  })

  it('keeps the events of a user waiting while that user is folded, and loses none', async () => {
    const [player] = players
    if (player === undefined) throw new Error('Expected a player')
    const signIns = Array.from({ length: 20 }, (_, i) => aSignIn(player, `2026-11-05T10:00:${10 + i}Z`))
    const rebuilds = Array.from({ length: 20 }, () => quests.app.services.rebuildProgress(player.userId))
    const [changes] = await Promise.all([Promise.all(rebuilds), ...signIns.map(event => quests.happens(event))])
    expect(changes.map(({ changed }) => changed)).toEqual(changes.map(() => 0))
    expect(await quests.app.services.rebuildProgress(player.userId)).toMatchObject({ events: 23, changed: 0 })
    sound = await everything()
  })
})

describe('npm run quests:rebuild', () => {
  /** As an operator runs it, beside a system that has announced itself. */
  async function run(args: readonly string[], onOutput: (child: { kill(): void }) => void = () => {}) {
    const system = await announceSystem({ directory, settings: { QUESTS_DATABASE_URL: quests.config.DATABASE_URL } })
    const child = spawn(process.execPath, [command, ...args, '--data', directory], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        onOutput({ kill: () => child.kill('SIGTERM') })
      })
    }
    const code = await new Promise(resolve => child.once('close', resolve))
    await system.withdraw()
    return { code, output }
  }

  it('repairs one user', async () => {
    await damage()
    expect(await run(['--user', players[1]?.userId ?? ''])).toEqual({
      code: 0,
      output: '3 events folded, 2 rows changed\n',
    })
    expect(await quests.app.services.rebuildProgress(players[1]?.userId ?? '')).toMatchObject({ changed: 0 })
  })

  it('stops cleanly when it is told to, and goes on when it is called again', async () => {
    await damage()
    // One user's row is locked: the rebuild waits for it, with the users before it done.
    const blocker = await quests.database.primary.connect()
    await blocker.query('BEGIN')
    await blocker.query('SELECT FROM player WHERE user_id = $1 FOR UPDATE', [players[3]?.userId])
    const played: Promise<unknown>[] = []
    const stopped = await run(['--all'], child => {
      if (played.length > 0 || !readFileSync(file, 'utf8').includes(players[2]?.userId ?? '-')) return
      child.kill()
      played.push(blocker.query('ROLLBACK'))
    })
    await Promise.all(played)
    blocker.release()
    expect(stopped.code).toBe(1)
    expect(stopped.output).toContain('Interrupted. The same command goes on from here.')
    const rest = await run(['--all'])
    expect(rest.code).toBe(0)
    expect(rest.output).toMatch(/7 users rebuilt \(continued after the first [3-6]\), \d+ rows changed\n$/)
    expect(await everything()).toEqual(sound)
  })

  it('repairs the scores of leaderboards', async () => {
    const input = { name: 'Visits', eventType: 'user.signed_in', score: 'COUNT', period: 'ALL_TIME' }
    const id = '5d7c2f0a-0000-4000-8000-000000000001'
    await quests.app.services.installLeaderboard({ id, input })
    // Nothing has counted what was recorded before.
    expect(await run(['--boards'])).toEqual({ code: 0, output: '7 of 7 users\n7 users rebuilt, 7 rows changed\n' })
    for await (const { changed } of quests.app.services.rebuildScores()) expect(changed).toBe(0)
    expect(await quests.rows('SELECT entries FROM leaderboard_block')).toEqual([{ entries: 7 }])
  })

  it('says what it needs', async () => {
    expect(await run([])).toEqual({ code: 2, output: 'error: say which: --user <id>, --all, --catalog or --boards\n' })
    expect((await run(['--user', 'x'])).output).toContain('Expected a UUID')
  })
})
