import {
  isListType,
  isNonNullType,
  type EnumType,
  type ListType,
  type NonNullType,
  type NullableType,
  type OutputType,
  type ScalarType,
} from '@apollo/federation-internals'
import { differingLists } from '../fetching/merge.js'
import { invalid, invalidValue, placeOf, reportedNull, type Complete, type FieldPlace } from './projection-run.js'

/** The parts of a field's type. */
interface TypeParts {
  readonly place: FieldPlace
  /** For the named type within lists and non-null types. */
  readonly completeNamed: Complete
  /** For a leaf: whether it is valid as it is. */
  readonly accepts: ((value: unknown) => boolean) | undefined
}

/** Compiles what a field of this type does with the value that was fetched, which may be null but not undefined. */
export function compileType(type: OutputType, parts: TypeParts): Complete {
  if (isNonNullType(type)) return completeNonNull(type, parts.place, compileType(type.ofType, parts))
  if (isListType(type)) {
    const ofLeaves = isLeafList(type) ? parts.accepts : undefined
    return completeList(type, { complete: compileType(type.ofType, parts), accepts: ofLeaves, place: parts.place })
  }
  return parts.completeNamed
}

function completeNonNull(type: NonNullType<NullableType>, place: FieldPlace, complete: Complete): Complete {
  return (value, run, before) => {
    const completed = complete(value, run, before)
    if (completed === reportedNull) return invalid
    if (completed !== null) return completed
    invalidValue(run, place, `Cannot return null for non-nullable ${placeOf(run, type.ofType, place)}.`)
    return invalid
  }
}

const isLeafList = ({ ofType }: ListType<OutputType>): boolean =>
  !isListType(isNonNullType(ofType) ? ofType.ofType : ofType)

/** All items are completed, also when one has made the list null: each of them reports for itself. */
function completeList(
  type: ListType<OutputType>,
  { complete, accepts, place }: { complete: Complete } & Pick<TypeParts, 'accepts' | 'place'>,
): Complete {
  return (value, run, before) => {
    if (value === null || value === undefined || before === null) return null
    if (!Array.isArray(value)) return invalidValue(run, place, listProblem(value, type))
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

const listProblem = (value: unknown, type: ListType<OutputType>): string =>
  value === differingLists
    ? `Subgraphs answered lists of different lengths for list type ${type.toString()}`
    : `Invalid non-list value returned by subgraph for list type ${type.toString()}`

export function completeLeaf(
  type: ScalarType | EnumType,
  { place, accepts }: { place: FieldPlace; accepts: (value: unknown) => boolean },
): Complete {
  return (value, run) => {
    if (value === null || value === undefined) return null
    return accepts(value) ? value : invalidValue(run, place, `Invalid value found for ${placeOf(run, type, place)}.`)
  }
}
