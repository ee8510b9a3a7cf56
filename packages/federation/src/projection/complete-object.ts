import {
  isCompositeType,
  isObjectType,
  isSubtype,
  runtimeTypesIntersects,
  type CompositeType,
  type SelectionSet,
} from '@apollo/federation-internals'
import { isJsonObject, ownValue, type JsonObject } from '../json/json.js'
import { compileField, type CompiledField, type ProjectionScope } from './complete-field.js'
import { flattenSelections, type DeferredFragment } from './flatten-selections.js'
import { byFilling, createWhenHot } from './generated-create.js'
import {
  invalid,
  invalidValue,
  placeOf,
  reportUntyped,
  reportedNull,
  type Complete,
  type CreateObject,
  type DeferredPlace,
  type FieldPlace,
  type FillObject,
  type ProjectionRun,
} from './projection-run.js'

/** How objects of one runtime type are made for the client. */
export interface CompiledObject {
  /** Makes one that no selection has filled yet. */
  readonly create: CreateObject
  readonly fill: FillObject
}

/** Completes objects of a composite type; their fields are compiled when a runtime type is met first. */
function completeObject(
  type: CompositeType,
  { selections, place, scope }: { selections: SelectionSet; place: FieldPlace; scope: ProjectionScope },
): Complete {
  const schema = type.schema()
  const known = new Map<string, CompiledObject>()
  const compiledFor = (name: string): CompiledObject | undefined => {
    const existing = known.get(name)
    if (existing !== undefined) return existing
    const runtimeType = schema.type(name)
    if (runtimeType === undefined || !isCompositeType(runtimeType) || !isPossible(type, runtimeType)) return undefined
    const compiled = compileObject({ runtimeType, parentType: runtimeType }, selections, scope)
    known.set(name, compiled)
    return compiled
  }

  return (value, run, before) => {
    if (value === null || value === undefined || before === null) return null
    const problem = (message: string) => invalidValue(run, place, message)
    if (!isObjectLike(value))
      return problem(`Invalid non-object value returned by subgraph for composite type ${type.name}`)
    const typename = ownValue(value, '__typename')
    if (typename !== undefined && typeof typename !== 'string')
      return problem(`Invalid non-string value for __typename of ${placeOf(run, type, place)}.`)
    const compiled = compiledFor(typename || type.name)
    // Without saying which type: the client may not be meant to know it.
    if (compiled === undefined) return problem(`Invalid __typename found for object at ${placeOf(run, type, place)}.`)
    if (isJsonObject(before)) return compiled.fill(before, value, run, true) ? before : reportedNull
    const created = compiled.create(value, run)
    return created === invalid ? reportedNull : created
  }
}

/** Interfaces as objects may come under the name of another interface, as long as some type has both. */
const isPossible = (type: CompositeType, runtimeType: CompositeType): boolean =>
  type === runtimeType || runtimeTypesIntersects(type, runtimeType)

/** A list is an object without any of the fields, as it is for Apollo's executor. */
const isObjectLike = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

/** Compiles the fields that an object of one runtime type is asked for, now and later. */
export function compileObject(
  at: { runtimeType: CompositeType; parentType: CompositeType },
  selections: SelectionSet,
  scope: ProjectionScope,
): CompiledObject {
  const seen = new Set<string>()
  const fields: CompiledField[] = []
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
    fields.push(compileField(field, { isFirst, scope: fieldScope, runtimeType: at.runtimeType, completeObject }))
  }
  const fill: FillObject = (object, from, run, again) => {
    for (const field of fields) if (!field.fill(object, from, run, again)) return false
    return true
  }
  if (flat.isTypeNeeded) return untypedObject(at.runtimeType)
  const isEachKeyOnce = fields.length === seen.size
  const create = isEachKeyOnce ? createWhenHot(fields, { fill, generateAfter: scope.generateAfter }) : byFilling(fill)
  if (flat.deferred.length === 0) return { create, fill }
  const later = flat.deferred.map(fragment => ({
    label: fragment.label,
    createFor: compileDeferred(at.runtimeType, fragment, scope),
  }))
  const defer = (run: ProjectionRun): void => {
    for (const { label, createFor } of later) run.deferred.push({ label, path: [...run.path], createFor })
  }
  return {
    create: (from, run) => {
      const object = create(from, run)
      if (object !== invalid) defer(run)
      return object
    },
    fill: (object, from, run, again) => {
      const isFilled = fill(object, from, run, again)
      if (isFilled) defer(run)
      return isFilled
    },
  }
}

/** Fields that only some implementations have cannot be told of an object whose type no subgraph says. */
function untypedObject({ name }: CompositeType): CompiledObject {
  const report = (run: ProjectionRun): void => reportUntyped(run, name)
  return {
    create: (_, run) => {
      report(run)
      return invalid
    },
    fill: (_, __, run) => {
      report(run)
      return false
    },
  }
}

/**
 * An interface object is of no type that is known before another subgraph has been asked, which may be what
 * was deferred.
 */
function compileDeferred(
  runtimeType: CompositeType,
  { selections, parentType, conditions }: DeferredFragment,
  scope: ProjectionScope,
): DeferredPlace['createFor'] {
  const known = new Map<CompositeType, CreateObject | null>()
  return from => {
    const name = ownValue(from, '__typename')
    const named = typeof name === 'string' ? runtimeType.schema().type(name) : undefined
    const type = !isObjectType(runtimeType) && named !== undefined && isObjectType(named) ? named : runtimeType
    const existing = known.get(type)
    if (existing !== undefined) return existing
    const applies = conditions.every(condition => isSubtype(condition, type))
    const made = applies ? compileObject({ runtimeType: type, parentType }, selections, scope).create : null
    known.set(type, made)
    return made
  }
}
