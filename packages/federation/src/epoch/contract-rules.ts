import {
  Kind,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql'
import { unreachable } from '../contract/unreachable.js'

/** A part of a supergraph for some of its clients, by the tags of its elements: a contract of Apollo GraphOS. */
export interface SchemaContract {
  /**
   * Only unions and fields of objects and interfaces with one of these tags stay. Empty or left out, all stay
   * that are not excluded.
   */
  readonly include?: readonly string[] | undefined
  /** No element with one of these tags stays, whatever else it is tagged with. */
  readonly exclude?: readonly string[] | undefined
  /** Types to which no field leads any more are hidden as well. Default: true. */
  readonly hideUnreachableTypes?: boolean | undefined
}

interface DirectiveNames {
  readonly tag: string | undefined
  readonly inaccessible: string
}

/** Coordinates of elements, such as `Query`, `Query.user`, `Query.user(id:)` or `Role.ADMIN`. */
export type Coordinates = ReadonlySet<string>

/** An element of a schema that can be hidden by itself. */
interface Tagged {
  readonly directives?: readonly ConstDirectiveNode[]
}

/** The tags that the types of a supergraph, and what they consist of, have. */
export function tagsWithin(types: readonly TypeDefinitionNode[], { tag }: DirectiveNames): ReadonlySet<string> {
  return new Set(types.flatMap(type => [type, ...partsOf(type)].flatMap(element => tagsOf(element, tag))))
}

/**
 * The elements that a contract hides, together with those that are inaccessible already. A tag of an object or
 * interface is one of each of its fields. A type is hidden when all that it consists of is.
 */
export function hiddenElements(
  types: readonly TypeDefinitionNode[],
  { include = [], exclude = [] }: SchemaContract,
  names: DirectiveNames,
): Set<string> {
  const hidden = new Set<string>()
  const isExcluded = (element: Tagged): boolean =>
    element.directives?.some(({ name }) => name.value === names.inaccessible) === true ||
    tagsOf(element, names.tag).some(tag => exclude.includes(tag))
  const isIncluded = (...elements: readonly Tagged[]): boolean =>
    include.length === 0 || elements.some(element => tagsOf(element, names.tag).some(tag => include.includes(tag)))
  const hideEach = (elements: readonly (readonly [coordinate: string, isHidden: boolean])[]): boolean => {
    for (const [coordinate, isHidden] of elements) if (isHidden) hidden.add(coordinate)
    return elements.length > 0 && elements.every(([, isHidden]) => isHidden)
  }

  for (const type of types) {
    const name = type.name.value
    const isOut = isExcluded(type)
    let isEmpty = false
    switch (type.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const { fields = [] } = type
        isEmpty = hideEach(
          fields.map(field => [fieldCoordinate(type, field), isOut || isExcluded(field) || !isIncluded(type, field)]),
        )
        for (const field of fields)
          hideEach((field.arguments ?? []).map(each => [argumentCoordinate(type, field, each), isExcluded(each)]))
        break
      }
      case Kind.ENUM_TYPE_DEFINITION:
        isEmpty = hideEach((type.values ?? []).map(value => [fieldCoordinate(type, value), isExcluded(value)]))
        break
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        isEmpty = hideEach((type.fields ?? []).map(field => [fieldCoordinate(type, field), isExcluded(field)]))
        break
      case Kind.UNION_TYPE_DEFINITION:
        isEmpty = !isIncluded(type)
        break
      case Kind.SCALAR_TYPE_DEFINITION:
        break
      default:
        unreachable(type)
    }
    if (isOut || isEmpty) hidden.add(name)
  }
  for (const type of types)
    if (type.kind === Kind.UNION_TYPE_DEFINITION && type.types?.every(({ name }) => hidden.has(name.value)) === true)
      hidden.add(type.name.value)
  return hidden
}

type Named = Pick<FieldDefinitionNode | InputValueDefinitionNode, 'name'>

export const fieldCoordinate = (type: Named, field: Named): string => `${type.name.value}.${field.name.value}`

export const argumentCoordinate = (type: Named, field: Named, argument: Named): string =>
  `${fieldCoordinate(type, field)}(${argument.name.value}:)`

function partsOf(type: TypeDefinitionNode): readonly Tagged[] {
  if ('values' in type) return type.values ?? []
  if (!('fields' in type)) return []
  return (type.fields ?? []).flatMap(field => ['arguments' in field ? (field.arguments ?? []) : [], field].flat())
}

function tagsOf({ directives = [] }: Tagged, tag: string | undefined): string[] {
  return directives.flatMap(({ name, arguments: given = [] }) => {
    const value = name.value === tag ? given.find(each => each.name.value === 'name')?.value : undefined
    return value?.kind === Kind.STRING ? [value.value] : []
  })
}
