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
import { invalid, MalformedAnswer, placeOf, report, reportedNull, type Complete } from './projection-run.js'

/** What a field's type is made of. */
interface TypeParts {
  readonly parentType: CompositeType
  /** For the named type within lists and non-null types. */
  readonly completeNamed: Complete
  /** For a leaf: whether it is valid as it is. */
  readonly accepts: ((value: unknown) => boolean) | undefined
}

/** Compiles what a field of this type does with the value that was fetched. */
export function compileType(type: OutputType, parts: TypeParts): Complete {
  if (isNonNullType(type)) return completeNonNull(type, parts.parentType, compileType(type.ofType, parts))
  if (isListType(type)) {
    const ofLeaves = isLeafList(type) ? parts.accepts : undefined
    return completeList(type, { complete: compileType(type.ofType, parts), accepts: ofLeaves })
  }
  return parts.completeNamed
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

const isLeafList = ({ ofType }: ListType<OutputType>): boolean =>
  !isListType(isNonNullType(ofType) ? ofType.ofType : ofType)

/** All items are completed, also when one has made the list null: each of them reports for itself. */
function completeList(
  type: ListType<OutputType>,
  { complete, accepts }: { complete: Complete; accepts: TypeParts['accepts'] },
): Complete {
  return (value, run, before) => {
    if (value === null || value === undefined || before === null) return null
    if (!Array.isArray(value)) {
      throw new MalformedAnswer(`Invalid non-list value returned by subgraph for list type ${type.toString()}`)
    }
    // Most lists of leaves are what they should be.
    if (accepts !== undefined && value.every(accepts)) return value
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

export function completeLeaf(
  type: ScalarType | EnumType,
  { parentType, accepts }: { parentType: CompositeType; accepts: (value: unknown) => boolean },
): Complete {
  return (value, run) => {
    if (value === null || value === undefined) return null
    if (accepts(value)) return value
    report(run, `Invalid value found for ${placeOf(run, type, parentType)}.`)
    return reportedNull
  }
}
