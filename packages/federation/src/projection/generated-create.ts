import type { JsonObject } from '../json/json.js'
import type { CompiledField } from './complete-field.js'
import { invalid, type CreateObject, type FillObject } from './projection-run.js'

/** By default: most operations of a development server never get there. */
export const GENERATE_AFTER = 50

/**
 * Makes objects field by field at first, and by code that is generated for them when they keep coming.
 * Generated code reads and makes objects of one shape each, where closures share the type feedback of all
 * shapes, and an object that is written as a literal has no second allocation for its properties. Together
 * with list indices instead of links (`plan/positions.ts`): 0.82 of the CPU of heavy answers with nothing
 * repeated (`npm run bench -- gateway --loads heavy --beside <the build before>`).
 * @param fields each key once.
 */
export function createWhenHot(
  fields: readonly CompiledField[],
  { fill, generateAfter }: { fill: FillObject; generateAfter: number },
): CreateObject {
  const createSlowly = byFilling(fill)
  let count = 0
  let create: CreateObject = (from, run) => {
    if (count++ < generateAfter) return createSlowly(from, run)
    create = generate(fields) ?? createSlowly
    return create(from, run)
  }
  return (from, run) => create(from, run)
}

export const byFilling =
  (fill: FillObject): CreateObject =>
  (from, run) => {
    const object: JsonObject = {}
    return fill(object, from, run, false) ? object : invalid
  }

/** @returns undefined in a process that forbids code from strings. */
function generate(fields: readonly CompiledField[]): CreateObject | undefined {
  const completes = fields.map(({ complete }) => complete)
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- all names are quoted as JSON, and GraphQL's are letters, digits and underscores
    const compile = new Function('completes', 'invalid', sourceOf(fields)) as (
      completes: readonly CompiledField['complete'][],
      ofInvalid: typeof invalid,
    ) => CreateObject
    return compile(completes, invalid)
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}

/** The body of a function that returns a `CreateObject`. */
function sourceOf(fields: readonly CompiledField[]): string {
  const names = fields.map((_, index) => `complete${index}`)
  const reads = fields.map(({ plannedKey, isFineSource }, index) => {
    const isFine = isFineSource.replaceAll(/\bvalue\b/g, `value${index}`)
    return `
      let value${index} = ${readSource(plannedKey)};
      if (!(${isFine})) {
        value${index} = complete${index}(value${index}, from, run);
        if (value${index} === invalid) return invalid;
      }`
  })
  // A computed key: a plain `__proto__` in a literal would set the prototype.
  const properties = fields.map(({ key }, index) => `[${JSON.stringify(key)}]: value${index}`)
  return `
    'use strict';
    const [${names.join(', ')}] = completes;
    return (from, run) => {${reads.join('')}
      return { ${properties.join(', ')} };
    };`
}

/** Names that every object inherits are read with care. */
function readSource(key: string): string {
  const name = JSON.stringify(key)
  return key in Object.prototype ? `Object.hasOwn(from, ${name}) ? from[${name}] : undefined` : `from[${name}]`
}
