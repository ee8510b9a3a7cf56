import type { ApolloServerPlugin } from '@apollo/server'
import { graphqlErrorOf } from '@waystone/kit/graphql-server'
import { RequestFault } from '@waystone/kit/errors'
import { Kind, type FragmentDefinitionNode } from 'graphql'
import type { GatewayContext } from '../context.js'
import { costOf } from './operation-cost.js'

/** Refuses an operation that may cost more than `costMax`, by operation-cost.ts, before it is planned or run. */
export const useCostLimit = (options: { costMax: number }): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, operation, schema, request }) => {
      const fragments: Record<string, FragmentDefinitionNode> = {}
      for (const node of document.definitions)
        if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
      if (operation === undefined) return
      const found = costOf({ definition: operation, fragments }, schema, request.variables ?? {})
      const max = options.costMax
      if (found <= max) return
      const message = `The operation may cost ${found}; at most ${max} is allowed. Ask for smaller pages or fewer lists within lists`
      throw graphqlErrorOf(new RequestFault('LIMIT_EXCEEDED', message, { limit: 'cost', max, found }))
    },
  }),
})
