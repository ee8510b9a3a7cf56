import type { FetchNode } from '@apollo/query-planner'
import { Kind, parse, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'
import { conditionsOf, type Condition } from '../contract/selection-conditions.js'

/** A field of a fetch's operation. */
export interface SelectedField {
  /** Its response key in the answer under construction: an alias of the planner is already undone. */
  readonly key: string
  /** Its response key in what the subgraph answers. */
  readonly answeredKey: string
  /** Type conditions of the fragments around it, up to the next field. */
  readonly types: readonly string[]
  readonly conditions: readonly Condition[]
  readonly below: readonly SelectedField[]
}

/**
 * Reads what a fetch selects: root fields, or the fields of its entities. It parses the operation, so it is
 * for error paths only.
 */
export function readSelections(node: FetchNode): readonly SelectedField[] {
  const { definitions } = parse(node.operation, { noLocation: true })
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const renamed = plannersAliases(node)

  const read = (set: SelectionSetNode | undefined, around: Around): SelectedField[] =>
    (set?.selections ?? []).flatMap(selection => {
      const conditions = [...around.conditions, ...conditionsOf(selection)]
      if (selection.kind === Kind.FIELD) return [fieldOf(selection, { ...around, conditions })]
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      const condition = fragment?.typeCondition?.name.value
      const types = condition === undefined ? around.types : [...around.types, condition]
      return read(fragment?.selectionSet, { types, conditions })
    })
  const fieldOf = (field: FieldNode, { types, conditions }: Around): SelectedField => {
    const answeredKey = field.alias?.value ?? field.name.value
    const below = read(field.selectionSet, { types: [], conditions: [] })
    return { key: renamed.get(answeredKey) ?? answeredKey, answeredKey, types, conditions, below }
  }

  const operation = definitions.find(definition => definition.kind === Kind.OPERATION_DEFINITION)
  const fields = read(operation?.selectionSet, { types: [], conditions: [] })
  return node.requires === undefined ? fields : fields.flatMap(({ below }) => below)
}

interface Around {
  readonly types: readonly string[]
  readonly conditions: readonly Condition[]
}

/** By an alias that the planner gave a field: the field's key in the answer under construction. */
export function plannersAliases({ outputRewrites = [] }: FetchNode): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>()
  for (const rewrite of outputRewrites) {
    const alias = rewrite.path.at(-1)
    if (rewrite.kind === 'KeyRenamer' && alias !== undefined) aliases.set(alias, rewrite.renameKeyTo)
  }
  return aliases
}
