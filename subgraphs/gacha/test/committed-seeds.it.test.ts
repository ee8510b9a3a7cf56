import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { aPlayer, banners, startGacha, type TestApp } from './gacha-app.js'
import { fairnessOf, mismatchesOf, type Commitment } from './players-pulls.js'

let gacha: TestApp
let fairness: ReturnType<typeof fairnessOf>
beforeAll(async () => {
  gacha = await startGacha()
  fairness = fairnessOf(gacha)
})
afterAll(() => gacha.close())

const sha256 = (hex: string) => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')

describe('the next server seed', () => {
  it('is committed to before the client seed is named, and a rotation uses exactly that one', async () => {
    const player = gacha.aPlayerWith(200)
    const shown = await fairness.commitment(player)
    expect(shown.nextServerSeedHash).toMatch(/^[0-9a-f]{64}$/)
    expect(shown.nextServerSeedHash).not.toBe(shown.serverSeedHash)

    const rotated = await fairness.rotate(player, 'named-after-the-hash')
    expect(rotated.next).toMatchObject({ serverSeedHash: shown.nextServerSeedHash, clientSeed: 'named-after-the-hash' })
    const drawn = await gacha.pull(player, {})
    const proof = { serverSeedHash: shown.nextServerSeedHash, seedNumber: 2, nonce: 0 }
    expect((await fairness.pulls(player))[0]?.proof).toMatchObject(proof)
    expect(drawn['proof']).toMatchObject({ serverSeedHash: shown.nextServerSeedHash })

    const again = await fairness.rotate(player)
    expect(again.revealedServerSeedHash).toBe(shown.nextServerSeedHash)
    expect(sha256(again.revealedServerSeed)).toBe(shown.nextServerSeedHash)
    expect(again.next.serverSeedHash).toBe(rotated.next.nextServerSeedHash)
  })

  it('stays the same while pulls are made, however often it is looked at and by how many at once', async () => {
    const player = gacha.aPlayerWith(1_000)
    const shown = await fairness.commitment(player)
    const work = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? gacha.pull(player, {}) : fairness.commitment(player),
    )
    await Promise.all(work)
    const after = await fairness.commitment(player)
    expect(after).toEqual({ ...shown, nextNonce: 10 })
  })

  it('is one for a player who pulls, looks and rotates for the first time at once', async () => {
    const player = gacha.aPlayerWith(1_000)
    const shown: Commitment[] = []
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        if (index % 2 === 0) await gacha.pull(player, {})
        else shown.push(await fairness.commitment(player))
      }),
    )
    expect(new Set(shown.map(each => each.nextServerSeedHash)).size).toBe(1)
    const pulls = await fairness.pulls(player)
    expect(new Set(pulls.map(({ proof }) => proof.nextServerSeedHash))).toEqual(new Set([shown[0]?.nextServerSeedHash]))
  })

  it('is used once each by rotations at once, which form one chain', async () => {
    const player = aPlayer()
    const shown = await fairness.commitment(player)
    const rotations = await Promise.all(Array.from({ length: 10 }, (_, index) => fairness.rotate(player, `c${index}`)))
    const byRevealed = new Map(rotations.map(each => [each.revealedServerSeedHash, each]))
    expect(byRevealed.size).toBe(10)
    let { serverSeedHash, nextServerSeedHash } = shown
    for (let step = 0; step < 10; step++) {
      const rotation = byRevealed.get(serverSeedHash)
      expect(rotation?.next.serverSeedHash).toBe(nextServerSeedHash)
      ;({ serverSeedHash = '', nextServerSeedHash = '' } = rotation?.next ?? {})
    }
    expect(await fairness.commitment(player)).toMatchObject({ serverSeedHash, nextServerSeedHash })
  })

  it('is the same after a rotation that died before it was committed', async () => {
    const player = gacha.aPlayerWith(100)
    await gacha.pull(player, {})
    const shown = await fairness.commitment(player)
    const before = await gacha.state()
    // The last statement of a rotation fails, as it would where the process or the database dies.
    await gacha.rows(
      `create function fail_rotation() returns trigger language plpgsql as $$ begin raise 'died'; end $$`,
    )
    await gacha.rows(
      `create trigger fail_rotation before insert on fairness_seed for each row when (new.number > 1) execute function fail_rotation()`,
    )
    try {
      await expect(
        gacha.app.services.rotateFairnessSeed({ userId: player.userId, clientSeed: 'lost' }),
      ).rejects.toThrow('died')
    } finally {
      await gacha.rows('drop trigger fail_rotation on fairness_seed')
    }
    expect(await gacha.state()).toEqual(before)
    const { revealedServerSeedHash, next } = await fairness.rotate(player, 'kept')
    expect(revealedServerSeedHash).toBe(shown.serverSeedHash)
    expect(next).toMatchObject({ serverSeedHash: shown.nextServerSeedHash, clientSeed: 'kept' })
  })

  it('cannot be changed, given up or un-revealed in the database', async () => {
    const player = aPlayer()
    await fairness.rotate(player)
    const refused = [
      `update fairness_seed set next_server_seed_hash = repeat('0', 64) where revealed_at is null`,
      `update fairness_seed set next_sealed_seed = null, next_server_seed_hash = null where revealed_at is null`,
      `update fairness_seed set server_seed_hash = repeat('0', 64)`,
      `update fairness_seed set client_seed = 'another'`,
      `update fairness_seed set number = number + 100`,
      `update fairness_seed set revealed_at = null, next_sealed_seed = sealed_seed where revealed_at is not null`,
      `delete from fairness_seed where revealed_at is null`,
      `truncate fairness_seed cascade`,
    ]
    for (const statement of refused)
      await expect(gacha.rows(statement), statement).rejects.toThrow('What was committed to is never changed')
  })
})

