import { isCompositeType, possibleRuntimeTypes, type Schema } from '@apollo/federation-internals'
import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { Kind, type FieldNode, type SelectionSetNode } from 'graphql'

type Selections = readonly QueryPlanSelectionNode[]

/** The fields of its entities that a fetch sends. */
export interface Inputs {
  /** By each type of the entities that may be of a supergraph's type. */
  of(typeName: string): readonly Selections[]
}

/** @param requires what a plan says that a fetch sends: fragments, also on interfaces. */
export function readInputs(requires: Selections, supergraph: Schema): Inputs {
  const objectTypes = (typeName: string): string[] => {
    const type = supergraph.type(typeName)
    return type !== undefined && isCompositeType(type) ? possibleRuntimeTypes(type).map(({ name }) => name) : []
  }
  const byType = new Map<string, QueryPlanSelectionNode[]>()
  for (const selection of requires) {
    if (selection.kind === 'Field' || selection.typeCondition === undefined) continue
    for (const name of objectTypes(selection.typeCondition))
      byType.set(name, [...(byType.get(name) ?? []), ...selection.selections])
  }
  return {
    of: typeName =>
      objectTypes(typeName).flatMap(name => {
        const found = byType.get(name)
        return found === undefined ? [] : [found]
      }),
  }
}

/** Checks that a required field is among the inputs, with all that is required below it. */
export function isSent({ name, selectionSet }: FieldNode, inputs: Selections): boolean {
  const sent = fieldsOf(inputs).filter(field => field.name === name.value)
  if (sent.length === 0 || selectionSet === undefined) return sent.length > 0
  const below = sent.flatMap(({ selections = [] }) => selections)
  return fieldsIn([selectionSet]).every(field => isSent(field, below))
}

function fieldsOf(selections: Selections): (QueryPlanSelectionNode & { kind: 'Field' })[] {
  return selections.flatMap(selection => (selection.kind === 'Field' ? [selection] : fieldsOf(selection.selections)))
}

/** The fields that field sets name, also those within fragments. */
export function fieldsIn(sets: readonly SelectionSetNode[]): FieldNode[] {
  return sets.flatMap(({ selections }) =>
    selections.flatMap(selection => {
      if (selection.kind === Kind.FIELD) return [selection]
      return selection.kind === Kind.INLINE_FRAGMENT ? fieldsIn([selection.selectionSet]) : []
    }),
  )
}
