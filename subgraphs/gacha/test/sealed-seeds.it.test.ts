import { randomBytes, randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@waystone/kit/logger'
import { migrate } from '@waystone/kit/migrate'
import { createDatabase } from '@waystone/kit/postgres'
import { createTestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { items } from '../../../prisma/gacha/content/items.js'
import type { GachaApp } from '../src/app.js'
import { hashOf } from '../src/domain/canonical-json.js'
import { drawTableOf, pull } from '../src/domain/draw.js'
import { commitmentOf, wordsOf } from '../src/domain/fairness.js'
import { noPity, type Pity } from '../src/domain/pity.js'
import { verifyHistory } from '../src/domain/pull-history.js'
import { firstLight } from './definitions.js'
import { banners, startGacha, type TestApp } from './gacha-app.js'
import { fairnessOf, mismatchesOf } from './players-pulls.js'

const keyOf = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`
const sealedWith = (gacha: TestApp) =>
  gacha.rows<{ key: string; seeds: number }>(
    `select split_part(sealed, ':', 1) as key, count(*)::int as seeds
     from fairness_seed, unnest(array[sealed_seed, next_sealed_seed]) as sealed where sealed is not null group by 1 order by 1`,
  )

describe('server seeds in the database', () => {
  const [first, second] = [keyOf('first'), keyOf('second')]
  let gacha: TestApp
  beforeAll(async () => {
    gacha = await startGacha({ SEED_ENCRYPTION_KEYS: first })
  })
  afterAll(() => gacha.close())

  it('are sealed, in use, to come and revealed, and no dump of a row holds one', async () => {
    const { rotate } = fairnessOf(gacha)
    const player = gacha.aPlayerWith(100)
    await gacha.pull(player, {})
    const revealed = [await rotate(player), await rotate(player)].map(each => each.revealedServerSeed)
    const dump = JSON.stringify(await gacha.state())
    for (const seed of revealed) {
      const bytes = Buffer.from(seed, 'hex')
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(dump).not.toContain(bytes.toString(encoding).replace(/=+$/, ''))
    }
    expect(await sealedWith(gacha)).toEqual([{ key: 'first', seeds: 4 }])
  })

  it('move to a new key while players pull and rotate, and the old key is then not needed any more', async () => {
    const { userId } = gacha.aPlayerWith(3_000)
    const pullOne = (from: GachaApp) =>
      from.services.pullBanner({
        userId,
        input: { bannerId: banners.firstLight, count: 1, idempotencyKey: randomUUID() },
      })
    const rotate = (from: GachaApp) => from.services.rotateFairnessSeed({ userId, clientSeed: null })
    // First every process learns the new key, then it comes to the front.
    const still = await gacha.another({ SEED_ENCRYPTION_KEYS: `${first},${second}` })
    const later = await gacha.another({ SEED_ENCRYPTION_KEYS: `${second},${first}` })
    const alone = await gacha.another({ SEED_ENCRYPTION_KEYS: second })
    try {
      await Promise.all(Array.from({ length: 5 }, () => pullOne(still)))
      const work = Array.from({ length: 12 }, (_, index) => (index % 4 === 3 ? rotate(still) : pullOne(later)))
      await Promise.all([...work, later.services.resealSeeds(), later.services.resealSeeds()])
      // Seeds that one process has sealed with the old key meanwhile are left to the next run.
      await later.services.resealSeeds()
      expect((await sealedWith(gacha)).map(({ key }) => key)).toEqual(['second'])
      await alone.services.sealPlainSeeds()
      expect(await pullOne(alone)).toMatchObject({ __typename: 'Pull' })
      expect((await rotate(alone)).revealedServerSeed).toHaveLength(64)
    } finally {
      await Promise.all([still.close(), later.close(), alone.close()])
    }
    await expect(gacha.app.services.sealPlainSeeds()).rejects.toThrow(
      'SEED_ENCRYPTION_KEYS: server seeds are encrypted with "second", so these keys must be given, too',
    )
  })

  it('are refused by the database where one is plain', async () => {
    const plain = `plain:${randomBytes(32).toString('base64')}`
    for (const sealed of [plain, randomBytes(32).toString('hex'), randomBytes(32).toString('base64url')]) {
      await expect(gacha.rows('update fairness_seed set sealed_seed = $1', [sealed])).rejects.toThrow('sealed_check')
      await expect(
        gacha.rows('update fairness_seed set next_sealed_seed = $1 where revealed_at is null', [sealed]),
      ).rejects.toThrow('sealed_check')
    }
  })
})

describe('seeds of a version that kept them plain', () => {
  const directory = fileURLToPath(new URL('../../../prisma/gacha', import.meta.url))
  const userId = randomUUID()
  const old = [randomBytes(32), randomBytes(32)] as const
  let gacha: TestApp
  beforeAll(async () => {
    const database = await createTestDatabase({ migrations: null })
    const before = mkdtempSync(path.join(tmpdir(), 'waystone-migrations-'))
    cpSync(directory, before, { recursive: true })
    const names = readdirSync(path.join(before, 'migrations')).filter(name => /^\d/.test(name))
    for (const name of names)
      if (name >= '20261129010000_committed_and_sealed_seeds')
        rmSync(path.join(before, 'migrations', name), { recursive: true })
    await migrate({ url: database.url, directory: before })
    rmSync(before, { recursive: true })
    const logger = createLogger({ name: 'test', level: 'silent' })
    const { primary, close } = createDatabase({
      url: database.url,
      maxConnections: 2,
      applicationName: 'before',
      logger,
    })
    await playAsBefore(async (text, values) => {
      await primary.query({ text, values })
    })
    await close()
    await migrate({ url: database.url, directory })
    gacha = await startGacha({}, database)
  })
  afterAll(() => gacha.close())

  /** Two pulls with a seed that was revealed, and one with the seed in use. */
  async function playAsBefore(write: (text: string, values: unknown[]) => Promise<void>): Promise<void> {
    const now = new Date('2026-11-20T08:00:00Z')
    for (const { id, name, description, rarity, kind } of items)
      await write('insert into item values ($1, $2, $3, $4, $5)', [id, name, description, rarity, kind])
    await write('insert into banner values ($1, 1, $2)', [banners.firstLight, now])
    await write('insert into banner_version values ($1, 1, $2, $3, $4)', [
      banners.firstLight,
      JSON.stringify(firstLight),
      hashOf(firstLight),
      now,
    ])
    let pity: Pity = noPity
    for (const [index, serverSeed] of old.entries()) {
      const seedId = randomUUID()
      const pulls = 2 - index
      const revealedAt = index === 0 ? now : null
      await write('insert into fairness_seed values ($1, $2, $3, $4, $5, $6, $7, $8)', [
        seedId,
        userId,
        serverSeed,
        commitmentOf(serverSeed),
        `old-${index}`,
        pulls,
        now,
        revealedAt,
      ])
      for (let nonce = 0; nonce < pulls; nonce++) {
        const pullId = randomUUID()
        const wordsAt = (at: number) => wordsOf({ serverSeed, clientSeed: `old-${index}`, nonce, index: at })
        const drawn = pull(drawTableOf(firstLight), pity, { count: 10, wordsAt })
        await write(
          `insert into pull (id, user_id, banner_id, banner_version, count, idempotency_key, status, currency, cost, created_at,
             day, recover_after, fairness_seed_id, nonce, pity_before)
           values ($1, $2, $3, 1, 10, $8, 'SETTLED', 'DIAMOND', 1000, $4::timestamptz, $4::timestamptz::date, $4::timestamptz, $5, $6, $7)`,
          [pullId, userId, banners.firstLight, now, seedId, nonce, JSON.stringify(pity), pullId],
        )
        for (const [place, item] of drawn.items.entries())
          await write('insert into pulled_item values ($1, $2, $3, $4, false, $5)', [
            pullId,
            place,
            item.itemId,
            item.featured,
            item.pullsSinceUltraRare,
          ])
        ;({ pity } = drawn)
      }
    }
    await write('insert into pity values ($1, $2, $3, $4, $5, $6)', [
      userId,
      banners.firstLight,
      pity.pullsSinceUltraRare,
      pity.pullsSinceSuperRare,
      pity.ultraRareGuaranteed,
      pity.superRareGuaranteed,
    ])
  }

  it('are sealed by the next start, after which the database takes no plain one any more', async () => {
    expect(await sealedWith(gacha)).toEqual([{ key: 'plain', seeds: 2 }])
    const late = await gacha.another()
    await Promise.all([gacha.app.start(), late.services.sealPlainSeeds()])
    await late.close()
    expect(await sealedWith(gacha)).toEqual([{ key: 'development', seeds: 2 }])
    expect(
      await gacha.rows(`select convalidated from pg_constraint where conname = 'fairness_seed_sealed_check'`),
    ).toEqual([{ convalidated: true }])
  })

  it('keep their commitments, their numbers and their pulls, which verify as before', async () => {
    const { pulls, commitment, rotate } = fairnessOf(gacha)
    const player = { userId, scopes: [] }
    gacha.users.deposit(userId, 2_000)
    const drawn = await pulls(player)
    expect(drawn.map(({ proof }) => [proof.seedNumber, proof.nextServerSeedHash])).toEqual(
      expect.arrayContaining([
        [1, null],
        [2, null],
      ]),
    )
    expect(mismatchesOf(drawn)).toEqual([])
    expect(verifyHistory(drawn)).toMatchObject({ recomputed: 2, secret: 1 })

    // The first draw of the new version goes on with the seed in use, and commits to the next.
    expect(await gacha.pull(player, { count: 10 })).toMatchObject({
      proof: { serverSeedHash: commitmentOf(old[1]), nonce: 1 },
    })
    const shown = await commitment(player)
    expect(shown).toMatchObject({ serverSeedHash: commitmentOf(old[1]), clientSeed: 'old-1', nextNonce: 2 })
    const { revealedServerSeed, next } = await rotate(player, 'new')
    expect(revealedServerSeed).toBe(old[1].toString('hex'))
    expect(next.serverSeedHash).toBe(shown.nextServerSeedHash)
    await gacha.pull(player, { count: 10 })
    await rotate(player)
    const all = await pulls(player)
    const { checks, unproven, recomputed } = verifyHistory(all, { shownHashes: [shown.nextServerSeedHash] })
    expect(checks.filter(({ matches }) => !matches)).toEqual([])
    expect(unproven).toEqual([expect.stringContaining('Seed 2 is from before')])
    expect(recomputed).toBe(5)
  })
})
