import {
  isListType,
  isNonNullType,
  type CompositeType,
  type EnumType,
  type ListType,
  type NonNullType,
  type NullableType,
  type OutputType,
  type ScalarType,
} from '@apollo/federation-internals'
import { leafCheck } from './leaf-check.js'
import { invalid, MalformedAnswer, placeOf, report, reportedNull, type Complete } from './projection-run.js'

/** Compiles what a field of this type does with the value that was fetched. */
export function compileType(
  type: OutputType,
  { parentType, completeNamed }: { parentType: CompositeType; completeNamed: Complete },
): Complete {
  if (isNonNullType(type))
    return completeNonNull(type, parentType, compileType(type.ofType, { parentType, completeNamed }))
  if (isListType(type)) return completeList(type, compileType(type.ofType, { parentType, completeNamed }))
  return completeNamed
}

function completeNonNull(type: NonNullType<NullableType>, parentType: CompositeType, complete: Complete): Complete {
  return (value, run, before) => {
    const completed = complete(value, run, before)
    if (completed === reportedNull) return invalid
    if (completed !== null) return completed
    report(run, `Cannot return null for non-nullable ${placeOf(run, type.ofType, parentType)}.`)
    return invalid
  }
}

/** All items are completed, also when one has made the list null: each of them reports for itself. */
function completeList(type: ListType<OutputType>, complete: Complete): Complete {
  return (value, run, before) => {
    if (value === null || value === undefined || before === null) return null
    if (!Array.isArray(value)) {
      throw new MalformedAnswer(`Invalid non-list value returned by subgraph for list type ${type.toString()}`)
    }
    const { path } = run
    const earlier = Array.isArray(before) ? before : undefined
    const items: unknown[] = []
    let isInvalid = false
    for (let index = 0; index < value.length; index++) {
      path.push(index)
      const item = complete(value[index], run, earlier?.[index])
      path.pop()
      if (item === invalid) isInvalid = true
      items.push(item === invalid || item === reportedNull ? null : item)
    }
    return isInvalid ? reportedNull : items
  }
}

export function completeLeaf(type: ScalarType | EnumType, parentType: CompositeType): Complete {
  const isValid = leafCheck(type)
  return (value, run) => {
    if (value === null || value === undefined) return null
    if (isValid(value)) return value
    report(run, `Invalid value found for ${placeOf(run, type, parentType)}.`)
    return reportedNull
  }
}
