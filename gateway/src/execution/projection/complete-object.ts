import {
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSubtype,
  type CompositeType,
  type FieldSelection,
  type SelectionSet,
} from '@apollo/federation-internals'
import { isJsonObject, ownValue, readerOf, setOwn, writerOf, type JsonObject } from '../json.js'
import { completeLeaf, compileType } from './complete-value.js'
import { leafCheck } from './leaf-check.js'
import { flattenSelections, type DeferredFragment, type FlatField, type SelectionRules } from './flatten-selections.js'
import {
  invalid,
  invalidValue,
  placeOf,
  reportedNull,
  type Complete,
  type DeferredPlace,
  type FieldPlace,
  type FillObject,
} from './projection-run.js'

/** What a projection is compiled for. */
export interface ProjectionScope extends SelectionRules {
  /** The client's response key of a field that planning aliased. */
  readonly clientKey: (planned: string) => string
  /** Several selections fill these objects, one after the other. */
  readonly isFilledAgain?: true
}

/** Completes objects of a composite type; their fields are compiled when a runtime type is met first. */
export function completeObject(
  type: CompositeType,
  { selections, place, scope }: { selections: SelectionSet; place: FieldPlace; scope: ProjectionScope },
): Complete {
  const schema = type.schema()
  const known = new Map<string, FillObject>()
  const fillFor = (name: string): FillObject | undefined => {
    const existing = known.get(name)
    if (existing !== undefined) return existing
    const runtimeType = schema.type(name)
    if (runtimeType === undefined || !isCompositeType(runtimeType)) return undefined
    const fill = compileObject({ runtimeType, parentType: runtimeType }, selections, scope)
    known.set(name, fill)
    return fill
  }

  return (value, run, before) => {
    if (value === null || value === undefined || before === null) return null
    const problem = (message: string) => invalidValue(run, place, message)
    if (!isObjectLike(value))
      return problem(`Invalid non-object value returned by subgraph for composite type ${type.name}`)
    const typename = ownValue(value, '__typename')
    if (typename !== undefined && typeof typename !== 'string')
      return problem(`Invalid non-string value for __typename of ${placeOf(run, type, place)}.`)
    const fill = fillFor(typename || type.name)
    // Without saying which type: the client may not be meant to know it.
    if (fill === undefined) return problem(`Invalid __typename found for object at ${placeOf(run, type, place)}.`)
    const again = isJsonObject(before)
    const object = again ? before : {}
    return fill(object, value, run, again) ? object : reportedNull
  }
}

/** A list is an object without any of the fields, as it is for Apollo's executor. */
const isObjectLike = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

/** Compiles the fields that an object of one runtime type is asked for, now and later. */
export function compileObject(
  at: { runtimeType: CompositeType; parentType: CompositeType },
  selections: SelectionSet,
  scope: ProjectionScope,
): FillObject {
  const seen = new Set<string>()
  const fields: FillObject[] = []
  const flat = flattenSelections(selections, at, scope)
  const isRepeated = (key: string) =>
    flat.fields.filter(({ selection }) => selection.element.responseName() === key).length > 1
  for (const field of flat.fields) {
    const key = field.selection.element.responseName()
    const isFirst = !seen.has(key)
    seen.add(key)
    // A leaf that comes again adds nothing.
    if (!isFirst && field.selection.selectionSet === undefined) continue
    const fieldScope = isRepeated(key) ? { ...scope, isFilledAgain: true as const } : scope
    fields.push(compileField(field, { isFirst, scope: fieldScope, runtimeType: at.runtimeType }))
  }
  const fillNow: FillObject = (object, from, run, again) => {
    for (const fill of fields) if (!fill(object, from, run, again)) return false
    return true
  }
  if (flat.deferred.length === 0) return fillNow
  const later = flat.deferred.map(fragment => ({
    label: fragment.label,
    fillFor: compileDeferred(at.runtimeType, fragment, scope),
  }))
  return (object, from, run, again) => {
    if (!fillNow(object, from, run, again)) return false
    for (const { label, fillFor } of later) run.deferred.push({ label, path: [...run.path], fillFor })
    return true
  }
}

