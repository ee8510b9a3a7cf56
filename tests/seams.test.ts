import { getNamedType, isNonNullType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { directivesOf, offerOf } from './house/contract.js'
import { subgraphs } from './house/tree.js'

/** The subgraph that owns each entity which several subgraphs know. */
const homes = new Map([
  ['User', 'users'],
  ['Session', 'users'],
  ['Wallet', 'users'],
  ['Character', 'characters'],
  ['WorldMap', 'characters'],
  ['Item', 'gacha'],
  ['Banner', 'gacha'],
  ['Pull', 'gacha'],
])

const offers = new Map(subgraphs.map(subgraph => [subgraph as string, offerOf(subgraph)]))

const isEntity = (type: GraphQLObjectType): boolean => directivesOf(type).some(text => text.startsWith('@key'))

const objectsOf = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(type => isObjectType(type) && !type.name.startsWith('__')) as never

test('every entity that several subgraphs know has a home', () => {
  const knownBy = new Map<string, number>()
  for (const schema of offers.values())
    for (const { name } of objectsOf(schema).filter(isEntity)) knownBy.set(name, (knownBy.get(name) ?? 0) + 1)
  const shared = [...knownBy].filter(([, count]) => count > 1).map(([name]) => name)
  expect(shared.toSorted()).toEqual([...homes.keys()].toSorted())
})

describe.each(subgraphs)('the seams of %s', subgraph => {
  const schema = offerOf(subgraph)
  const isForeign = (type: { name: string }) => (homes.get(type.name) ?? subgraph) !== subgraph

  /** A null that is not allowed takes its parent with it, and so what other subgraphs have answered. */
  const wrong = objectsOf(schema).flatMap(type =>
    Object.values(type.getFields())
      .filter(field => isNonNullType(field.type))
      .filter(({ name, type: of }) => {
        if (type.name === 'Query') return true
        return (isForeign(type) && name !== 'id') || isForeign(getNamedType(of))
      })
      .map(field => `${type.name}.${field.name}: ${String(field.type)}`),
  )

  test('are nullable: root fields, entities of others, and what it adds to them', () => {
    expect(wrong).toEqual([])
  })
})
