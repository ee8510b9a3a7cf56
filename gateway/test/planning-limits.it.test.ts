import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { compose } from './differential/supergraphs/index.js'

/** Interfaces whose fields several subgraphs add to: each level multiplies the ways to answer it. */
function nestedInterfaces(types: number, depth: number) {
  const names = Array.from({ length: types }, (_, index) => `T${index}`)
  const epoch = createEpoch(
    compose({
      a: `
        type Query { node: Node }
        interface Node @key(fields: "id") { id: ID! next: Node }
        ${names.map(name => `type ${name} implements Node @key(fields: "id") { id: ID! next: Node of${name}: Int }`).join('\n')}`,
      b: 'type Node @key(fields: "id") @interfaceObject { id: ID! sibling: Node rank: Int }',
      c: 'type Node @key(fields: "id") @interfaceObject { id: ID! cousin: Node weight: Int }',
    }),
  )
  const fields = ['sibling', 'next', 'cousin']
  let body = '{ id rank weight }'
  for (let level = 0; level < depth; level++) {
    const own = names.map(name => `... on ${name} { ${fields[(level + 1) % 3]} { rank key${name}: id } of${name} }`)
    body = `{ ${fields[level % 3]} ${body} rank ${own.join(' ')} }`
  }
  return { epoch, text: `{ node ${body} }` }
}

function plan({ epoch, text }: ReturnType<typeof nestedInterfaces>) {
  const document = parse(text)
  expect(validate(epoch.schema, document)).toEqual([])
  return epoch.operations.prepare(document, { key: text, operationName: undefined, grants: new Set() })
}

describe('planning', () => {
  it.each([
    [3, 3],
    [12, 4],
  ])('plans an operation on nested interface objects: %i implementing types, %i levels', (types, depth) => {
    expect(plan(nestedInterfaces(types, depth)).plan?.node).toBeDefined()
  })

  it.each([
    [6, 8],
    [6, 12],
  ])('refuses what would take it gigabytes: %i implementing types, %i levels', (types, depth) => {
    const before = process.memoryUsage().heapUsed
    expect(() => plan(nestedInterfaces(types, depth))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^The operation takes too much to plan: /),
        extensions: expect.objectContaining({ code: 'LIMIT_EXCEEDED', limit: 'planning', http: { status: 400 } }),
      }),
    )
    // Without garbage collection in between, and generously: unbounded, the array of combinations alone takes
    // a multiple.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500_000_000)
  })

  it('goes on planning after a refusal', () => {
    const small = nestedInterfaces(3, 1)
    expect(() => plan(nestedInterfaces(6, 8))).toThrow('too much to plan')
    expect(plan(small).plan?.node).toBeDefined()
  })
})
