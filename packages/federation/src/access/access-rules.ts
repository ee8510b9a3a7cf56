import {
  baseType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  possibleRuntimeTypes,
  type ObjectType,
  type Schema,
} from '@apollo/federation-internals'
import { TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from 'graphql'
import type { Operation } from '../contract/operation.js'
import type { PolicyDecisions } from '../contract/policy-decisions.js'
import type { ScopeViewer } from '../contract/request-scope.js'
import { accessRulesOf, type AccessRule } from './access-directives.js'
import { policyOutcome, type PolicyMode } from './policy-outcome.js'

/** Numbers of the rules that a viewer fulfils. */
export type Grants = ReadonlySet<number>

/**
 * Requirements of the supergraph's access directives on viewers, by object type and field. Inaccessible types and
 * fields count as any other: rules are copied between interfaces and objects wherever clients see only one side.
 */
export interface AccessRules {
  /** @param decisions about the operation's policies; of use only in the mode `decided`. */
  grantsOf(viewer: ScopeViewer | null, decisions?: PolicyDecisions): Grants
  /**
   * Names of the object types that an object at a place of this type may have, those that are hidden from
   * clients among them: a subgraph with an interface object may answer fields of such an object.
   */
  possibleTypes(typeName: string): readonly string[]
  /** Numbers of the rules that a field of an object type stands under: its own, its type's and its result's. */
  rulesOf(typeName: string, fieldName: string): readonly number[]
  /** Names of the policies that a rule needs decisions about; none in the mode `scopes`. */
  policiesIn(rule: number): readonly string[]
  /** The rules among these that are refused only because policies have no decision. */
  undecidedOf(refused: ReadonlySet<number>, decisions?: PolicyDecisions): ReadonlySet<number>
  /** Numbers of all rules that apply to any selection of the operation. */
  rulesIn(operation: Operation, schema: GraphQLSchema): readonly number[]
}

export function readAccessRules(supergraph: Schema, mode: PolicyMode = 'scopes'): AccessRules {
  const rules: AccessRule[] = []
  const numbers = new Map<string, number>()
  const numberOf = (rule: AccessRule): number => {
    const key = JSON.stringify(rule)
    const number = numbers.get(key) ?? rules.push(rule) - 1
    numbers.set(key, number)
    return number
  }

  const byField = new Map<string, readonly number[]>()
  const declared = accessRulesOf(supergraph)
  for (const type of supergraph.objectTypes()) {
    for (const field of type.fields()) {
      const result = field.type === undefined ? undefined : baseType(field.type)
      const found = [
        ...rulesWithInherited(type, null),
        ...rulesWithInherited(type, field.name),
        // An abstract result is decided by what it turns out to be.
        ...(result === undefined || isAbstractType(result)
          ? []
          : isObjectType(result)
            ? rulesWithInherited(result, null)
            : declared(result.name)),
      ]
      if (found.length > 0) byField.set(`${type.name}.${field.name}`, [...new Set(found.map(numberOf))])
    }
  }

  /**
   * Composition copies the rules of implementing types up to their interface; older compositions let
   * interfaces declare rules of their own. The first kind adds nothing here, since the type decides; the
   * second kind binds every implementation.
   */
  function rulesWithInherited(type: ObjectType, field: string | null): readonly AccessRule[] {
    const inherited = type.interfaces().flatMap(parent => {
      const below = parent.possibleRuntimeTypes().flatMap(({ name }) => declared(name).concat(declared(name, field)))
      return declared(parent.name, field).filter(rule => !below.some(({ kind }) => kind === rule.kind))
    })
    return [...declared(type.name, field), ...inherited]
  }

  const rulesOf = (typeName: string, fieldName: string) => byField.get(`${typeName}.${fieldName}`) ?? []
  const possible = new Map<string, readonly string[]>()
  const possibleTypes = (typeName: string): readonly string[] => {
    const known = possible.get(typeName)
    if (known !== undefined) return known
    const type = supergraph.type(typeName)
    const names = type !== undefined && isCompositeType(type) ? possibleRuntimeTypes(type).map(({ name }) => name) : []
    possible.set(typeName, names)
    return names
  }
  const grants = new WeakMap<ScopeViewer, Grants>()
  const none: ReadonlySet<number> = new Set()
  /** The rules that need decisions, with their policies. */
  const decided = new Map<number, readonly (readonly string[])[]>()
  if (mode === 'decided')
    for (const [number, rule] of rules.entries()) if (rule.kind === 'policies') decided.set(number, rule.anyOf)
  /** Numbers of the rules that the viewer fulfils whatever the policies of an operation are decided to be. */
  const grantsOfViewer = (viewer: ScopeViewer | null): Grants => {
    if (viewer === null || rules.length === 0) return none
    const known = grants.get(viewer)
    if (known !== undefined) return known
    const granted = rules.flatMap((rule, number) => (!decided.has(number) && fulfils(viewer, rule) ? [number] : []))
    const made = new Set(granted)
    grants.set(viewer, made)
    return made
  }

  return {
    rulesOf,
    possibleTypes,
    grantsOf: (viewer, decisions) => {
      const own = grantsOfViewer(viewer)
      if (decisions === undefined || decisions.size === 0) return own
      const granted = [...decided].filter(([, anyOf]) => policyOutcome(anyOf, decisions) === 'granted')
      return granted.length === 0 ? own : new Set([...own, ...granted.map(([number]) => number)])
    },
    policiesIn: rule => (decided.get(rule) ?? []).flat(),
    undecidedOf: (refused, decisions = noDecisions) => {
      if (decided.size === 0) return none
      const isUndecided = (number: number): boolean => {
        const anyOf = decided.get(number)
        return anyOf !== undefined && policyOutcome(anyOf, decisions) === 'undecided'
      }
      return new Set([...refused].filter(isUndecided))
    },
    rulesIn: ({ definition, fragments }, schema) => {
      if (rules.length === 0) return []
      const found = new Set<number>()
      const types = new TypeInfo(schema)
      const visitor = visitWithTypeInfo(types, {
        Field: ({ name }) => {
          const parent = types.getParentType()
          for (const type of parent ? possibleTypes(parent.name) : [])
            for (const rule of rulesOf(type, name.value)) found.add(rule)
        },
      })
      for (const node of [definition, ...Object.values(fragments)]) visit(node, visitor)
      return [...found].toSorted((a, b) => a - b)
    },
  }
}

const noDecisions: PolicyDecisions = new Map()

/**
 * In the mode `scopes`, a policy is granted by a scope of the same name; a token issuer that evaluates policies
 * puts the outcome into the token.
 */
function fulfils(viewer: ScopeViewer, rule: AccessRule): boolean {
  return rule.kind === 'authenticated' || rule.anyOf.some(all => all.every(scope => viewer.scopes.includes(scope)))
}
