import { buildSchema, getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import { inputSchemaOf } from './input-schema.js'

test('names that objects of JavaScript have are names like any other', () => {
  const schema = buildSchema('scalar constructor type Query { hello(a: constructor, b: Int): Int }')
  const operation = getOperationAST(
    parse('query ($__proto__: Int!, $toString: constructor) { hello(a: $toString, b: $__proto__) }'),
  )
  if (!operation) throw new Error('Expected an operation')
  const { properties, required } = JSON.parse(JSON.stringify(inputSchemaOf(schema, operation))) as {
    properties: object
    required: string[]
  }
  expect(Object.entries(properties)).toMatchObject([
    ['__proto__', { type: 'integer' }],
    ['toString', { description: 'constructor' }],
  ])
  expect(required).toEqual(['__proto__'])
})
