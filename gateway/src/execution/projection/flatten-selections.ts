import {
  isSubtype,
  type CompositeType,
  type FieldSelection,
  type Selection,
  type SelectionSet,
} from '@apollo/federation-internals'

/** A field that an object of some runtime type is asked for. */
export interface FlatField {
  readonly selection: FieldSelection
  /** The type that the client named around it; messages speak of it. */
  readonly parentType: CompositeType
}

/**
 * The fields of a selection set for one runtime type, in the client's order. A key may come again with other selections
 * below it.
 * @param runtimeType the object's type, or the declared one where its name is not known.
 * @param skips whether @skip or @include leave a selection out.
 */
export function flattenSelections(
  selections: SelectionSet,
  runtimeType: CompositeType,
  skips: (selection: Selection) => boolean,
): FlatField[] {
  const fields: FlatField[] = []
  const flatten = (set: SelectionSet, parentType: CompositeType): void => {
    for (const selection of set.selections()) {
      if (skips(selection)) continue
      if (selection.kind === 'FieldSelection') fields.push({ selection, parentType })
      else {
        const { typeCondition } = selection.element
        if (typeCondition === undefined) flatten(selection.selectionSet, parentType)
        else if (isSubtype(typeCondition, runtimeType)) flatten(selection.selectionSet, typeCondition)
      }
    }
  }
  flatten(selections, runtimeType)
  return fields
}
