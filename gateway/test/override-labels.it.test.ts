import { composeServices } from '@apollo/composition'
import { Supergraph } from '@apollo/federation-internals'
import { monotonicStopwatch } from '@waystone/kit/clock'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { parse } from 'graphql'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../src/config.js'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { createEpochs } from '../src/supergraph/epochs.js'
import { readOverrideLabels } from '@waystone/federation/source/epoch/override-labels'
import { supportedFeatures } from '@waystone/federation/source/planning/supported-features'
import { composeSubgraphs, startGateway, startSubgraph } from './harness.js'
import { createUnaskedEngine } from './unasked-engine.js'

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@override", "@cacheTag"])`

function compose(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, typeDefs: parse(`${LINK}\n${sdl}`) })),
  )
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

const old = 'type Query { t: T } type T @key(fields: "id") { id: ID! x: String y: String z: String }'
const moved = `
  type T @key(fields: "id") {
    id: ID!
    x: String @override(from: "old", label: "percent(30)")
    y: String @override(from: "old", label: "checkout")
    z: String @override(from: "old", label: "percent(60.5)")
  }`
const supergraphSdl = compose({ old, moved })

const readLabels = (shares: Record<string, number> = {}, random?: () => number) =>
  readOverrideLabels(Supergraph.build(supergraphSdl, { supportedFeatures }).schema, shares, random)

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close()
})

describe('labels of @override', () => {
  it('apply to their share of the users, and to the same ones each time', () => {
    const labels = readLabels()
    const users = Array.from({ length: 4_000 }, (_, index) => `user-${index}`)
    const share = (label: string) => users.filter(user => labels.activeFor(user).has(label)).length / users.length
    expect(share('percent(30)')).toBeCloseTo(0.3, 1)
    expect(share('percent(60.5)')).toBeCloseTo(0.605, 1)
    expect(share('checkout')).toBe(0)
    for (const user of users.slice(0, 50)) expect(labels.activeFor(user)).toEqual(readLabels().activeFor(user))
  })

  it('are drawn for each request of anyone else, all by one draw', () => {
    const draws = [0.299, 0.3, 0.604, 0.605, 0.999]
    const labels = readLabels({ checkout: 100 }, () => draws.shift() ?? 1)
    expect(Array.from({ length: 5 }, () => [...labels.activeFor(undefined)])).toEqual([
      ['checkout', 'percent(30)', 'percent(60.5)'],
      ['checkout', 'percent(60.5)'],
      ['checkout', 'percent(60.5)'],
      ['checkout'],
      ['checkout'],
    ])
  })

  it('that no setting names apply to no request, and are told', () => {
    expect(readLabels().unset).toEqual(['checkout'])
    expect(readLabels({ checkout: 0 }).unset).toEqual([])
    expect([...readLabels({ checkout: 100 }).activeFor('someone')]).toContain('checkout')
  })

  it('decide which subgraph is asked, and requests with the same ones share a plan', () => {
    const { operations } = createEpoch(supergraphSdl)
    const ask = (...overrides: string[]) =>
      operations.prepare(parse('{ t { x } }'), {
        key: 'x',
        operationName: undefined,
        grants: new Set(),
        overrides: new Set(overrides),
      }).plan
    expect(JSON.stringify(ask())).not.toContain('"serviceName":"moved"')
    expect(JSON.stringify(ask('percent(30)'))).toContain('"serviceName":"moved"')
    expect(ask('percent(30)')).toBe(ask('percent(30)'))
  })

  it('are set by OVERRIDE_LABELS', async () => {
    expect(readConfig({ OVERRIDE_LABELS: 'checkout, search=25.5' }).OVERRIDE_LABELS).toEqual({
      checkout: 100,
      search: 25.5,
    })
    for (const wrong of ['a=', 'a=101', 'a=x', '=5', 'a=1=2'])
      expect(() => readConfig({ OVERRIDE_LABELS: wrong }), wrong).toThrow('OVERRIDE_LABELS')

    const fields = (by: string) => ({ x: () => by, y: () => by, z: () => by })
    const subgraphs = await Promise.all([
      startSubgraph({ name: 'old', typeDefs: old, resolvers: { Query: { t: () => ({ id: '1' }) }, T: fields('old') } }),
      startSubgraph({ name: 'moved', typeDefs: moved, resolvers: { T: fields('moved') } }),
    ])
    opened.push(...subgraphs)
    const sdl = composeSubgraphs(subgraphs)
    const gateway = await startGateway({ supergraphSdl: sdl, env: { OVERRIDE_LABELS: 'checkout' } })
    opened.push(gateway)
    expect((await gateway.ask('{ t { y } }')).data).toEqual({ t: { y: 'moved' } })
    const token = await gateway.issuer.token({ userId: '5f2c3b1e-8d4a-4f6b-9c7d-0e1a2b3c4d5e' })
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => (await gateway.ask('{ t { x z } }', { token })).data),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const active = readLabels().activeFor('5f2c3b1e-8d4a-4f6b-9c7d-0e1a2b3c4d5e')
    expect(answers[0]).toEqual({
      t: { x: active.has('percent(30)') ? 'moved' : 'old', z: active.has('percent(60.5)') ? 'moved' : 'old' },
    })
  })
})

describe('what of a supergraph has no effect', () => {
  it('@cacheTag and labels that are not set are warned of once, however often it is loaded', async () => {
    const logger = createLogger({ name: 'test', level: 'silent' })
    const warn = vi.spyOn(logger, 'warn')
    const tagged = (more: string) =>
      compose({ old: `${old} extend type Query { n: Int @cacheTag(format: "n") ${more} }`, moved })
    const source = { description: 'a test', start: async () => tagged(''), stop: async () => {} }
    const epochs = createEpochs({
      source,
      createEngine: createUnaskedEngine,
      logger,
      metrics: createMetrics({ service: 'test' }),
      stopwatch: monotonicStopwatch,
    })
    opened.push({ close: () => epochs.stop() })
    await epochs.start()
    await epochs.push(tagged('more: Int'))
    expect(warn.mock.calls.map(([, message]) => message)).toEqual([
      expect.stringContaining('@cacheTag'),
      expect.stringContaining('OVERRIDE_LABELS does not name has no effect: checkout'),
    ])
  })
})
