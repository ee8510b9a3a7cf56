import {
  getNullableType,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql'
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js'
import type { Operation } from '../contract/operation.js'
import type { ScopeViewer } from '../contract/request-scope.js'
import type { AnswerErrors } from '../fetching/answer-errors.js'
import { ownValue, setOwn } from '../json/json.js'
import { isRefused, type AccessDecision } from '../access/filter-operation.js'

type Path = readonly (string | number)[]
type Fields = ReadonlyMap<string, readonly FieldNode[]>

/** A refused field that may not be null: the nearest nullable place above it becomes null. */
const bubbling = Symbol('bubbling')

/**
 * Puts back what filterOperation took out: null for each refused field that would have been answered, with
 * one error at its path, and nulls bubble as the schema says. The answer's fields come in the order in which
 * the client asked for them.
 * @param asked.undecided the refused rules whose policies have no decision.
 * @param asked.errors gets the errors.
 */
export function refuseFields(
  answer: Readonly<Record<string, unknown>>,
  asked: {
    operation: Operation
    variables: Readonly<Record<string, unknown>>
    viewer: ScopeViewer | null
    undecided: ReadonlySet<number>
    errors: AnswerErrors
  },
  decision: AccessDecision,
): Record<string, unknown> | null {
  const { schema } = decision
  const { operation, variables, viewer, undecided, errors } = asked
  const refusal = accessRefusal(viewer)
  const { definition, fragments } = operation

  const completeObject = (
    type: GraphQLObjectType,
    object: Readonly<Record<string, unknown>>,
    fields: Fields,
    path: Path,
  ) => {
    const completed: Record<string, unknown> = {}
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value ?? key
      const field = type.getFields()[name]
      if (field === undefined) {
        setOwn(completed, key, ownValue(object, key) ?? (name === '__typename' ? type.name : null))
        continue
      }
      const value = isRefused(decision, type.name, name)
        ? refuse(field.type, nodes, [...path, key], refusalOf(type.name, name))
        : completeValue(field.type, ownValue(object, key), nodes, [...path, key])
      if (value === bubbling) return bubbling
      setOwn(completed, key, value)
    }
    return completed
  }

  /** Undecided policies are the reason only where the field is refused for nothing else. */
  const refusalOf = (typeName: string, fieldName: string): Refusal => {
    if (undecided.size === 0) return refusal
    const rules = decision.access.rulesOf(typeName, fieldName).filter(rule => decision.refused.has(rule))
    return rules.every(rule => undecided.has(rule)) ? policyNotDecided : refusal
  }

  const refuse = (type: GraphQLOutputType, nodes: readonly FieldNode[], path: Path, { code, message }: Refusal) => {
    errors.add(() => new GraphQLError(message, { nodes, path, extensions: { code } }))
    return isNonNullType(type) ? bubbling : null
  }

  const completeValue = (type: GraphQLOutputType, value: unknown, nodes: readonly FieldNode[], path: Path): unknown => {
    const completed = completeNullable(getNullableType(type), value, nodes, path)
    return completed === bubbling && !isNonNullType(type) ? null : completed
  }

  const completeNullable = (
    type: GraphQLOutputType,
    value: unknown,
    nodes: readonly FieldNode[],
    path: Path,
  ): unknown => {
    if (value === null || value === undefined) return null
    if (isLeafType(type)) return value
    if (isListType(type)) {
      const items = (value as readonly unknown[]).map((item, index) =>
        completeValue(type.ofType, item, nodes, [...path, index]),
      )
      return items.includes(bubbling) ? bubbling : items
    }
    const object = value as Readonly<Record<string, unknown>>
    const runtimeType = isAbstractType(type) ? schema.getType(String(object['__typename'])) : type
    if (!isObjectType(runtimeType)) return null
    return completeObject(runtimeType, object, collectSubfields(schema, fragments, variables, runtimeType, nodes), path)
  }

  const root = schema.getRootType(definition.operation)
  if (!isObjectType(root)) return null
  const fields = collectFields(schema, fragments, variables, root, definition.selectionSet)
  const data = completeObject(root, answer, fields, [])
  return data === bubbling ? null : data
}

interface Refusal {
  readonly code: string
  readonly message: string
}

const policyNotDecided: Refusal = {
  code: 'POLICY_NOT_DECIDED',
  message: 'Unauthorized field or type: its policies could not be decided',
}

/** Why an access directive refuses a field: signing in may help, or it does not. */
const accessRefusal = (viewer: ScopeViewer | null): Refusal =>
  viewer === null
    ? { code: 'UNAUTHENTICATED', message: 'Unauthorized field or type: it needs an access token' }
    : { code: 'FORBIDDEN', message: 'Unauthorized field or type: the access token may not see it' }
