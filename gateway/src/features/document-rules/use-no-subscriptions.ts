import { RequestFault } from '@waystone/kit/errors'
import { GraphQLError, Kind, OperationTypeNode, type DocumentNode, type ValidationRule } from 'graphql'

/**
 * Refuses subscriptions on a transport that has one answer. Before validation, because graphql-js 16 throws there on a
 * subscription whose root field has @skip or @include.
 */
export const useNoSubscriptions: ValidationRule = context => ({
  Document: (document: DocumentNode) => {
    const subscription = document.definitions.find(
      node => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION,
    )
    if (subscription === undefined) return undefined
    const fault = new RequestFault('BAD_REQUEST', 'Subscriptions are not served over this transport')
    context.reportError(new GraphQLError(fault.message, { nodes: subscription, originalError: fault }))
    return { kind: Kind.DOCUMENT, definitions: [] }
  },
})
