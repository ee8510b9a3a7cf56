import { GraphQLError, type ValidationRule } from 'graphql'

/**
 * Refuses to call another field `__typename`: planning and the access directives tell by that name of what
 * type an object is, and a client must not choose the answer.
 */
export const useTypenameGuard: ValidationRule = context => ({
  Field: node => {
    if (node.alias?.value === '__typename' && node.name.value !== '__typename')
      context.reportError(
        new GraphQLError('No field but __typename itself may be called "__typename"', { nodes: node }),
      )
  },
})
