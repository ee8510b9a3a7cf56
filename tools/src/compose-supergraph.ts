import { composeServices } from '@apollo/composition'
import { Supergraph } from '@apollo/federation-internals'
import { GraphQLError, parse, type GraphQLSchema } from 'graphql'

/** A subgraph's schema and the URL that the supergraph routes to. */
export interface SubgraphContract {
  readonly name: string
  readonly url: string
  readonly sdl: string
}

export type Composed =
  | {
      readonly ok: true
      readonly supergraphSdl: string
      /** The schema that clients see: no federation, nothing inaccessible, with `@defer`. */
      readonly apiSchema: GraphQLSchema
      /** Harmless differences between subgraphs, such as in the description of a shared type. */
      readonly hints: readonly string[]
    }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Composes, or says of every problem which subgraph it is in. */
export function composeSupergraph(contracts: readonly SubgraphContract[]): Composed {
  const problems: string[] = []
  const services = contracts.flatMap(({ name, url, sdl }) => {
    try {
      return [{ name, url, typeDefs: parse(sdl) }]
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      const { line = 0, column = 0 } = error.locations?.[0] ?? {}
      problems.push(`[${name}] ${line}:${column} ${error.message}`)
      return []
    }
  })
  if (problems.length > 0) return { ok: false, problems }
  const result = composeServices(services)
  if (result.errors !== undefined) return { ok: false, problems: result.errors.map(error => error.message) }
  return {
    ok: true,
    supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`,
    // Composition has checked it.
    apiSchema: new Supergraph(result.schema, null, false).apiSchema().toGraphQLJSSchema({ includeDefer: true }),
    hints: result.hints.map(hint => hint.message),
  }
}
