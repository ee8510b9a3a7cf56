import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Tier } from './domain/banner-model/definition.js'
import { givenModel } from '../test/banner-model/short-form.js'
import { aDraft } from '../test/definitions.js'
import { runProgram } from '../test/run-program.js'

const program = fileURLToPath(new URL('simulate.ts', import.meta.url))

const run = (...args: string[]) => runProgram(program, args)

/** A box with one of each prize. */
const withOneLeft = (tier: Tier): Tier => ({
  ...tier,
  pools: tier.pools.map(pool =>
    pool.source === 'box' ? { ...pool, items: pool.items.map(({ id }) => ({ id, count: 1 })) } : pool,
  ),
})

describe('npm run simulate', { timeout: 30_000 }, () => {
  it('pulls a million times, with every figure within three standard errors of the exact one', async () => {
    const { code, stdout, stderr } = await run('--banner', 'first-light', '--pulls', '1000000', '--seed', '1')
    expect(code).toBe(0)
    for (const exact of ['1.60521 %', '62.29733 pulls', '66.66667 %', '93.44600 pulls', '13.05666 %'])
      expect(stdout).toContain(exact)
    expect(stdout.match(/ yes$/gm)).toHaveLength(8)
    expect(stderr).toContain('1000000 of 1000000 pulls')
  })

  it('makes the same pulls from the same seed, others from another', async () => {
    const table = async (seed: string) =>
      (await run('--banner', 'founders', '--pulls', '20000', '--seed', seed)).stdout.split('\n').slice(3)
    const [first, again, other] = await Promise.all(['5', '5', '6'].map(table))
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('reads a definition from a file, and names everything that is wrong with it', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'simulate-'))
    const file = path.join(directory, 'mine.json')
    await writeFile(file, JSON.stringify({ ...aDraft(), name: 'Mine' }))
    expect(await run('--banner', file, '--pulls', '20000')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Mine: 20000 pulls') as string,
    })
    await writeFile(file, JSON.stringify({ ...aDraft(), name: '', pullCost: -1 }))
    const wrong = await run('--banner', file)
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toMatch(/- name: .+\n.*- pullCost: /)
    await rm(directory, { recursive: true })
  })

  it('says of what is too rare to show in so few pulls that they are too few, which is no disagreement', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'simulate-'))
    const file = path.join(directory, 'rare.json')
    const draft = aDraft()
    const { ULTRA_RARE, SUPER_RARE, RARE } = draft.rarities
    Object.assign(ULTRA_RARE, { ratePercent: 0.000001, softPity: null, hardPityAt: null })
    RARE.ratePercent = Math.round((100 - SUPER_RARE.ratePercent - 0.000001) * 1e6) / 1e6
    await writeFile(file, JSON.stringify(draft))
    const { code, stdout } = await run('--banner', file, '--pulls', '20000')
    expect(code).toBe(0)
    expect(stdout).toMatch(/ULTRA_RARE expected pulls +– pulls .* too few$/m)
    await rm(directory, { recursive: true })
  })

  it('draws by each order of a model, shares and waits beside the exact ones, with a test of each table', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'simulate-'))
    const file = path.join(directory, 'model.json')
    const orders = [
      { name: 'single', draws: 1 },
      { name: 'ten', draws: 10 },
    ]
    await writeFile(file, JSON.stringify({ ...givenModel('blue-archive'), orders }))
    const right = await run('--model', file, '--pulls', '100000', '--seed', '1')
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('19.38858 %') as string })
    expect(right.stdout.match(/ yes$/gm)).toHaveLength(10)
    expect(right.stdout.match(/^All shares together: Hotelling's T² [\d.]+, 3 shares, p = 0\.\d+$/gm)).toHaveLength(2)
    expect(right.stdout).toMatch(/^ *draws until \S+ +[\d.]+ +33\.\d+ /m)
    expect(right.stderr).toMatch(/of 400000 draws/)
    const one = await run('--model', file, '--pulls', '20000', '--order', 'ten', '--json')
    expect(JSON.parse(one.stdout)).toMatchObject({ ok: true, orders: [{ order: 'ten', draws: 10, test: null }] })
    const unknown = await run('--model', file, '--order', 'twenty')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('choose one of single, ten') as string })
    await writeFile(file, JSON.stringify({ ...givenModel('box-300'), orders: [{ name: 'all', draws: 100 }] }))
    expect((await run('--model', file, '--pulls', '20000')).code).toBe(0)
    const small = { ...givenModel('box-300'), tiers: givenModel('box-300').tiers.map(withOneLeft) }
    await writeFile(file, JSON.stringify({ ...small, orders: [{ name: 'all', draws: 100 }] }))
    const undrawable = await run('--model', file, '--pulls', '20000')
    expect(undrawable.code).toBe(2)
    expect(undrawable.stderr).toContain('error: orders[0] must fit the banner')
    await writeFile(file, JSON.stringify({ ...givenModel('blue-archive'), tiers: [] }))
    const wrong = await run('--model', file)
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('- tiers: ')
    await rm(directory, { recursive: true })
  })

  it.each([
    [['--banner', 'nothing'], 'choose one of first-light, founders, wayfarers'],
    [['--banner', 'founders', '--pulls', '10'], 'Expected a whole number from 20000'],
    [['--banner', 'founders', '--seed', '-1'], 'Expected a whole number from 0'],
    [[], "required option '--banner <banner>' or '--model <file>' not specified"],
  ])('says of %j what was expected', async (args, expected) => {
    const { code, stderr } = await run(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(expected)
  })
})
