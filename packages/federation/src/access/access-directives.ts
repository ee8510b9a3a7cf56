import { isInterfaceType, isObjectType, type Directive, type Schema } from '@apollo/federation-internals'

/** One @authenticated, @requiresScopes or @policy; `anyOf` is an OR of ANDs. */
export type AccessRule =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] }

/**
 * Reads the access directives of a supergraph, under whatever names it imports them.
 * @returns the rules written on a type, or on one of its fields; nothing that follows from them.
 */
export function accessRulesOf(supergraph: Schema): (type: string, field?: string | null) => readonly AccessRule[] {
  const nameOf = (spec: string): string | undefined =>
    supergraph.coreFeatures?.getByIdentity(`https://specs.apollo.dev/${spec}`)?.directiveNameInSchema(spec)
  const names = {
    authenticated: nameOf('authenticated'),
    scopes: nameOf('requiresScopes'),
    policies: nameOf('policy'),
  }
  const ruleOf = (directive: Directive): AccessRule[] => {
    const given = directive.arguments()
    if (directive.name === names.authenticated) return [{ kind: 'authenticated' }]
    if (directive.name === names.scopes) return [{ kind: 'scopes', anyOf: given['scopes'] as string[][] }]
    if (directive.name === names.policies) return [{ kind: 'policies', anyOf: given['policies'] as string[][] }]
    return []
  }
  return (typeName, fieldName = null) => {
    const type = supergraph.type(typeName)
    if (type === undefined) return []
    if (fieldName === null) return type.appliedDirectives.flatMap(ruleOf)
    if (!isObjectType(type) && !isInterfaceType(type)) return []
    return (type.field(fieldName)?.appliedDirectives ?? []).flatMap(ruleOf)
  }
}