type Step = 'pull' | 'pull 10' | 'pull elsewhere' | 'rotate' | 'name a client seed' | 'look'
const anyStep = fc.constantFrom<Step>(
  'pull',
  'pull',
  'pull 10',
  'pull elsewhere',
  'rotate',
  'name a client seed',
  'look',
)

it('leaves histories that verify, however pulls, rotations and looks are mixed', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyStep, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      async rounds => {
        const player = gacha.aPlayerWith(100_000)
        const shown = new Map<string, string>()
        const note = ({ serverSeedHash, nextServerSeedHash }: Commitment) => {
          // One seed never shows two different ones as its next.
          expect(shown.get(serverSeedHash) ?? nextServerSeedHash).toBe(nextServerSeedHash)
          shown.set(serverSeedHash, nextServerSeedHash)
        }
        const take: Record<Step, () => Promise<unknown>> = {
          pull: () => gacha.pull(player, {}),
          'pull 10': () => gacha.pull(player, { count: 10 }),
          'pull elsewhere': () => gacha.pull(player, { bannerId: banners.wayfarers, count: 10 }),
          rotate: async () => note((await fairness.rotate(player)).next),
          'name a client seed': async () => note((await fairness.rotate(player, `c-${shown.size}`)).next),
          look: async () => note(await fairness.commitment(player)),
        }
        for (const round of rounds) await Promise.all(round.map(step => take[step]()))
        const { next } = await fairness.rotate(player)
        note(next)
        const pulls = await fairness.pulls(player)
        expect(pulls).toHaveLength(rounds.flat().filter(step => step.startsWith('pull')).length)
        const known = { shownHashes: [...shown.values()].filter(hash => hash !== next.nextServerSeedHash) }
        const { checks, secret, unproven } = verifyHistory(pulls)
        expect(checks.filter(({ matches }) => !matches)).toEqual([])
        expect(secret).toBe(0)
        const isWhole = unproven.length === 0 && pulls.some(({ proof }) => proof.serverSeedHash === next.serverSeedHash)
        expect(isWhole ? mismatchesOf(pulls, known) : []).toEqual([])
      },
    ),
    { numRuns: 12 },
  )
})
