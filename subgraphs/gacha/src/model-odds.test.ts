import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenModel } from '../test/banner-model/short-form.js'
import { runProgram } from '../test/run-program.js'

const program = fileURLToPath(new URL('model-odds.ts', import.meta.url))

describe('npm run odds', { timeout: 30_000 }, () => {
  let file: string
  beforeAll(async () => {
    file = path.join(await mkdtemp(path.join(tmpdir(), 'odds-')), 'model.json')
  })
  afterAll(() => rm(path.dirname(file), { recursive: true }))

  it('prints shares, draws until each pool, costs and what the exchange adds', async () => {
    await writeFile(file, JSON.stringify(givenModel('blue-archive')))
    const { code, stdout, stderr } = await runProgram(program, ['--model', file])
    expect(code).toBe(0)
    // The reference values of BANNERS.md: the mean of the top tier, of the featured item with the exchange.
    for (const figure of ['33.33333', '107.80201', '24.53860 %', '19.38858 %']) expect(stdout).toContain(figure)
    expect(stderr).toMatch(/(\d+) of \1 questions/)
  })

  it('prints one JSON value, with the cost of what is sold', async () => {
    await writeFile(file, JSON.stringify(givenModel('caravan-step-up')))
    const { code, stdout } = await runProgram(program, ['--model', file, '--json'])
    const { ok, orders } = JSON.parse(stdout) as {
      ok: boolean
      orders: { events: { orders: { p50: number; p90: number; p99: number }; costs: { mean: number }[] }[] }[]
    }
    expect({ code, ok }).toEqual({ code: 0, ok: true })
    const top = orders.flatMap(({ events }) => events).find(({ orders: waits }) => waits.p50 === 9)
    expect(top?.orders).toMatchObject({ p90: 25, p99: 48 })
    expect(top?.costs[0]?.mean).toBeCloseTo(33_985.3155, 3)
  })

  it('names everything that is wrong with a model', async () => {
    await writeFile(file, JSON.stringify({ ...givenModel('blue-archive'), name: '', tiers: [] }))
    const { code, stderr } = await runProgram(program, ['--model', file])
    expect(code).toBe(2)
    expect(stderr).toMatch(/- name: .+\n.*- tiers: /)
  })
})
