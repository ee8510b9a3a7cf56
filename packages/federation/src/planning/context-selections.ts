import {
  isCompositeType,
  parseSelectionSet,
  possibleRuntimeTypes,
  type CompositeType,
  type SelectionSet,
} from '@apollo/federation-internals'

/** How a context is taken from one type that sets it. */
interface ContextSelection {
  /** The selection that the type must answer. */
  readonly asked: SelectionSet
  /** The selection from which the executor takes the value. */
  readonly taken: SelectionSet
}

/**
 * Reads a context's selection for a type that sets the context. Fragments on other types are left out. Where
 * no fragment is left, the value is null: only the type's name is asked for, by which the executor sees that
 * no fragment applies. The planner itself finds no plan in that case, although composition allows it.
 */
export function contextSelectionOf(type: CompositeType, source: string): ContextSelection {
  const whole = parseSelectionSet({ parentType: type, source })
  const own = new Set(possibleRuntimeTypes(type))
  const applying = whole.lazyMap(selection => {
    const condition = selection.kind === 'FragmentSelection' ? selection.element.typeCondition : undefined
    if (condition === undefined || !isCompositeType(condition)) return selection
    return possibleRuntimeTypes(condition).some(each => own.has(each)) ? selection : undefined
  })
  if (!applying.isEmpty()) return { asked: applying, taken: applying }
  return { asked: parseSelectionSet({ parentType: type, source: '{ __typename }' }), taken: whole }
}
