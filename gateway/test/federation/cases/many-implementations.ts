import type { Subgraph } from '../real-subgraphs.js'
import type { Suite } from './suite.js'

const indexes = (count: number) => Array.from({ length: count }, (_, index) => index)

/** An interface whose implementations one subgraph names, and of which others know the state. */
const root = (count: number): Subgraph => ({
  typeDefs: `
    type Query { units: [Unit!]! }
    interface Unit { id: ID! }
    ${indexes(count)
      .map(n => `type U${n} implements Unit @key(fields: "id") { id: ID! own${n}: Int }`)
      .join('\n')}`,
  resolvers: { Query: { units: () => indexes(count).map(n => ({ __typename: `U${n}`, id: String(n) })) } },
})

/** @param known the implementations whose state the subgraph knows. @param stateFields of the state, beside its id. */
const stateOf = (count: number, known: readonly number[], ...stateFields: readonly string[]): Subgraph => ({
  typeDefs: `
    interface Unit { id: ID! ${known.length === count ? 'state: State' : ''} }
    ${known.map(n => `type U${n} implements Unit @key(fields: "id") { id: ID! state: State @shareable }`).join('\n')}
    type State @key(fields: "id") { id: ID! @shareable ${stateFields.map(name => `${name}: String @shareable`).join(' ')} ${known.length === count ? 'unit: Unit @shareable' : ''} }`,
  resolvers: {
    ...Object.fromEntries(known.map(n => [`U${n}`, { state: ({ id }: { id: string }) => ({ id: `s${id}` }) }])),
    State: {
      ...Object.fromEntries(stateFields.map(name => [name, ({ id }: { id: string }) => `${name} of ${id}`])),
      ...(known.length === count && {
        unit: ({ id }: { id: string }) => ({ __typename: `U${id.slice(1)}`, id: id.slice(1) }),
      }),
    },
  },
})

const units = (count: number, state: (id: string) => unknown) => ({
  units: indexes(count).map(n => ({ state: state(`s${n}`) })),
})

/** Fields of an interface with many implementations, which several subgraphs answer. */
export const manyImplementations: Readonly<Record<string, Suite>> = {
  'eight implementations that two subgraphs know alike': {
    subgraphs: { root: root(8), one: stateOf(8, indexes(8), 'x'), two: stateOf(8, indexes(8), 'x', 'y') },
    questions: [
      {
        ask: '{ units { state { id } } }',
        data: units(8, id => ({ id })),
        fetches: { root: 1 },
        stock: 'answers otherwise',
      },
      { ask: '{ units { state { x } } }', data: units(8, id => ({ x: `x of ${id}` })), stock: 'answers otherwise' },
      // Only one of the two has it.
      {
        ask: '{ units { state { y } } }',
        data: units(8, id => ({ y: `y of ${id}` })),
        fetches: { one: 0, two: 1 },
        stock: 'answers otherwise',
      },
      {
        ask: '{ units { state { y unit { state { x y } } } } }',
        data: units(8, id => ({ y: `y of ${id}`, unit: { state: { x: `x of ${id}`, y: `y of ${id}` } } })),
        stock: 'answers otherwise',
      },
    ],
  },
  'nine implementations, of which each of three subgraphs knows others': {
    subgraphs: {
      root: root(9),
      one: stateOf(9, [0, 1, 2, 3, 4, 5], 'x'),
      two: stateOf(9, [3, 4, 5, 6, 7, 8], 'x', 'y'),
      three: stateOf(9, [0, 1, 2, 6, 7, 8], 'y', 'z'),
      all: stateOf(9, indexes(9)),
    },
    questions: [
      {
        ask: '{ units { state { id } } }',
        data: units(9, id => ({ id })),
        fetches: { root: 1, all: 1 },
        stock: 'answers otherwise',
      },
      { ask: '{ units { state { x } } }', data: units(9, id => ({ x: `x of ${id}` })), stock: 'answers otherwise' },
      {
        ask: '{ units { state { z x y } } }',
        data: units(9, id => ({ z: `z of ${id}`, x: `x of ${id}`, y: `y of ${id}` })),
        stock: 'answers otherwise',
      },
      {
        ask: '{ units { id state { unit { state { z } } y } } }',
        data: {
          units: indexes(9).map(n => ({
            id: `${n}`,
            state: { unit: { state: { z: `z of s${n}` } }, y: `y of s${n}` },
          })),
        },
        stock: 'answers otherwise',
      },
    ],
  },
}
