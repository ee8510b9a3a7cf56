import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { setImmediate } from 'node:timers/promises'
import { monotonicStopwatch } from '@waystone/kit/clock'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { parse } from 'graphql'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Epoch } from '@waystone/federation/source/epoch/epoch'
import { createEpochs } from '../src/supergraph/epochs.js'
import { compose } from './differential/supergraphs/index.js'
import { createUnaskedEngine } from './unasked-engine.js'
import { composeSubgraphs, startGateway, startSubgraph } from './harness.js'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

const opened: { close(): Promise<void> }[] = []
const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
  opened.push(thing)
  return thing
}
afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close()
})

const grants = new Set<number>()
const supergraph = (fields: string) =>
  compose({
    a: `type Query { item: Item ${fields} } type Item @key(fields: "id") { id: ID! a: Int }`,
    b: 'type Item @key(fields: "id") { id: ID! b: Int }',
  })

async function startEpochs(supergraphSdl: string, stopwatch = monotonicStopwatch) {
  const logger = createLogger({ name: 'test', level: 'silent' })
  const source = { description: 'a test', start: async () => supergraphSdl, stop: async () => {} }
  const metrics = createMetrics({ service: 'test' })
  const epochs = createEpochs({ source, createEngine: createUnaskedEngine, logger, metrics, stopwatch })
  await epochs.start()
  return { epochs, logger }
}

function ask(epoch: Epoch | null, text: string) {
  return epoch?.operations.prepare(parse(text), { key: text, operationName: undefined, grants })
}

describe('epochs', () => {
  it('take over with the plans of the busiest operations, and of no others', async () => {
    const { epochs } = await startEpochs(supergraph('old: Int kept: Int'))
    for (let times = 0; times < 3; times++) ask(epochs.current(), '{ item { a b } kept }')
    ask(epochs.current(), '{ old }')
    const next = await epochs.push(supergraph('kept: Int new: Int'))
    expect(epochs.current()).toBe(next)
    expect(next.operations.busiest(10).map(({ key }) => key)).toEqual(['{ item { a b } kept }'])
  })

  it('spend only so much time on it', async () => {
    let calls = 0
    // Each look at the clock is two seconds after the last one.
    const { epochs } = await startEpochs(supergraph('kept: Int'), () => () => 2_000 * ++calls)
    for (const text of ['{ kept }', '{ item { a } }', '{ item { b } }']) ask(epochs.current(), text)
    const next = await epochs.push(supergraph('kept: Int new: Int'))
    expect(next.operations.busiest(10)).toHaveLength(1)
  })

  it('come one at a time, and of several the last one stays', async () => {
    const { epochs } = await startEpochs(supergraph('a0: Int'))
    ask(epochs.current(), '{ item { a } }')
    const seen: string[] = []
    epochs.onEpoch(({ id }) => seen.push(id))
    const pushed = await Promise.all([1, 2, 3].map(n => epochs.push(supergraph(`a${n}: Int`))))
    expect(pushed.at(-1)).toBe(epochs.current())
    expect(epochs.current()?.schema.getQueryType()?.getFields()).toHaveProperty('a3')
    expect(seen.at(-1)).toBe(epochs.current()?.id)
  })

  it('stay when the next one cannot be served, and say why to whoever pushed it', async () => {
    const { epochs, logger } = await startEpochs(supergraph('kept: Int'))
    const error = vi.spyOn(logger, 'error')
    const before = epochs.current()
    await expect(epochs.push('type Query {')).rejects.toThrow('The new supergraph cannot be served: Syntax Error')
    expect(error).toHaveBeenCalledOnce()
    expect(epochs.current()).toBe(before)
  })

  it('let a request that began earlier finish on its own', async () => {
    let release: (value: number) => void = () => {}
    const subgraph = keep(
      await startSubgraph({
        name: 'a',
        typeDefs: 'type Query { slow: Int gone: Int }',
        resolvers: { Query: { slow: () => new Promise(resolve => (release = resolve)), gone: () => 1 } },
      }),
    )
    const gateway = keep(await startGateway({ supergraphSdl: composeSubgraphs([subgraph]) }))
    const running = gateway.ask('{ slow gone }')
    await vi.waitFor(() => expect(subgraph.asked).toHaveLength(1), { timeout: 10_000 })
    await gateway.app.epochs.push(
      composeSubgraphs([{ ...subgraph, sdl: subgraph.sdl.replace('slow: Int gone: Int', 'slow: Int') }]),
    )
    expect((await gateway.ask('{ gone }')).status).toBe(400)
    release(7)
    expect((await running).data).toEqual({ slow: 7, gone: 1 })
  })

  it('leave nothing behind: memory stays flat over 200 reloads under load', { timeout: 300_000 }, async () => {
    const subgraph = keep(
      await startSubgraph({ name: 'a', typeDefs: 'type Query { a: Int }', resolvers: { Query: { a: () => 1 } } }),
    )
    const gateway = keep(await startGateway({ supergraphSdl: composeSubgraphs([subgraph]) }))
    const reload = async (number: number): Promise<WeakRef<Epoch>> => {
      const types = Array.from({ length: 20 }, (_, index) => `type T${index}_${number} { a: Int b: String }`)
      const fields = types.map((_, index) => `t${index}: T${index}_${number}`).join(' ')
      const sdl = subgraph.sdl.replace('a: Int', `a: Int ${fields}`)
      const epoch = new WeakRef(
        await gateway.app.epochs.push(composeSubgraphs([{ ...subgraph, sdl: `${sdl} ${types.join(' ')}` }])),
      )
      expect((await gateway.ask('{ a }')).data).toEqual({ a: 1 })
      return epoch
    }
    const heapUsed = async () => {
      for (let turn = 0; turn < 5; turn++) {
        await setImmediate()
        gc()
      }
      return process.memoryUsage().heapUsed
    }

    const early: WeakRef<Epoch>[] = []
    for (let number = 0; number < 20; number++) early.push(await reload(number))
    const before = await heapUsed()
    for (let number = 20; number < 200; number++) await reload(number)
    const after = await heapUsed()
    // One such epoch takes more than half a megabyte: 180 of them that stayed would be ten times this.
    expect(after - before).toBeLessThan(10_000_000)
    expect(early.filter(epoch => epoch.deref() !== undefined)).toEqual([])
  })
})
