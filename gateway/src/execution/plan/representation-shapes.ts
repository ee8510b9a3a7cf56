import { isEnumType, isListType, isNonNullType, type GraphQLNamedType, type GraphQLOutputType } from 'graphql'
import { isCustomScalar } from '../../exact-numbers/answer-places.js'
import { withNumbersAsText } from '../../exact-numbers/exact-number.js'

/** The value of a field as it stands in a representation; undefined for one that the field cannot have: the field counts as missing. */
export type Shape = (value: unknown) => unknown

/**
 * Compiles what a field's value becomes in a representation. A null that the type forbids, or a value of another kind, would be the
 * key of another entity or of none, and the answer to it would be believed. The items of a list of leaves are not checked: no key
 * has one.
 * @param below shapes the objects of a field that is no leaf
 */
export function compileShape(type: GraphQLOutputType, below: Shape | undefined): Shape {
  return isNonNullType(type) ? compileNonNull(type.ofType, below) : orNull(compileNonNull(type, below))
}

const orNull =
  (shape: Shape): Shape =>
  value =>
    value === null ? null : shape(value)

function compileNonNull(type: GraphQLOutputType, below: Shape | undefined): Shape {
  if (!isListType(type)) return below ?? leafShape(type as GraphQLNamedType)
  if (below === undefined) return value => (Array.isArray(value) ? withNumbersAsText(value) : undefined)
  const shapeItem = compileShape(type.ofType as GraphQLOutputType, below)
  return value => {
    if (!Array.isArray(value)) return undefined
    const items = value.map(shapeItem)
    return items.includes(undefined) ? undefined : items
  }
}

function leafShape(type: GraphQLNamedType): Shape {
  if (isCustomScalar(type)) return value => (value === null ? undefined : withNumbersAsText(value))
  if (isEnumType(type)) return value => (typeof value === 'string' ? value : undefined)
  return leafShapes[type.name] ?? (value => (typeof value === 'string' ? value : undefined))
}

/** An integer that JavaScript does not hold may be that of another entity. */
const leafShapes: Readonly<Record<string, Shape | undefined>> = {
  ID: value => (typeof value === 'string' || Number.isSafeInteger(value) ? value : undefined),
  Int: value => (Number.isSafeInteger(value) ? value : undefined),
  Float: value => (typeof value === 'number' ? value : undefined),
  Boolean: value => (typeof value === 'boolean' ? value : undefined),
}
