import fc from 'fast-check'
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { answerPlaces } from './answer-places.js'
import {
  isExact,
  keptNumber,
  numberOf,
  withBigInts,
  withNumbersAsText,
  writeNumbers,
  writtenNumber,
} from './exact-number.js'
import { exactVariables } from './exact-variables.js'
import { keepNumbers } from './number-places.js'
import { parseExactly } from './parse-exactly.js'

const INEXACT = [
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '0.1000000000000000055511151231257827',
  '1.00000000000000000001',
  '9007199254740991.4',
  '1e400',
  '-1E+400',
  '1e-400',
  '123456789.123456789012',
  '1e99999999999999999999',
]
const EXACT = [
  '0',
  '-0',
  '0.0',
  '0e5',
  '1',
  '-1.50',
  '0.1',
  '1e3',
  '1E-7',
  '1e21',
  '100000000000000000000',
  '9007199254740991',
]

describe('a number', () => {
  it.each(INEXACT)('%s is changed by JavaScript', written => {
    expect(isExact(written)).toBe(false)
    expect(writeNumbers(JSON.stringify({ value: parseExactly(`[${written}]`) }))).toBe(`{"value":[${written}]}`)
  })

  it.each(EXACT)('%s is not', written => {
    expect(isExact(written)).toBe(true)
    expect(parseExactly(`[${written}]`)).toBeUndefined()
  })

  it('of JavaScript is exact as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(isExact(JSON.stringify(value))).toBe(true)
      }),
    )
  })

  it('that is kept is what was written, as a BigInt, as text, and in JSON', () => {
    const kept = keptNumber('12345678901234567890')
    expect(writtenNumber(kept)).toBe('12345678901234567890')
    expect(withBigInts({ list: [kept, 1, 'a'] })).toEqual({ list: [12345678901234567890n, 1, 'a'] })
    expect(withNumbersAsText([kept, { kept }])).toEqual(['12345678901234567890', { kept: '12345678901234567890' }])
    expect(numberOf(12345678901234567890n)).toBe(kept)
    expect(numberOf(-5n)).toBe(-5)
    expect(writtenNumber('12345678901234567890')).toBeUndefined()
  })
})

describe('parsing exactly', () => {
  it('keeps all that JSON.parse gives, and every digit besides', () => {
    const json = fc.json({ maxDepth: 3 })
    fc.assert(
      fc.property(json, json, (one, another) => {
        const text = `{"one": ${one},"big":[ 12345678901234567890, -0.1000000000000000055 ],"another":${another}}`
        const { big, ...others } = parseExactly(text) as { big: unknown[] }
        expect(others).toEqual({ one: JSON.parse(one) as unknown, another: JSON.parse(another) as unknown })
        expect(big.map(writtenNumber)).toEqual(['12345678901234567890', '-0.1000000000000000055'])
      }),
    )
  })

  it('leaves strings alone, whatever they say', () => {
    const text = JSON.stringify({ a: '[12345678901234567890', 'b": 1e400': '\\"', c: ': 9007199254740993,' })
    expect(parseExactly(text)).toBeUndefined()
    expect(parseExactly(`[${text},1e400]`)).toEqual([JSON.parse(text), keptNumber('1e400')])
  })
})

const schema = buildSchema(`
  scalar Long
  scalar JSON
  input Range { from: Long to: Long label: String next: Range }
  interface Named { id: ID! size: Long }
  type Box implements Named { id: ID! size: Long weight: Float any: JSON boxes: [Box!] }
  type Query { box(size: Long, range: Range, ids: [ID!], weight: Float): Box named: [Named] }
`)

describe('the places of custom scalars', () => {
  it('are those of the selected fields, under their response keys', () => {
    const places = answerPlaces(
      schema,
      '{ box { a: size weight boxes { any ...Rest } } } fragment Rest on Box { size id }',
    )
    expect(places).toEqual(
      new Map([
        [
          'box',
          new Map<string, unknown>([
            ['a', 'scalar'],
            [
              'boxes',
              new Map([
                ['any', 'scalar'],
                ['size', 'scalar'],
              ]),
            ],
          ]),
        ],
      ]),
    )
  })

  it('are found below entities, which are told by fragments', () => {
    const text = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Named{size}}}'
    expect(answerPlaces(schema, text)).toEqual(new Map([['_entities', new Map([['size', 'scalar']])]]))
  })

  it('are none where no field is one, or no schema has one', () => {
    expect(answerPlaces(schema, '{ box { id weight } }')).toBeUndefined()
    expect(answerPlaces(buildSchema('type Query { a: Int }'), '{ a }')).toBeUndefined()
  })

  it('get every digit, and Float stays what it is', () => {
    const text =
      '{"box":{"size":9007199254740993,"weight":0.1000000000000000055,"any":{"list":[1,1e400]},"boxes":[{"size":null}]}}'
    const places = answerPlaces(schema, '{ box { size weight any boxes { size } } }')
    if (places === undefined) throw new Error('There are places')
    const kept = keepNumbers(JSON.parse(text), places, () => parseExactly(text))
    expect(kept).toEqual({
      box: {
        size: keptNumber('9007199254740993'),
        weight: 0.1,
        any: { list: [1, keptNumber('1e400')] },
        boxes: [{ size: null }],
      },
    })
  })
})

describe('variables', () => {
  const [definition] = parse(
    'query ($size: Long, $range: Range, $ids: [ID!], $weight: Float) { box(size: $size) { id } }',
  ).definitions as [OperationDefinitionNode]
  const read = (text: string) =>
    exactVariables(definition, schema, {
      variables: JSON.parse(text) as Record<string, unknown>,
      parseExactly: () => parseExactly(text),
    })

  it('keep the digits of custom scalars, also within input types that hold themselves', () => {
    expect(read('{"size":9007199254740993,"range":{"label":"x","next":{"next":{"to":1e400}}}}')).toEqual({
      size: keptNumber('9007199254740993'),
      range: { label: 'x', next: { next: { to: keptNumber('1e400') } } },
    })
  })

  it('name the ID of all digits, and leave what is no ID to be refused', () => {
    expect(read('{"ids":[9007199254740993,5,"a"]}')).toEqual({ ids: ['9007199254740993', 5, 'a'] })
    expect(read('{"ids":[9007199254740993.5]}')).toEqual({ ids: [9007199254740994] })
  })

  it('are as they were where JavaScript has all digits, or the type is one of GraphQL', () => {
    expect(read('{"size":5,"weight":0.1000000000000000055}')).toEqual({ size: 5, weight: 0.1 })
  })
})
