import { describe, expect, test } from 'vitest'
import { ownValue, setOwn, type JsonObject } from '../json/json.js'
import { Shared } from '../fetching/merge.js'
import type { CompiledField } from './complete-field.js'
import { createWhenHot } from './generated-create.js'
import { invalid, type FillObject, type ProjectionRun } from './projection-run.js'

const newRun = (): ProjectionRun => ({
  path: [],
  clientKey: key => key,
  problems: [],
  deferred: [],
  shared: new Shared(),
  made: undefined,
  introspect: () => null,
})

/** A String field: other values are what `otherwise` says. */
function textField(key: string, plannedKey = key, otherwise: unknown = null): CompiledField {
  const complete = (value: unknown): unknown => (typeof value === 'string' ? value : otherwise)
  const fill: FillObject = (object, from) => {
    const completed = complete(ownValue(from, plannedKey))
    if (completed !== invalid) setOwn(object, key, completed)
    return completed !== invalid
  }
  return { key, plannedKey, fill, complete, isFineSource: "typeof value === 'string'" }
}

function creators(fields: readonly CompiledField[]) {
  const fill: FillObject = (object, from, run) => fields.every(field => field.fill(object, from, run, false))
  const slow = createWhenHot(fields, { fill, generateAfter: Infinity })
  const generated = createWhenHot(fields, { fill, generateAfter: 0 })
  return [slow, generated].map(create => (from: JsonObject) => create(from, newRun()))
}

const parse = (text: string): JsonObject => JSON.parse(text) as JsonObject

const outcomeOf = (made: JsonObject | typeof invalid) =>
  made === invalid
    ? 'invalid'
    : { text: JSON.stringify(made), isPlain: Object.getPrototypeOf(made) === Object.prototype }

describe('objects are made alike by filling and by generated code', () => {
  test.each([
    ['fields in the order of the selection', [textField('b'), textField('a', 'planned')], '{"planned":"1","b":"2"}'],
    ['a value that is completed', [textField('a', 'a', 'instead')], '{"a":1}'],
    ['a field that is missing', [textField('a'), textField('b')], '{"b":"2"}'],
    ['a field that makes the object null', [textField('a'), textField('b', 'b', invalid)], '{"a":"1"}'],
    ['names that objects inherit', [textField('constructor'), textField('toString')], '{"constructor":"1"}'],
    ['the name of the prototype', [textField('__proto__')], '{"__proto__":"1"}'],
    ['no field at all', [], '{}'],
  ])('%s', (_, fields, text) => {
    const [slow, generated] = creators(fields).map(create => outcomeOf(create(parse(text))))
    expect(generated).toEqual(slow)
  })
})

test('code is generated when objects have come as often as is said', () => {
  const field = textField('a')
  let filled = 0
  const fill: FillObject = (object, from, run, again) => {
    filled++
    return field.fill(object, from, run, again)
  }
  const create = createWhenHot([field], { fill, generateAfter: 3 })
  for (let count = 0; count < 10; count++) expect(create({ a: 'x' }, newRun())).toEqual({ a: 'x' })
  expect(filled).toBe(3)
})
