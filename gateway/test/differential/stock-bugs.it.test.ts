import { describe, expect, it } from 'vitest'
import type { SubgraphRequest } from '@waystone/federation/contract'
import { runOurs, runStock, type Case } from './by-hand.js'

/** Two subgraphs: one lists products, and one answers for them. */
const shop = {
  products: `
    type Query { products: [Product] product: Product }
    type Product @key(fields: "id") { id: ID! name: String weight: Int size: Size }
    type Size { height: Int }`,
  shipping: `
    type Product @key(fields: "id") { id: ID! weight: Int @external cost: Int @requires(fields: "weight") port: String size: Size @shareable }
    type Size @shareable { height: Int width: Int }`,
}
const sized = {
  ...shop,
  products: shop.products
    .replace('size: Size }', 'size: Size @shareable }')
    .replace('type Size {', 'type Size @shareable {'),
}

const product = (id: string, more: object = {}) => ({ __typename: 'Product', id, ...more })
const pathsOf = (errors: readonly { path?: readonly unknown[] | undefined }[] | undefined) =>
  errors?.map(({ path }) => path)
const representationsOf = ({ variables }: Pick<SubgraphRequest, 'variables'>) => variables['representations']

describe('what Apollo’s executor does wrong and this one does right', () => {
  it('an entity’s error is at its own item, also when an earlier one was not asked for', async () => {
    const failing: Case = {
      subgraphs: sized,
      operation: '{ products { cost } }',
      answers: {
        products: () => ({ data: { products: [product('1'), product('2', { weight: 2 })] } }),
        shipping: () => ({ data: { _entities: [null] }, errors: [{ message: 'no', path: ['_entities', 0, 'cost'] }] }),
      },
    }
    expect(pathsOf((await runStock(failing)).result.errors)).toEqual([['products', 0, 'cost']])
    expect((await runOurs(failing)).result.errors).toMatchObject([
      { message: 'no', path: ['products', 1, 'cost'] },
      { path: ['products', 0, 'cost'], extensions: { serviceName: 'shipping', reason: 'not asked' } },
    ])
  })

  it('an error of all entities is at their list', async () => {
    const failing: Case = {
      subgraphs: sized,
      operation: '{ products { port } }',
      answers: {
        products: () => ({ data: { products: [product('1')] } }),
        shipping: () => ({ data: null, errors: [{ message: 'no', path: ['_entities'] }] }),
      },
    }
    expect(pathsOf((await runStock(failing)).result.errors)).toEqual([['products', '@', '_entities']])
    expect(pathsOf((await runOurs(failing)).result.errors)).toEqual([['products']])
  })

  it('an object where the plan expects a list is reported, and rejects nothing', async () => {
    const wrong: Case = {
      subgraphs: sized,
      operation: '{ products { port } }',
      answers: {
        products: () => ({ data: { products: product('1') } }),
        shipping: () => ({ data: { _entities: [] } }),
      },
    }
    await expect(runStock(wrong)).rejects.toThrow('flatMap is not a function')
    const { result, asked } = await runOurs(wrong)
    expect(result.errors?.map(({ message }) => message)).toEqual([
      'Invalid non-list value returned by subgraph for list type [Product]',
    ])
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['products'])
  })

  it('an entity that is text is an error at its place', async () => {
    const wrong: Case = {
      subgraphs: sized,
      operation: '{ products { id port } }',
      answers: {
        products: () => ({ data: { products: [product('1')] } }),
        shipping: () => ({ data: { _entities: ['text'] } }),
      },
    }
    expect((await runStock(wrong)).result.errors?.[0]?.message).toContain('Cannot create property')
    expect((await runOurs(wrong)).result).toMatchObject({
      data: { products: [{ id: '1', port: null }] },
      errors: [{ path: ['products', 0], extensions: { serviceName: 'shipping', reason: 'not found' } }],
    })
  })

  it('an object that meets a text replaces it', async () => {
    const wrong: Case = {
      subgraphs: sized,
      operation: '{ products { size { height width } } }',
      answers: {
        products: () => ({ data: { products: [product('1', { size: 'large' })] } }),
        shipping: () => ({ data: { _entities: [{ size: { height: 1, width: 2 } }] } }),
      },
    }
    const stock = await runStock(wrong)
    expect(stock.asked.map(({ subgraph }) => subgraph)).toContain('shipping')
    expect(stock.result.errors?.[0]?.message).toMatch(/Cannot (use 'in' operator|create property)|non-object/)
    expect((await runOurs(wrong)).result.data).toEqual({ products: [{ size: { height: 1, width: 2 } }] })
  })

  it('of a list of lists, what another subgraph knows is added', async () => {
    const seats: Case = {
      subgraphs: {
        plan: `
          type Query { hall: Hall }
          type Hall @key(fields: "id") { id: ID! rows: [[Seat!]!] @shareable }
          type Seat @shareable { number: Int! }`,
        sales: `
          type Hall @key(fields: "id") { id: ID! rows: [[Seat!]!] @shareable }
          type Seat { number: Int! @shareable price: Int }`,
      },
      operation: '{ hall { rows { number price } } }',
      answers: {
        plan: () => ({ data: { hall: { __typename: 'Hall', id: '1', rows: [[{ number: 1 }, { number: 2 }]] } } }),
        sales: () => ({ data: { _entities: [{ rows: [[{ price: 3 }, { price: 4 }]] }] } }),
      },
    }
    const prices = [{ price: 3 }, { price: 4 }]
    expect((await runStock(seats)).result.data).toEqual({ hall: { rows: null } })
    expect((await runOurs(seats)).result.data).toEqual({
      hall: { rows: [prices.map((seat, index) => ({ number: index + 1, ...seat }))] },
    })
  })

  it('a subgraph that fails is named, with a code', async () => {
    const failing: Case = {
      subgraphs: sized,
      operation: '{ products { port } }',
      answers: {
        products: () => ({ data: { products: [product('1')] } }),
        shipping: () => ({ data: { _entities: [] } }),
      },
    }
    expect((await runStock(failing)).result.errors?.[0]).not.toHaveProperty('extensions')
    const { result } = await runOurs(failing)
    expect(result.errors?.[0]?.path).toEqual(['products'])
    expect(result.errors?.[0]?.extensions).toEqual({
      serviceName: 'shipping',
      code: 'DOWNSTREAM_SERVICE_ERROR',
      reason: 'invalid answer',
    })
  })

  it('a repeated entity is asked for once, and its error is at each place', async () => {
    const repeated: Case = {
      subgraphs: sized,
      operation: '{ products { id port } }',
      answers: {
        products: () => ({ data: { products: [product('1'), product('1'), null, product('2')] } }),
        shipping: request => {
          const ids = (representationsOf(request) as { id: string }[]).map(({ id }) => id)
          return {
            data: { _entities: ids.map(id => (id === '1' ? { port: null } : { port: 'Rhodes' })) },
            errors: [{ message: 'no', path: ['_entities', ids.indexOf('1'), 'port'] }],
          }
        },
      },
    }
    const { result, asked } = await runOurs(repeated)
    expect(representationsOf(asked[1] ?? { variables: {} })).toEqual([product('1'), product('2')])
    expect(result.data).toEqual({
      products: [{ id: '1', port: null }, { id: '1', port: null }, null, { id: '2', port: 'Rhodes' }],
    })
    expect(pathsOf(result.errors)).toEqual([
      ['products', 0, 'port'],
      ['products', 1, 'port'],
    ])
  })
})
