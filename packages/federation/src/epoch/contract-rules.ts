import {
  Kind,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
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

/** Coordinates of elements, such as `Query`, `Query.user`, `Query.user(id:)`, `Role.ADMIN` or `@show(to:)`. */
export type Coordinates = ReadonlySet<string>

/** The definitions of a supergraph that are not those of its features. */
export interface Definitions {
  readonly types: readonly TypeDefinitionNode[]
  readonly directives: readonly DirectiveDefinitionNode[]
}

/** An element of a schema that can be hidden by itself. */
interface Tagged {
  readonly directives?: readonly ConstDirectiveNode[]
}

/** The tags of a supergraph's types, of the elements within them, and of the arguments of its directives. */
export function tagsWithin({ types, directives }: Definitions, { tag }: DirectiveNames): ReadonlySet<string> {
  const elements: readonly Tagged[] = [
    ...types.flatMap(type => [type, ...partsOf(type)]),
    ...directives.flatMap(directive => directive.arguments ?? []),
  ]
  return new Set(elements.flatMap(element => tagsOf(element, tag)))
}

/**
 * The elements that a contract hides, together with those that are inaccessible already. A tag of an object or
 * interface is one of each of its fields. A type is hidden when all that it consists of is.
 */
export function hiddenElements(
  { types, directives }: Definitions,
  { include = [], exclude = [] }: SchemaContract,
  names: DirectiveNames,
): Set<string> {
  const hidden = new Set<string>()
  const isHiddenByItself = (element: Tagged): boolean =>
    element.directives?.some(({ name }) => name.value === names.inaccessible) === true ||
    tagsOf(element, names.tag).some(tag => exclude.includes(tag))
  const isIncluded = (...elements: readonly Tagged[]): boolean =>
    include.length === 0 || elements.some(element => tagsOf(element, names.tag).some(tag => include.includes(tag)))
  const isFieldHidden = (type: Tagged, field: Tagged): boolean =>
    isHiddenByItself(type) || isHiddenByItself(field) || !isIncluded(type, field)
  const hideArguments = (
    given: readonly InputValueDefinitionNode[] = [],
    coordinateOf: (argument: Named) => string,
  ) => {
    for (const each of given) if (isHiddenByItself(each)) hidden.add(coordinateOf(each))
  }
  const hideParts = (type: TypeDefinitionNode): void => {
    switch (type.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        for (const field of type.fields ?? []) {
          if (isFieldHidden(type, field)) hidden.add(fieldCoordinate(type, field))
          hideArguments(field.arguments, argument => argumentCoordinate(type, field, argument))
        }
        break
      case Kind.ENUM_TYPE_DEFINITION:
        for (const value of type.values ?? []) if (isHiddenByItself(value)) hidden.add(fieldCoordinate(type, value))
        break
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of type.fields ?? []) if (isHiddenByItself(field)) hidden.add(fieldCoordinate(type, field))
        break
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_DEFINITION:
        break
      default:
        unreachable(type)
    }
  }
  const isLeftEmpty = (type: TypeDefinitionNode): boolean => {
    if (type.kind === Kind.UNION_TYPE_DEFINITION) return !isIncluded(type)
    const members = 'values' in type ? type.values : 'fields' in type ? type.fields : undefined
    return members?.length !== 0 && members?.every(member => hidden.has(fieldCoordinate(type, member))) === true
  }

  for (const directive of directives)
    hideArguments(directive.arguments, argument => directiveArgumentCoordinate(directive, argument))
  for (const type of types) {
    hideParts(type)
    if (isHiddenByItself(type) || isLeftEmpty(type)) hidden.add(type.name.value)
  }
  for (const type of types)
    if (type.kind === Kind.UNION_TYPE_DEFINITION && type.types?.every(({ name }) => hidden.has(name.value)) === true)
      hidden.add(type.name.value)
  return hidden
}

type Named = Pick<FieldDefinitionNode, 'name'>

export const fieldCoordinate = (type: Named, field: Named): string => `${type.name.value}.${field.name.value}`

export const argumentCoordinate = (type: Named, field: Named, argument: Named): string =>
  `${fieldCoordinate(type, field)}(${argument.name.value}:)`

export const directiveArgumentCoordinate = (directive: Named, argument: Named): string =>
  `@${directive.name.value}(${argument.name.value}:)`

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
