import fc from 'fast-check'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { measureOperations } from './index.js'

const measure = (source: string) => measureOperations(parse(source))

test('fields, levels, aliases and directives are counted', () => {
  const size = measure('query @a { x: one @b me { id @c @d y: friends { id } } }')
  expect(size).toEqual({ depth: 3, fields: 5, rootFields: 2, mutationFields: 0, aliases: 2, directives: 4 })
})

test('fragments count wherever they are spread', () => {
  const size = measure(
    '{ me { ...F } you { ...F @x } ...R } fragment F on U { a: id b { id } } fragment R on Query { z: one }',
  )
  expect(size).toEqual({ depth: 3, fields: 9, rootFields: 3, mutationFields: 0, aliases: 3, directives: 1 })
})

test('of several operations the largest of each counts', () => {
  expect(measure('query A { a b c } query B { a { b { c } } }')).toMatchObject({ depth: 3, fields: 3, rootFields: 3 })
})

test('introspection counts as one field', () => {
  expect(measure('{ __schema { types { fields { name } } } __type(name: "A") { name } }')).toMatchObject({
    depth: 1,
    fields: 2,
  })
})

test('circles of fragments and unknown fragments end', () => {
  expect(measure('{ ...A ...Nowhere } fragment A on Query { a ...B } fragment B on Query { b ...A }').fields).toBe(2)
})

test('where circles of fragments are counted as endless, nothing is as large as one, and all else is as before', () => {
  const measureEndless = (source: string) => measureOperations(parse(source), { circles: 'endless' })
  const circle = measureEndless('{ ...A } fragment A on Query { a ...B } fragment B on Query { b ...A }')
  expect(new Set([circle.depth, circle.fields, circle.rootFields, circle.aliases])).toEqual(new Set([Infinity]))
  expect(measureEndless('{ x { ...F } } fragment F on T { a: b }')).toEqual(
    measure('{ x { ...F } } fragment F on T { a: b }'),
  )
})

test('introspection is written out where that is asked for', () => {
  const size = measureOperations(parse('{ __schema { types { name } } }'), { introspection: 'written out' })
  expect(size).toMatchObject({ depth: 3, fields: 3 })
})

test('the count is that of the document with its fragments written out, however they nest', () => {
  const selection = fc.letrec<{ node: string }>(tie => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('a', 'b: c'),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(nodes => `f { ${nodes.join(' ')} }`),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(nodes => `... on T @d { ${nodes.join(' ')} }`),
    ),
  })).node
  fc.assert(
    fc.property(selection, body => {
      const inline = measure(`{ x { ... on T { ${body} } ... on T { ${body} } } }`)
      const spread = measure(`{ x { ...F ...F } } fragment F on T { ${body} }`)
      expect(spread).toEqual(inline)
    }),
  )
})

test('root fields of a mutation are measured for themselves, also those of its fragments', () => {
  expect(measure('mutation { a b ...F } fragment F on Mutation { c d }').mutationFields).toBe(4)
  expect(measure('query { a b c }').mutationFields).toBe(0)
  expect(measure('query A { a b c } mutation B { a }')).toMatchObject({ rootFields: 3, mutationFields: 1 })
})
