import { isCompositeType, type CompositeType } from '@apollo/federation-internals'
import { Kind, print, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'
import { fieldsIn, isSent, type Inputs } from './given-inputs.js'
import { parseFieldSet } from './join-directives.js'
import {
  definitionsOf,
  fieldSetsOf,
  fieldType,
  isExternal,
  takesContext,
  type SubgraphField,
} from './subgraph-fields.js'

/**
 * The field sets that the @provides of the fields above name at a place: of each implementation that may have
 * led there. A field that is not in all of them is not provided.
 */
export type Provided = readonly (readonly SelectionSetNode[])[]

export const NOTHING_PROVIDED: Provided = [[]]

/** A place in an operation of a subgraph. */
export interface Place {
  readonly type: CompositeType
  readonly provided: Provided
  /** The fields that the entities are sent with; null anywhere but right below `_entities`. */
  readonly inputs: Inputs | null
}

export interface ResolvingRules {
  readonly fragments?: ReadonlyMap<string, FragmentDefinitionNode>
  /** True for types that clients see: objects of any other never reach an answer. */
  readonly isVisible?: (typeName: string) => boolean
  /** True when the fetch sends values from contexts. */
  readonly passesContexts: boolean
}

/** A field that a subgraph does not resolve, or wrongly. */
export interface Fault {
  readonly coordinate: string
  readonly reason: string
}

/**
 * Finds the first field that a subgraph does not resolve at its place: an external one that is not provided
 * there, or one whose
 * @requires names what is neither sent nor known there.
 */
export function findFault(set: SelectionSetNode, place: Place, rules: ResolvingRules): Fault | undefined {
  for (const selection of set.selections) {
    const fault =
      selection.kind === Kind.FIELD
        ? findFieldFault(selection, place, rules)
        : findFragmentFault(selection, place, rules)
    if (fault !== undefined) return fault
  }
  return undefined
}

function findFragmentFault(
  selection: Exclude<SelectionSetNode['selections'][number], FieldNode>,
  place: Place,
  rules: ResolvingRules,
): Fault | undefined {
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? rules.fragments?.get(selection.name.value) : selection
  if (fragment === undefined) return undefined
  const condition = fragment.typeCondition && place.type.schema().type(fragment.typeCondition.name.value)
  const type = condition !== undefined && isCompositeType(condition) ? condition : place.type
  return findFault(fragment.selectionSet, { ...place, type }, rules)
}

function findFieldFault({ name, selectionSet }: FieldNode, place: Place, rules: ResolvingRules): Fault | undefined {
  if (name.value === '__typename') return undefined
  const coordinate = `${place.type.name}.${name.value}`
  const [field, ...implementations] = definitionsOf(place.type, name.value)
  if (field === undefined) return { coordinate, reason: 'does not have it' }
  const { isVisible = () => true, passesContexts } = rules
  const definitions = [field, ...implementations.filter(({ parent }) => isVisible(parent.name))]
  for (const each of definitions) {
    const reason = reasonAgainst(each, place, passesContexts)
    if (reason !== undefined) return { coordinate, reason }
  }
  const type = fieldType(field)
  if (selectionSet === undefined || !isCompositeType(type)) return undefined
  return findFault(selectionSet, { type, provided: providedBelow(definitions, place.provided), inputs: null }, rules)
}

/** Why a subgraph does not resolve a field at a place; undefined when it does. */
function reasonAgainst(field: SubgraphField, { provided, inputs }: Place, passesContexts: boolean): string | undefined {
  if (isExternal(field) && !isProvided(field.name, provided)) return 'does not resolve it there'
  if (!passesContexts && takesContext(field)) return 'is not told what it takes from a context'
  const missing = fieldsIn(fieldSetsOf(field, 'requires').map(parseFieldSet)).find(
    required =>
      !isKnown(required, field.parent, provided) && !inputs?.of(field.parent.name).every(of => isSent(required, of)),
  )
  return missing && `is not told "${missing.name.value}", which it requires for it`
}

/** Checks that a subgraph itself knows a required field at a place, with all that is required below it. */
function isKnown({ name, selectionSet }: FieldNode, type: CompositeType, provided: Provided): boolean {
  const definitions = definitionsOf(type, name.value)
  const [field] = definitions
  if (field === undefined || fieldSetsOf(field, 'requires').length > 0) return false
  if (isExternal(field) && !isProvided(name.value, provided)) return false
  const below = fieldType(field)
  if (selectionSet === undefined || !isCompositeType(below)) return true
  const providedThere = providedBelow(definitions, provided)
  return fieldsIn([selectionSet]).every(each => isKnown(each, below, providedThere))
}

const isProvided = (name: string, provided: Provided): boolean =>
  provided.every(sets => fieldsIn(sets).some(field => field.name.value === name))

/**
 * The field sets that are provided of the values of a field.
 * @param definitions of an interface's field: its own, then its implementations'.
 */
export function providedBelow(definitions: readonly SubgraphField[], provided: Provided): Provided {
  const [own, ...implementations] = definitions
  const resolvedBy = implementations.length === 0 ? definitions : implementations
  const alternatives = new Map<string, readonly SelectionSetNode[]>()
  for (const above of provided) {
    const fromAbove = fieldsIn(above).flatMap(({ name, selectionSet }) =>
      name.value === own?.name && selectionSet !== undefined ? [selectionSet] : [],
    )
    for (const field of resolvedBy) {
      const named = new Set([own, field].flatMap(each => (each === undefined ? [] : fieldSetsOf(each, 'provides'))))
      const sets = [...fromAbove, ...[...named].map(parseFieldSet)]
      alternatives.set(sets.map(set => print(set)).join(), sets)
    }
  }
  return [...alternatives.values()]
}
