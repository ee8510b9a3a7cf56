import {
  BREAK,
  Kind,
  OperationTypeNode,
  visit,
  type DirectiveNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
  type StringValueNode,
} from 'graphql'
import { unreachable } from '../contract/unreachable.js'
import { documentOf, mapOperation, type Operation } from '../contract/operation.js'

type Variables = Readonly<Record<string, unknown>>

/** An operation with what one request defers. */
export interface DeferredOperation {
  /** Equal for requests that defer the same fragments. */
  readonly key: string
  /** Fragments are written out, and every @defer that is left has a label of its own and no condition. */
  readonly operation: () => Operation
}

export function hasDefer({ definition, fragments }: Operation): boolean {
  return [definition, ...Object.values(fragments)].some(node => {
    let isFound = false
    visit(node, {
      Directive: ({ name }) => {
        if (name.value !== 'defer') return undefined
        isFound = true
        return BREAK
      },
    })
    return isFound
  })
}

/** The operation answered all at once. */
export const withoutDefer = (operation: Operation): Operation =>
  mapOperation(operation, node => visit(node, { Directive: ({ name }) => (name.value === 'defer' ? null : undefined) }))

/**
 * Decides each @defer by the variables before planning: the planner would make a plan for each of their 2^n
 * outcomes. Labels are ours, so that each place in the operation is told from any other; the client's follows
 * after a colon.
 * @returns null when nothing is deferred.
 */
export function deferOperation(operation: Operation, variables: Variables): DeferredOperation | null {
  const { definition, fragments } = operation
  const defaults = new Map(
    (definition.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  )
  const isTrue = (name: string): boolean => {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined
    const byDefault = defaults.get(name)
    return given === undefined ? byDefault?.kind === Kind.BOOLEAN && byDefault.value : given === true
  }
  const isActive = (directive: DirectiveNode): boolean => {
    const condition = directive.arguments?.find(({ name }) => name.value === 'if')?.value
    if (condition?.kind === Kind.VARIABLE) return isTrue(condition.name.value)
    return condition?.kind !== Kind.BOOLEAN || condition.value
  }

  const conditions = new Map<string, boolean>()
  let isAnyActive = false
  visit(documentOf(operation), {
    Directive: directive => {
      if (directive.name.value !== 'defer') return
      isAnyActive ||= isActive(directive)
      for (const { value } of directive.arguments ?? [])
        if (value.kind === Kind.VARIABLE) conditions.set(value.name.value, isTrue(value.name.value))
    },
  })
  if (!isAnyActive) return null

  const write = (): Operation => {
    let count = 0
    const writeSelections = ({ selections }: SelectionSetNode, isMutationRoot: boolean): SelectionSetNode => ({
      kind: Kind.SELECTION_SET,
      selections: selections.flatMap((selection): SelectionNode[] => {
        switch (selection.kind) {
          case Kind.FIELD:
            if (selection.selectionSet === undefined) return [selection]
            return [{ ...selection, selectionSet: writeSelections(selection.selectionSet, false) }]
          case Kind.INLINE_FRAGMENT:
            return [writeFragment(selection, isMutationRoot)]
          case Kind.FRAGMENT_SPREAD: {
            const fragment = fragments[selection.name.value]
            if (fragment === undefined) return []
            const { typeCondition, selectionSet } = fragment
            const { directives = [] } = selection
            return [
              writeFragment({ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, directives }, isMutationRoot),
            ]
          }
          default:
            return unreachable(selection)
        }
      }),
    })
    // Mutations run one after the other, and the answer waits for all of them.
    const writeFragment = (fragment: InlineFragmentNode, isMutationRoot: boolean): InlineFragmentNode => ({
      ...fragment,
      directives: (fragment.directives ?? []).flatMap(directive => {
        if (directive.name.value !== 'defer') return [directive]
        return isActive(directive) && !isMutationRoot ? [deferAs(`${count++}`, labelOf(directive))] : []
      }),
      selectionSet: writeSelections(fragment.selectionSet, isMutationRoot),
    })
    const isMutation = definition.operation === OperationTypeNode.MUTATION
    return {
      definition: { ...definition, selectionSet: writeSelections(definition.selectionSet, isMutation) },
      fragments: {},
    }
  }
  return { key: [...conditions].map(([name, value]) => `${name}:${value}`).join(), operation: write }
}

/** The label that the client gave, out of ours. */
export function clientLabel(label: string): string | undefined {
  const at = label.indexOf(':')
  return at === -1 ? undefined : label.slice(at + 1)
}

const labelOf = (directive: DirectiveNode): StringValueNode | undefined => {
  const label = directive.arguments?.find(({ name }) => name.value === 'label')?.value
  return label?.kind === Kind.STRING ? label : undefined
}

const deferAs = (number: string, label: StringValueNode | undefined): DirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'defer' },
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'label' },
      value: { kind: Kind.STRING, value: label === undefined ? number : `${number}:${label.value}` },
    },
  ],
})
