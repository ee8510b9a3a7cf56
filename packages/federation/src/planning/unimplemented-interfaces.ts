import type { QueryPlan } from '@apollo/query-planner'
import {
  getNamedType,
  isAbstractType,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { mapOperation, type Operation } from '../contract/operation.js'
import { planningFailed } from './check-plan.js'

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * The planner's message when it would query a subgraph for objects of an interface that no type implements
 * there.
 */
const NO_ENTITIES = /^Subgraph \S+ has no entities defined$/

const nothingToAsk: QueryPlan = { kind: 'QueryPlan' }

/**
 * Plans an operation; where the planner fails at an interface without implementations, the fields of that
 * type are left out of the plan. No object of it has a type that a client could be told: in the answer such a
 * field is null, with an error. A subscription of which nothing is left has no events.
 * @param schema what clients see.
 * @throws GraphQLError QUERY_PLANNING_FAILED for such a subscription.
 */
export function planImplemented(
  operation: Operation,
  planning: { schema: GraphQLSchema; plan: (operation: Operation) => QueryPlan },
): QueryPlan {
  const made = planWhatIsImplemented(operation, planning)
  // The planner itself, too, makes an empty plan of a field that no subgraph can be asked for.
  if (made.node === undefined && operation.definition.operation === OperationTypeNode.SUBSCRIPTION)
    throw planningFailed('no subgraph can be subscribed to')
  return made
}

function planWhatIsImplemented(
  operation: Operation,
  { schema, plan }: Parameters<typeof planImplemented>[1],
): QueryPlan {
  try {
    return plan(operation)
  } catch (error) {
    if (!(error instanceof Error && NO_ENTITIES.test(error.message))) throw error
    const left = withoutUnimplemented(operation, schema)
    return left === null ? nothingToAsk : plan(left)
  }
}

/** @returns null when nothing is left to ask for. */
function withoutUnimplemented(operation: Operation, schema: GraphQLSchema): Operation | null {
  const types = new TypeInfo(schema)
  const isUnimplemented = () => {
    const named = getNamedType(types.getType())
    return isAbstractType(named) && schema.getPossibleTypes(named).length === 0
  }
  const left = mapOperation(operation, definition =>
    visit(
      definition,
      visitWithTypeInfo(types, {
        Field: {
          enter: () => (isUnimplemented() ? null : undefined),
          leave: field => (isEmpty(field.selectionSet) ? { ...field, selectionSet: typenameOnly } : undefined),
        },
        InlineFragment: {
          leave: fragment => (isEmpty(fragment.selectionSet) ? null : undefined),
        },
        FragmentDefinition: {
          leave: fragment => (isEmpty(fragment.selectionSet) ? { ...fragment, selectionSet: typenameOnly } : undefined),
        },
      }),
    ),
  )
  return isEmpty(left.definition.selectionSet) ? null : left
}

const typenameOnly: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [TYPENAME] }

const isEmpty = (set: SelectionSetNode | undefined): boolean => set?.selections.length === 0
