import {
  isObjectType,
  isSubtype,
  type CompositeType,
  type FieldSelection,
  type FragmentSelection,
  type Selection,
  type SelectionSet,
} from '@apollo/federation-internals'

/** A field that an object of some runtime type is asked for. */
export interface FlatField {
  readonly selection: FieldSelection
  /** The type that the client named around it; messages speak of it. */
  readonly parentType: CompositeType
}

/** A fragment of such an object that is answered later. */
export interface DeferredFragment {
  readonly label: string
  readonly selections: SelectionSet
  readonly parentType: CompositeType
  /** Types that the object must all have; its own type may only be known later. */
  readonly conditions: readonly CompositeType[]
}

/** Which selections an answer has, and when. */
export interface SelectionRules {
  /** True when @skip or @include leave a selection out. */
  readonly skips: (selection: Selection) => boolean
  /** The label of a fragment that is answered later. */
  readonly deferLabel: (fragment: FragmentSelection) => string | undefined
}

/**
 * The fields of a selection set for one runtime type, in the client's order. A key may come again with other selections
 * below it.
 * @returns with them, whether fields are asked of some implementations only while the object's type is not known.
 * @param at.runtimeType the object's type, or the declared one where its name is not known.
 */
export function flattenSelections(
  selections: SelectionSet,
  at: { runtimeType: CompositeType; parentType: CompositeType },
  { skips, deferLabel }: SelectionRules,
): { fields: FlatField[]; deferred: DeferredFragment[]; isTypeNeeded: boolean } {
  const fields: FlatField[] = []
  const deferred: DeferredFragment[] = []
  let isTypeNeeded = false
  const isKnown = isObjectType(at.runtimeType)
  const flatten = (set: SelectionSet, parentType: CompositeType, conditions: readonly CompositeType[]): void => {
    for (const selection of set.selections()) {
      if (skips(selection)) continue
      if (selection.kind === 'FieldSelection') {
        if (conditions.length === 0) fields.push({ selection, parentType })
        else isTypeNeeded = true
      } else {
        const { typeCondition = parentType } = selection.element
        const applies = typeCondition === parentType || isSubtype(typeCondition, at.runtimeType)
        if (!applies && isKnown) continue
        const open = applies ? conditions : [...conditions, typeCondition]
        const { selectionSet } = selection
        const label = deferLabel(selection)
        if (label === undefined) flatten(selectionSet, typeCondition, open)
        else deferred.push({ label, selections: selectionSet, parentType: typeCondition, conditions: open })
      }
    }
  }
  flatten(selections, at.parentType, [])
  return { fields, deferred, isTypeNeeded }
}
