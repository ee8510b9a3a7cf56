import { isEnumType, isInterfaceType, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { inputRules } from '@waystone/kit/errors'
import { offerOf } from './house/contract.js'
import { untoldValues } from './house/told-values.js'
import { filesBelow, isTest, read, subgraphs } from './house/tree.js'
import { refusals as sentences } from '../web/src/texts/en/refusals.js'

const sources = subgraphs
  .flatMap(subgraph => filesBelow(`subgraphs/${subgraph}/src`))
  .filter(file => file.endsWith('.ts') && !isTest(file))

test('what the message of a refusal says is a field of it, too, so that clients can say it in their own words', () => {
  const untold = sources.flatMap(file =>
    untoldValues(file, read(file)).map(({ line, why }) => `${file}:${line}: ${why}`),
  )
  expect(untold).toEqual([])
})

describe('the rule', () => {
  const why = (text: string) => untoldValues('refusal.ts', text).map(found => found.why)

  test.each([
    ['a value that is no property', "({ __typename: 'A', message: `Up to ${limit}` })", '${limit} is no property'],
    [
      'a value of an argument',
      "(of: B) => ({ __typename: 'A', message: `Up to ${of.limit}` })",
      '${of.limit} is no property',
    ],
    [
      'a number that is written out',
      "({ __typename: 'A', message: 'At most 5 a day' })",
      'the text "At most 5 a day" holds a digit',
    ],
    ['a problem of an input', "({ field: 'a', message: `not ${length}` })", '${length} is no property'],
    ['a problem of content', "({ path: 'a', message: `not ${length}` })", '${length} is no property'],
    ['a constant', "const m = `a ${b}`\nexport const r = { field: 'a', message: m }", '${b} is no property'],
    [
      'a message by the way',
      "function f() { const message = `a ${b}`; return { field: 'a', message } }",
      '${b} is no property',
    ],
    ['a branch', "({ field: 'a', message: isA ? 'a' : `b ${c}` })", '${c} is no property'],
    ['a computed value', "({ field: 'a', message: `a ${limit / other}`, limit })", '${limit / other} is no property'],
  ])('finds %s', (_, text, expected) => {
    expect(why(text)).toEqual([expected])
  })

  test.each([
    "({ __typename: 'A', message: `Up to ${limit}`, limit })",
    "({ __typename: 'A', message: `Up to ${LIMIT_MAX}`, max: LIMIT_MAX })",
    "(of: B) => ({ __typename: 'A', message: `Up to ${of.limit}`, ...of })",
    "({ __typename: 'A', message: `Up to ${(cents / 100).toFixed(2)}`, cents })",
    "({ __typename: 'A', message: `Up to ${seconds / SECONDS_PER_HOUR} hours`, seconds })",
    "({ __typename: 'A', message: `One of ${allowed.join(', ')}`, allowed })",
    '({ message: `not a refusal ${length}` })',
  ])('finds nothing in %s', text => {
    expect(why(text)).toEqual([])
  })
})

test('docs/errors.md lists the rules of inputs, and no other', () => {
  const listed = read('docs/errors.md').matchAll(/^\|[^|`]+\| `([A-Z_]+)` \|/gm)
  expect([...listed].map(([, rule]) => rule)).toEqual(inputRules)
})

test('the pages have a sentence for each refusal of each subgraph', () => {
  const names = subgraphs.flatMap(subgraph => {
    const refusal = offerOf(subgraph).getType('Refusal')
    return isInterfaceType(refusal)
      ? offerOf(subgraph)
          .getPossibleTypes(refusal)
          .map(({ name }) => name)
      : []
  })
  expect(Object.keys(sentences).toSorted()).toEqual([...new Set(names)].toSorted())
})

describe.each(subgraphs)('the refusals of %s', subgraph => {
  const schema = offerOf(subgraph)
  const refusal = schema.getType('Refusal')
  const types = isInterfaceType(refusal) ? schema.getPossibleTypes(refusal) : []

  test('are made in errors.ts alone', () => {
    expect(types.length).toBeGreaterThan(0)
    const elsewhere = sources
      .filter(file => file.startsWith(`subgraphs/${subgraph}/`) && !file.endsWith('/src/errors.ts'))
      .flatMap(file =>
        types
          .filter(({ name }) => read(file).includes(`__typename: '${name}'`))
          .map(({ name }) => `${file} makes ${name}`),
      )
    expect(elsewhere).toEqual([])
  })

  test('of an input say all that is wrong, by rules that are the same everywhere', () => {
    const problem = schema.getType('InputProblem')
    const rule = schema.getType('InputRule')
    expect(isObjectType(problem) && Object.keys(problem.getFields())).toEqual([
      'field',
      'message',
      'rule',
      'min',
      'max',
      'actual',
      'allowed',
      'names',
    ])
    expect(isEnumType(rule) && rule.getValues().map(({ name }) => name)).toEqual(inputRules)
  })
})
