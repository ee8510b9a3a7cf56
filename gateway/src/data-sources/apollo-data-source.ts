import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway/dist/datasources/types.js'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { DataSource } from '@waystone/federation/contract'

/** One of our data sources as Apollo's executor and composition take it. */
export const toApolloDataSource = (
  source: DataSource,
  contextOf: (options: GraphQLDataSourceProcessOptions) => GatewayContext,
): GraphQLDataSource => ({
  process: async options => {
    const { query = '', variables = {}, operationName } = options.request
    const { data, errors, extensions } = await source.execute({
      query,
      variables,
      operationName,
      context: contextOf(options),
    })
    return {
      ...(data !== undefined && { data }),
      ...(errors !== undefined && { errors }),
      ...(extensions !== undefined && { extensions }),
    }
  },
})
