import {
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type CompositeType,
  type FieldSelection,
  type SelectionSet,
} from '@apollo/federation-internals'
import { ownValue, readerOf, writerOf, type JsonObject } from '../json/json.js'
import { completeLeaf, compileType } from './complete-value.js'
import type { FlatField, SelectionRules } from './flatten-selections.js'
import { leafCheck, leafCheckSource } from './leaf-check.js'
import {
  invalid,
  reportedNull,
  reportUntyped,
  type Complete,
  type FieldPlace,
  type FillObject,
  type ProjectionRun,
} from './projection-run.js'

/** The rules and names that a projection is compiled with. */
export interface ProjectionScope extends SelectionRules {
  /** The client's response key of a field that planning aliased. */
  readonly clientKey: (planned: string) => string
  /** How many objects of one type and selection are made before code is generated for them. */
  readonly generateAfter: number
  /** Several selections fill these objects, one after the other. */
  readonly isFilledAgain?: true
}

/** Compiles what becomes of an object below a field. */
type CompleteObject = (
  type: CompositeType,
  below: { selections: SelectionSet; place: FieldPlace; scope: ProjectionScope },
) => Complete

/** A field of objects of one runtime type. */
export interface CompiledField {
  /** The client's response key. */
  readonly key: string
  /** The key of what was fetched. */
  readonly plannedKey: string
  /** Adds the field to an object that may have it from an earlier selection of the same key. */
  readonly fill: FillObject
  /** The field's value in an object that does not have it yet; `invalid` when the object must become null. */
  readonly complete: (value: unknown, from: JsonObject, run: ProjectionRun) => unknown
  /** JavaScript that is true of a `value` which needs no completion; `false` where every value does. */
  readonly isFineSource: string
}

export function compileField(
  { selection, parentType }: FlatField,
  {
    isFirst,
    scope,
    runtimeType,
    completeObject,
  }: { isFirst: boolean; scope: ProjectionScope; runtimeType: CompositeType; completeObject: CompleteObject },
): CompiledField {
  const place = { parentType, runtimeType }
  const { element } = selection
  const plannedKey = element.responseName()
  const key = scope.clientKey(plannedKey)
  const write = writerOf(key)
  const named = { key, plannedKey, write }
  if (element.definition.isSchemaIntrospectionField()) {
    return filledOnce((_, __, run) => run.introspect(selection), named)
  }
  if (element.name === '__typename') return filledOnce(compileTypename(place), named)
  const read = readerOf(plannedKey)
  const isLeaf = selection.selectionSet === undefined
  const { isFine, isFineSource, isNullable, ...compiled } = compileValue(selection, place, { scope, completeObject })
  const completeValue = isLeaf || scope.isFilledAgain ? compiled.complete : onceForShared(compiled.complete)
  const unanswered = {
    kind: 'unanswered',
    typeName: runtimeType.name,
    message: `field ${parentType.name}.${key}`,
  } as const

  const complete = (value: unknown, run: ProjectionRun, before: unknown): unknown => {
    if (isFine(value) || (value === null && isNullable)) return value
    if (value === undefined) {
      run.problems.push({ ...unanswered, path: [...run.path, plannedKey] })
      return isNullable ? null : invalid
    }
    run.path.push(plannedKey)
    const completed = completeValue(value, run, before)
    run.path.pop()
    return completed === reportedNull ? null : completed
  }
  const fill: FillObject = (object, from, run, again) => {
    const before = isFirst && !again ? undefined : ownValue(object, key)
    if (before !== undefined && (isLeaf || before === null)) return true
    const completed = complete(read(from), run, before)
    write(object, completed === invalid ? null : completed)
    return completed !== invalid
  }
  return { key, plannedKey, fill, complete: (value, _, run) => complete(value, run, undefined), isFineSource }
}

/** A field whose value does not depend on the selections below it. */
function filledOnce(
  complete: CompiledField['complete'],
  { key, plannedKey, write }: Pick<CompiledField, 'key' | 'plannedKey'> & { write: ReturnType<typeof writerOf> },
): CompiledField {
  const fill: FillObject = (object, from, run) => {
    if (Object.hasOwn(object, key)) return true
    const completed = complete(ownValue(from, plannedKey), from, run)
    if (completed === invalid) return false
    write(object, completed)
    return true
  }
  return { key, plannedKey, fill, complete, isFineSource: 'false' }
}

/**
 * Completes a field of a shared entity once and reuses the result at all its places in the answer. A result
 * with problems is completed again: problems belong to places.
 */
function onceForShared(complete: Complete): Complete {
  return (value, run, before) => {
    const isShared = typeof value === 'object' && value !== null && before === undefined && run.shared.has(value)
    if (!isShared) return complete(value, run, before)
    const byField = (run.made ??= new Map<Complete, Map<object, unknown>>())
    let made = byField.get(complete)
    if (made === undefined) byField.set(complete, (made = new Map()))
    const known = made.get(value)
    if (known !== undefined) return known
    const noted = run.problems.length + run.deferred.length
    const completed = complete(value, run, before)
    if (run.problems.length + run.deferred.length === noted) made.set(value, completed)
    return completed
  }
}

/** Compiles the completion of a field's value; `isFine` for one that needs nothing, as most leaves. */
function compileValue(
  selection: FieldSelection,
  place: FieldPlace,
  { scope, completeObject }: { scope: ProjectionScope; completeObject: CompleteObject },
) {
  const { type, coordinate } = selection.element.definition
  const { selectionSet: selections } = selection
  if (type === undefined) throw new Error(`The field ${coordinate} has no type`)
  const named = selection.element.baseType()
  const isNullable = !isNonNullType(type)
  if (selections !== undefined && isCompositeType(named)) {
    const completeNamed = completeObject(named, { selections, place, scope })
    const complete = compileType(type, { place, completeNamed, accepts: undefined })
    return { complete, isFine: () => false, isFineSource: 'false', isNullable }
  }
  if (!isLeafType(named)) throw new Error(`The field ${coordinate} is selected without fields`)
  const accepts = leafCheck(named)
  const completeNamed = completeLeaf(named, { place, accepts })
  const isList = isListType(isNonNullType(type) ? type.ofType : type)
  const complete = compileType(type, { place, completeNamed, accepts })
  return isList
    ? { complete, isFine: () => false, isFineSource: 'false', isNullable }
    : { complete, isFine: accepts, isFineSource: leafCheckSource(named), isNullable }
}

/** An object whose name is that of an interface has no type that a client could be told. */
function compileTypename({ parentType, runtimeType }: FieldPlace): CompiledField['complete'] {
  const schema = parentType.schema()
  return (value, from, run) => {
    const name = value ?? ownValue(from, '__typename') ?? null
    const type = (typeof name === 'string' ? schema.type(name) : undefined) ?? parentType
    if (isObjectType(type)) return type.name
    reportUntyped(run, runtimeType.name)
    return invalid
  }
}
