import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, rootField, startGacha, type Player, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
})
afterAll(() => gacha.close())

interface Commitment {
  serverSeedHash: string
  clientSeed: string
  nextNonce: number
}
interface Rotation {
  revealedServerSeed: string
  revealedServerSeedHash: string
  next: Commitment
}

const rotation = `mutation ($clientSeed: String) { rotateFairnessSeed(clientSeed: $clientSeed) {
  revealedServerSeed revealedServerSeedHash next { serverSeedHash clientSeed nextNonce } } }`
async function rotate(player: Player, clientSeed?: string): Promise<Rotation> {
  const { data, errors } = await gacha.ask(player, rotation, { clientSeed })
  expect(errors).toEqual([])
  return data?.['rotateFairnessSeed'] as Rotation
}

async function userField(viewer: Player | null, userId: string, selection: string): Promise<unknown> {
  const source = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { ${selection} } } }`
  const answer = await gacha.ask(viewer, source, { id: userId })
  expect(answer.errors).toEqual([])
  return (rootField(answer, '_entities') as unknown[])[0]
}
const commitmentOf = async (player: Player) =>
  (
    (await userField(player, player.userId, 'fairness { serverSeedHash clientSeed nextNonce }')) as {
      fairness: Commitment
    }
  ).fairness

/** The selection that verify-pull asks for. */
const provenPulls = `pulls { edges { node { id
  items { item { id } featured pullsSinceUltraRare }
  proof { serverSeedHash serverSeed clientSeed nonce oddsHash algorithm definition
    pityBefore { pullsSinceUltraRare pullsSinceSuperRare ultraRareGuaranteed superRareGuaranteed } } } } }`
interface ProvenPull {
  id: string
  items: { item: { id: string } }[]
  proof: { serverSeed: string | null; serverSeedHash: string }
}
async function provenPullsOf(player: Player): Promise<ProvenPull[]> {
  const user = (await userField(player, player.userId, provenPulls)) as { pulls: { edges: { node: ProvenPull }[] } }
  return user.pulls.edges.map(edge => edge.node)
}

/** `npm run verify-pull`, as the root's package.json runs it. */
async function runVerifyPull(input: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const program = fileURLToPath(new URL('../src/verify-pull.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=waystone-source', '--import', 'tsx', program, ...args])
  child.stdin.end(input)
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, output: out + err }
}

describe('fairness', () => {
  it('commits to a seed before the first pull, and the pull is drawn with it', async () => {
    const player = gacha.aPlayerWith(100)
    const shown = await commitmentOf(player)
    expect(shown).toMatchObject({ nextNonce: 0, serverSeedHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    expect(await commitmentOf(player)).toEqual(shown)
    const pull = await gacha.pull(player, {})
    expect(pull['proof']).toMatchObject({
      serverSeedHash: shown.serverSeedHash,
      clientSeed: shown.clientSeed,
      nonce: 0,
    })
    expect(await commitmentOf(player)).toEqual({ ...shown, nextNonce: 1 })
  })

  it('shows one commitment however many ask for the first time at once', async () => {
    const player = aPlayer()
    const shown = await Promise.all(Array.from({ length: 20 }, () => commitmentOf(player)))
    expect(new Set(shown.map(commitment => commitment.serverSeedHash)).size).toBe(1)
  })

  it('reveals by rotation the seed that was committed to, and nothing before it', async () => {
    const player = gacha.aPlayerWith(1_100)
    const shown = await commitmentOf(player)
    await gacha.pull(player, { count: 10 })
    expect((await provenPullsOf(player)).map(pull => pull.proof.serverSeed)).toEqual([null])

    const { revealedServerSeed, revealedServerSeedHash, next } = await rotate(player, 'my-own-luck')
    expect(revealedServerSeedHash).toBe(shown.serverSeedHash)
    expect(createHash('sha256').update(Buffer.from(revealedServerSeed, 'hex')).digest('hex')).toBe(shown.serverSeedHash)
    expect(next).toMatchObject({ clientSeed: 'my-own-luck', nextNonce: 0 })
    expect(next.serverSeedHash).not.toBe(shown.serverSeedHash)
    expect(await commitmentOf(player)).toEqual(next)

    gacha.clock.advance(1_000)
    const later = await gacha.pull(player, {})
    expect(later['proof']).toMatchObject({ serverSeedHash: next.serverSeedHash, clientSeed: 'my-own-luck', nonce: 0 })
    expect((await provenPullsOf(player)).map(pull => pull.proof.serverSeed)).toEqual([null, revealedServerSeed])
  })

  it('keeps the client seed that a rotation does not change', async () => {
    const player = aPlayer()
    await rotate(player, 'kept')
    expect((await rotate(player)).next.clientSeed).toBe('kept')
  })

  it('never draws with a revealed seed, however pulls and rotations meet', async () => {
    const player = gacha.aPlayerWith(4_000)
    const work = Array.from({ length: 40 }, (_, index) => (index % 4 === 3 ? rotate(player) : gacha.pull(player, {})))
    await Promise.all(work)
    const [seeds] = await gacha.rows<{ active: number; drawn: number; nonces: number }>(
      `select (select count(*)::int from fairness_seed where user_id = $1 and revealed_at is null) as active,
        count(*)::int as drawn, count(distinct (fairness_seed_id, nonce))::int as nonces
       from pull where user_id = $1`,
      [player.userId],
    )
    expect(seeds).toEqual({ active: 1, drawn: 30, nonces: 30 })
    const counts = await gacha.rows(
      'select 1 from fairness_seed s where user_id = $1 and next_nonce <> (select count(*) from pull p where p.fairness_seed_id = s.id)',
      [player.userId],
    )
    expect(counts).toEqual([])
  })

  it.each(['', 'a:b', 'with space', 'x'.repeat(65)])(
    'refuses the client seed "%s", and changes nothing',
    async clientSeed => {
      const player = aPlayer()
      await commitmentOf(player)
      const before = await gacha.state()
      const { errors } = await gacha.ask(player, rotation, { clientSeed })
      expect(errors).toMatchObject([
        { path: ['rotateFairnessSeed'], message: expect.stringContaining('1 to 64 letters') as string },
      ])
      expect(await gacha.state()).toEqual(before)
    },
  )

  it('is rotated a limited number of times in a UTC day, at once or not', async () => {
    const player = aPlayer()
    const now = gacha.clock.now()
    try {
      gacha.clock.set('2026-11-25T22:00:00Z')
      const results = await Promise.all(Array.from({ length: 30 }, () => gacha.ask(player, rotation, {})))
      expect(results.filter(({ errors }) => errors.length === 0)).toHaveLength(20)
      const before = await gacha.state()
      const { errors } = await gacha.ask(player, rotation, {})
      expect(errors).toMatchObject([{ message: expect.stringContaining('try again in 7200 s') as string }])
      expect(await gacha.state()).toEqual(before)
      gacha.clock.set('2026-11-26T00:00:00Z')
      await rotate(player)
    } finally {
      gacha.clock.set(now)
    }
  })

  it('is rotated by nobody without a token', async () => {
    const before = await gacha.state()
    const { errors } = await gacha.ask(null, rotation)
    expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
    expect(await gacha.state()).toEqual(before)
  })
})

describe('npm run verify-pull', () => {
  it('recomputes real pulls offline: match and 0, mismatch and 1, still secret or unusable and 2', async () => {
    const player = gacha.aPlayerWith(3_000)
    for (let order = 0; order < 3; order++) await gacha.pull(player, { count: 10 })
    const [secret] = await provenPullsOf(player)
    expect(await runVerifyPull(JSON.stringify(secret))).toMatchObject({
      code: 2,
      output: expect.stringContaining('still in use') as string,
    })

    await rotate(player)
    const [last, ...earlier] = await provenPullsOf(player)
    if (last === undefined) throw new Error('No pull was made')
    for (const pull of [last, ...earlier]) {
      const { code, output } = await runVerifyPull(JSON.stringify(pull))
      expect(output).toContain('The pull is what its seeds say.')
      expect(code).toBe(0)
    }
    const forged = { ...last, items: last.items.toReversed() }
    const refused = await runVerifyPull(JSON.stringify(forged), '-')
    expect(refused.code).toBe(1)
    expect(refused.output).toContain('MISMATCH  item 0')
    expect(await runVerifyPull('not JSON')).toMatchObject({ code: 2 })
    expect(await runVerifyPull('', '/nowhere/pull.json')).toMatchObject({ code: 2 })
    expect(await runVerifyPull('', '--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining('Recomputes a revealed pull') as string,
    })
  })
})