/** An interface object is of no type that is known before another subgraph has been asked, which may be what was deferred. */
function compileDeferred(
  runtimeType: CompositeType,
  { selections, parentType, conditions }: DeferredFragment,
  scope: ProjectionScope,
): DeferredPlace['fillFor'] {
  const known = new Map<CompositeType, FillObject | null>()
  return from => {
    const name = ownValue(from, '__typename')
    const named = typeof name === 'string' ? runtimeType.schema().type(name) : undefined
    const type = !isObjectType(runtimeType) && named !== undefined && isObjectType(named) ? named : runtimeType
    const existing = known.get(type)
    if (existing !== undefined) return existing
    const applies = conditions.every(condition => isSubtype(condition, type))
    const made = applies ? compileObject({ runtimeType: type, parentType }, selections, scope) : null
    known.set(type, made)
    return made
  }
}

function compileField(
  { selection, parentType }: FlatField,
  { isFirst, scope, runtimeType }: { isFirst: boolean; scope: ProjectionScope; runtimeType: CompositeType },
): FillObject {
  const place = { parentType, runtimeType }
  const { element } = selection
  const plannedKey = element.responseName()
  const key = scope.clientKey(plannedKey)
  if (element.definition.isSchemaIntrospectionField()) {
    return (object, _, run) => {
      if (isFirst) setOwn(object, key, run.introspect(selection))
      return true
    }
  }
  if (element.name === '__typename') return typenameField(place, { key, plannedKey })
  const read = readerOf(plannedKey)
  const write = writerOf(key)
  const isLeaf = selection.selectionSet === undefined
  const compiled = compileValue(selection, place, scope)
  const { isFine, isNullable } = compiled
  const complete = isLeaf || scope.isFilledAgain ? compiled.complete : onceForShared(compiled.complete)
  const unanswered = {
    kind: 'unanswered',
    typeName: runtimeType.name,
    message: `field ${parentType.name}.${key}`,
  } as const
  return (object, from, run, again) => {
    const before = isFirst && !again ? undefined : ownValue(object, key)
    if (before !== undefined && (isLeaf || before === null)) return true
    const value = read(from)
    if (isFine(value) || (value === null && isNullable)) {
      write(object, value)
      return true
    }
    if (value === undefined) {
      run.problems.push({ ...unanswered, path: [...run.path, plannedKey] })
      write(object, null)
      return isNullable
    }
    run.path.push(plannedKey)
    const completed = complete(value, run, before)
    run.path.pop()
    const isInvalid = completed === invalid
    write(object, isInvalid || completed === reportedNull ? null : completed)
    return !isInvalid
  }
}

/**
 * What a field makes of an entity that stands at several places is made once, and stands at several places of the answer.
 * What has a problem is made again: problems belong to places.
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

/** What is done with a field's value; `isFine` for one that needs nothing, as most leaves. */
function compileValue(selection: FieldSelection, place: FieldPlace, scope: ProjectionScope) {
  const { type, coordinate } = selection.element.definition
  const { selectionSet: selections } = selection
  if (type === undefined) throw new Error(`The field ${coordinate} has no type`)
  const named = selection.element.baseType()
  const isNullable = !isNonNullType(type)
  if (selections !== undefined && isCompositeType(named)) {
    const completeNamed = completeObject(named, { selections, place, scope })
    const complete = compileType(type, { place, completeNamed, accepts: undefined })
    return { complete, isFine: () => false, isNullable }
  }
  if (!isLeafType(named)) throw new Error(`The field ${coordinate} is selected without fields`)
  const accepts = leafCheck(named)
  const completeNamed = completeLeaf(named, { place, accepts })
  const isList = isListType(isNonNullType(type) ? type.ofType : type)
  const complete = compileType(type, { place, completeNamed, accepts })
  return { complete, isFine: isList ? () => false : accepts, isNullable }
}

/** An object whose name is that of an interface has no type that a client could be told. */
function typenameField(
  { parentType, runtimeType }: FieldPlace,
  { key, plannedKey }: { key: string; plannedKey: string },
): FillObject {
  const schema = parentType.schema()
  const message = 'No subgraph says of what type this object is'
  const untyped = { kind: 'untyped', typeName: runtimeType.name, message } as const
  return (object, from, run, again) => {
    if (again && Object.hasOwn(object, key)) return true
    const name = ownValue(from, plannedKey) ?? ownValue(from, '__typename') ?? null
    const type = (typeof name === 'string' ? schema.type(name) : undefined) ?? parentType
    if (!isObjectType(type)) {
      run.problems.push({ ...untyped, path: [...run.path] })
      return false
    }
    setOwn(object, key, type.name)
    return true
  }
}
