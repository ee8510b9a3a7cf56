import { valueFromASTUntyped, type GraphQLField, type GraphQLInputField } from 'graphql'

/** The alternatives of a field's @requiresScopes; empty without one. */
export function requiredScopes(field: GraphQLField<unknown, unknown> | GraphQLInputField): readonly string[][] {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'requiresScopes')
  const argument = directive?.arguments?.find(({ name }) => name.value === 'scopes')
  return argument === undefined ? [] : (valueFromASTUntyped(argument.value) as string[][])
}
