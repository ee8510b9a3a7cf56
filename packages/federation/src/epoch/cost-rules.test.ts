import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createEpoch } from './epoch.js'

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag", "@inaccessible", "@listSize"])'

/** The list size of `Query.all` for clients of a contract that excludes `op`. */
function listSizeOf(argumentsOfAll: string, listSize: string) {
  const typeDefs = parse(`${link} type Query { all(${argumentsOfAll}): [Int] @listSize(${listSize}) }`)
  const { supergraphSdl, errors } = composeServices([{ name: 'a', url: 'http://a', typeDefs }])
  if (supergraphSdl === undefined) throw new Error(errors?.join())
  const hides = supergraphSdl.includes('@tag(name: "op")')
  return createEpoch(supergraphSdl, { contract: hides ? { exclude: ['op'] } : undefined }).costs.listSizeOf(
    'Query',
    'all',
  )
}

const ways = ['@tag(name: "op")', '@inaccessible']

test.each(ways)('none of the slicing arguments is required where %s hides all of them', hidden => {
  expect(listSizeOf(`first: Int ${hidden}, x: Int`, 'assumedSize: 7, slicingArguments: ["first"]')).toEqual({
    assumedSize: 7,
    slicingArguments: [],
    sizedFields: [],
    requireOneSlicingArgument: false,
  })
})

test.each(ways)('one of the slicing arguments that clients see is required beside one that %s hides', hidden => {
  const given = `first: Int ${hidden}, last: Int, limit: Int`
  expect(listSizeOf(given, 'slicingArguments: ["first", "last", "limit"]')).toMatchObject({
    slicingArguments: ['last', 'limit'],
    requireOneSlicingArgument: true,
  })
})

test.each(ways)('the default of a slicing argument that %s hides is the assumed size', hidden => {
  const given = `first: Int = 20 ${hidden}, last: Int`
  expect(listSizeOf(given, 'assumedSize: 7, slicingArguments: ["first", "last"]')).toMatchObject({
    assumedSize: 20,
    slicingArguments: ['last'],
    requireOneSlicingArgument: false,
  })
})
