import {
  Field,
  FieldSelection,
  isCompositeType,
  isInterfaceObjectType,
  possibleRuntimeTypes,
  type CompositeType,
  type OperationPath,
  type Selection,
  type SelectionSet,
} from '@apollo/federation-internals'
import { findFault, NOTHING_PROVIDED, providedBelow } from './resolvable.js'
import { definitionsOf, fieldType } from './subgraph-fields.js'

/** The parts of the planner's fetch groups that are read here. */
interface FetchGroup {
  readonly selection: SelectionSet
  readonly inputs?: { contains(other: unknown): boolean }
  parentRelation(parent: FetchGroup): ParentRelation | undefined
}

interface ParentRelation {
  readonly group: FetchGroup
  readonly path?: OperationPath
}

/**
 * Checks that a dependent fetch may become a part of its parent, which queries the same subgraph earlier: the
 * subgraph resolves all of it there, or the parent is sent the same inputs.
 */
export function canJoinParent(parent: FetchGroup, child: FetchGroup): boolean {
  const path = child.parentRelation(parent)?.path
  if (path === undefined) return false
  const isSameObject = path.every(({ kind }) => kind === 'FragmentElement')
  if (isSameObject && child.inputs !== undefined && parent.inputs?.contains(child.inputs)) return true
  return isResolvedAt({ group: parent, path }, child.selection)
}

/** Checks that the subgraph of a fetch resolves these fields at a path of it, without any inputs for them. */
export function isResolvedAt({ group, path = [] }: ParentRelation, selection: SelectionSet): boolean {
  // The planner writes an empty one as a field "...".
  if (selection.isEmpty()) return true
  let type: CompositeType = group.selection.parentType
  let provided = NOTHING_PROVIDED
  for (const element of path) {
    if (element.kind === 'FragmentElement') {
      const condition = element.typeCondition && type.schema().type(element.typeCondition.name)
      if (condition !== undefined && isCompositeType(condition)) type = condition
      continue
    }
    const definitions = definitionsOf(type, element.name)
    const [field] = definitions
    const below = field && fieldType(field)
    if (below === undefined || !isCompositeType(below)) return false
    provided = providedBelow(definitions, provided)
    type = below
  }
  const fault = findFault(selection.toSelectionSetNode(), { type, provided, inputs: null }, { passesContexts: false })
  return fault === undefined
}

/**
 * The selections of a fetch without fragments on types that no object can have at a path of another fetch. The
 * planner lists the implementations of an interface, and then puts what it has listed into a fragment on one of them.
 */
export function withoutImpossible(selection: SelectionSet, { group, path = [] }: ParentRelation): SelectionSet {
  let type: CompositeType = group.selection.parentType
  let names = namesOf(type)
  for (const element of path) {
    if (element.kind === 'FragmentElement') {
      const condition = element.typeCondition && type.schema().type(element.typeCondition.name)
      if (condition === undefined || !isCompositeType(condition)) continue
      type = condition
      names = common(names, namesOf(type))
      continue
    }
    const field = type.field(element.name)
    const below = field && fieldType(field)
    if (below === undefined || !isCompositeType(below)) return selection
    type = below
    names = namesOf(type)
  }
  return restrictedTo(names, selection)
}

function restrictedTo(names: ReadonlySet<string>, set: SelectionSet): SelectionSet {
  return set.lazyMap(selection => {
    if (selection.kind === 'FieldSelection') return selection
    const { typeCondition } = selection.element
    const left = typeCondition === undefined ? names : common(names, namesOf(typeCondition))
    return left.size === 0 ? undefined : selection.mapToSelectionSet(below => restrictedTo(left, below))
  })
}

const namesOf = (type: CompositeType): ReadonlySet<string> =>
  new Set(possibleRuntimeTypes(type).map(({ name }) => name))

const common = (names: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...names].filter(name => others.has(name)))

/**
 * Selections of a type as another subgraph has it, with the `__typename` of the type itself where that is an
 * interface object.
 */
export function withOwnTypename(selections: readonly Selection[], type: CompositeType): readonly Selection[] {
  const typename = isInterfaceObjectType(type) ? type.typenameField() : undefined
  if (typename === undefined) return selections
  return selections.map(selection =>
    selection.kind === 'FieldSelection' && selection.element.name === typename.name
      ? new FieldSelection(new Field(typename))
      : selection,
  )
}
