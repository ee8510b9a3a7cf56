import type { HttpResponse, Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { GraphQLError } from 'graphql'
import { refusalResponse } from './graphql-response.js'

/** Answers what plugins throw to refuse a request (a GraphQLError with a status of HTTP) beside /graphql, too. */
export const withGraphqlFaults = (route: Route, logger: Logger): Route => ({
  ...route,
  handle: async request => {
    try {
      return await route.handle(request)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      return refusalResponse(error, new Map(), {
        contentType: 'application/json; charset=utf-8',
        requestId: request.requestId,
        operationName: null,
        logger,
      }) satisfies HttpResponse
    }
  },
})
