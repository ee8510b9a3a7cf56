import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { json, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstLight } from './definitions.js'
import { aPlayer, banners, startGacha, type Player, type TestApp } from './gacha-app.js'
import { fairnessOf } from './players-pulls.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
})
afterAll(() => gacha.close())

const rotation = `mutation ($clientSeed: String) { rotateFairnessSeed(clientSeed: $clientSeed) {
  revealedServerSeed revealedServerSeedHash next { serverSeedHash clientSeed nextNonce nextServerSeedHash } } }`
const rotate = (player: Player, clientSeed?: string) => fairnessOf(gacha).rotate(player, clientSeed)
const commitmentOf = (player: Player) => fairnessOf(gacha).commitment(player)

/** One pull by itself, as clients of before asked for it. */
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
  const answer = await fairnessOf(gacha).userField(player, player.userId, provenPulls)
  return (answer as { pulls: { edges: { node: ProvenPull }[] } }).pulls.edges.map(edge => edge.node)
}

/** `npm run verify-pull`, as the root's package.json runs it. */
async function runVerifyPull(input: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  return await runVerifyPullWith({}, input, ...args)
}

async function runVerifyPullWith(
  env: Record<string, string>,
  input: string,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const program = fileURLToPath(new URL('../dist/verify-pull.js', import.meta.url))
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
  })
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

// Each run is a process of its own that compiles what it loads.
describe('npm run verify-pull', { timeout: 180_000 }, () => {
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
    const told = await runVerifyPull(JSON.stringify(last), '--json')
    expect(told.code).toBe(0)
    expect(JSON.parse(told.output)).toMatchObject({ ok: true, pulls: 1, recomputed: 1, secret: 0 })
    const toldOfForged = await runVerifyPull(JSON.stringify(forged), '--json')
    expect(toldOfForged.code).toBe(1)
    const { ok, checks } = JSON.parse(toldOfForged.output) as {
      ok: boolean
      checks: { name: string; matches: boolean }[]
    }
    expect(ok).toBe(false)
    expect(checks.filter(({ matches }) => !matches).map(({ name }) => name)).toContain('item 0')
    expect(await runVerifyPull('not JSON')).toMatchObject({ code: 2 })
    expect(await runVerifyPull('', '/nowhere/pull.json')).toMatchObject({ code: 2 })
    expect(await runVerifyPull('', '--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining('Recomputes a revealed pull') as string,
    })
  })

  it('checks all pulls of a player, from files or from the gateway: what is shown, published and handed on', async () => {
    const player = gacha.aPlayerWith(10_000)
    const shown = await commitmentOf(player)
    for (let order = 0; order < 3; order++) await gacha.pull(player, { count: 10 })
    await rotate(player)
    await gacha.pull(player, { bannerId: banners.wayfarers, count: 10 })
    await gacha.pull(player, {})
    await rotate(player)
    await gacha.pull(player, {})
    const pulls = await fairnessOf(gacha).pulls(player)
    const answer = JSON.stringify({ data: { me: { pulls: { edges: pulls.map(node => ({ node })) } } } })

    const right = await runVerifyPull(answer, '--shown', shown.serverSeedHash, shown.nextServerSeedHash)
    expect(right.output).toContain('The pulls are what their seeds say.')
    expect(right.output).toContain('5 of 6 pulls drawn again')
    expect(right.output).toContain('SECRET    1 pulls')
    expect(right.code).toBe(0)
    const told = await runVerifyPull(answer, '--json')
    expect(JSON.parse(told.output)).toMatchObject({ ok: true, pulls: 6, recomputed: 5, secret: 1 })

    const gap = pulls.filter(({ proof }) => proof.seedNumber !== 1 || proof.nonce !== 1)
    const refused = await runVerifyPull(JSON.stringify(gap))
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('nonces without a gap') as string })
    const unknown = await runVerifyPull(answer, '--shown', 'a'.repeat(64))
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('a hash that you kept') as string })
    const secret = pulls.filter(({ proof }) => proof.serverSeed === null)
    expect(await runVerifyPull(JSON.stringify(secret))).toMatchObject({ code: 2 })

    const directory = mkdtempSync(path.join(tmpdir(), 'waystone-verify-'))
    const file = path.join(directory, 'first-light.json')
    writeFileSync(file, JSON.stringify({ id: banners.firstLight, definition: firstLight }))
    const elsewhere = await runVerifyPull(answer, '--published', file)
    rmSync(directory, { recursive: true })
    expect(elsewhere).toMatchObject({
      code: 1,
      output: expect.stringContaining('not among the published ones') as string,
    })
  })

  it('asks a gateway for the pulls of the player whose token it is given, page by page', async () => {
    const player = gacha.aPlayerWith(3_000)
    for (let order = 0; order < 25; order++) await gacha.pull(player, {})
    await rotate(player)
    // The gateway's part: `me`, and pages of the size that the command asks for.
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      const { query, variables } = (await json(request)) as { query: string; variables: { after?: string } }
      const isMine = request.headers.authorization === 'Bearer the-token'
      const user = `_entities(representations: [{ __typename: "User", id: "${player.userId}" }]) { ... on User {`
      const source = query.replace('me {', user).replace(/\}(\s*(banners[^}]*\})?\s*\})$/, '} }$1')
      const { data, errors } = await gacha.ask(isMine ? player : null, source, variables)
      const { _entities: entities, ...rest } = data ?? {}
      response.end(
        JSON.stringify({ data: { me: (entities as unknown[])[0], ...rest }, ...(errors.length > 0 && { errors }) }),
      )
    }
    const server = createServer((request, response) => void answer(request, response))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
    try {
      const right = await runVerifyPullWith({ ACCESS_TOKEN: 'the-token' }, '', '--from', url)
      expect(right.output).toContain('25 of 25 pulls drawn again')
      expect(right.code).toBe(0)
      expect(await runVerifyPullWith({ ACCESS_TOKEN: 'another' }, '', '--from', url)).toMatchObject({ code: 2 })
      expect(await runVerifyPullWith({ ACCESS_TOKEN: '' }, '', '--from', url)).toMatchObject({
        code: 2,
        output: expect.stringContaining('ACCESS_TOKEN is not set') as string,
      })
    } finally {
      await new Promise(resolve => server.close(resolve))
    }
    expect(await runVerifyPullWith({ ACCESS_TOKEN: 'the-token' }, '', '--from', url)).toMatchObject({
      code: 2,
      output: expect.stringContaining('did not answer with pulls') as string,
    })
  })
})
