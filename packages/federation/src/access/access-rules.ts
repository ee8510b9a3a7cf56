import type { Schema } from '@apollo/federation-internals'
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { Operation } from '../contract/operation.js'
import type { ScopeViewer } from '../contract/request-scope.js'
import { accessRulesOf, type AccessRule } from './access-directives.js'

/** Numbers of the rules that a viewer fulfils. */
export type Grants = ReadonlySet<number>

/** Requirements of the supergraph's access directives on viewers, by object type and field. */
export interface AccessRules {
  grantsOf(viewer: ScopeViewer | null): Grants
  /** Numbers of the rules that a field of an object type stands under: its own, its type's and its result's. */
  rulesOf(typeName: string, fieldName: string): readonly number[]
  /** Numbers of all rules that apply to any selection of the operation. */
  rulesIn(operation: Operation, schema: GraphQLSchema): readonly number[]
}

export function readAccessRules(supergraph: Schema, api: GraphQLSchema): AccessRules {
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
  for (const type of Object.values(api.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const result = getNamedType(field.type)
      const found = [
        ...rulesWithInherited(type, null),
        ...rulesWithInherited(type, field.name),
        // An abstract result is decided by what it turns out to be.
        ...(isAbstractType(result)
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
  function rulesWithInherited(type: GraphQLObjectType, field: string | null): readonly AccessRule[] {
    const inherited = type.getInterfaces().flatMap(parent => {
      if (field !== null && !(field in parent.getFields())) return []
      const below = api.getPossibleTypes(parent).flatMap(({ name }) => declared(name).concat(declared(name, field)))
      return declared(parent.name, field).filter(rule => !below.some(({ kind }) => kind === rule.kind))
    })
    return [...declared(type.name, field), ...inherited]
  }

  const rulesOf = (typeName: string, fieldName: string) => byField.get(`${typeName}.${fieldName}`) ?? []
  const grants = new WeakMap<ScopeViewer, Grants>()
  const anonymous: Grants = new Set()

  return {
    rulesOf,
    grantsOf: viewer => {
      if (viewer === null || rules.length === 0) return anonymous
      const known = grants.get(viewer)
      if (known !== undefined) return known
      const granted = new Set(rules.flatMap((rule, number) => (fulfils(viewer, rule) ? [number] : [])))
      grants.set(viewer, granted)
      return granted
    },
    rulesIn: ({ definition, fragments }, schema) => {
      if (rules.length === 0) return []
      const found = new Set<number>()
      const types = new TypeInfo(schema)
      const visitor = visitWithTypeInfo(types, {
        Field: ({ name }) => {
          const parent = types.getParentType()
          if (!isCompositeType(parent)) return
          for (const type of isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent])
            for (const rule of rulesOf(type.name, name.value)) found.add(rule)
        },
      })
      for (const node of [definition, ...Object.values(fragments)]) visit(node, visitor)
      return [...found].toSorted((a, b) => a - b)
    },
  }
}

/**
 * A policy is granted by a scope of the same name; a token issuer that evaluates policies puts the outcome
 * into the token.
 */
function fulfils(viewer: ScopeViewer, rule: AccessRule): boolean {
  return rule.kind === 'authenticated' || rule.anyOf.some(all => all.every(scope => viewer.scopes.includes(scope)))
}
