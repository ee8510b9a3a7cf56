import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { GraphQLSchema } from 'graphql'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'
import { withTypeDefs } from './subgraph-schema.js'

/** Stat calls, since a notification gets lost where an editor replaces the file. */
const WATCH_INTERVAL_MS = 100

/** A subgraph whose schema follows its file while that is edited: for development. */
export interface FollowedSubgraph<TContext extends RequestContext> {
  /** The app, with the schema as the file has it now. */
  readonly app: SubgraphApp<TContext>
  stop(): void
}

/**
 * Rebuilds the app's schema whenever the file changes, with the resolvers that the app has. A file without a
 * valid schema (it is half written, or lacks a field that has a resolver) changes nothing.
 */
export function followSchemaFile<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  options: {
    file: string
    /** Hears of each change that the schema follows. */
    onChange: (text: string) => void
    /** Hears why the file gives no schema. */
    onBroken: (reason: string) => void
  },
): FollowedSubgraph<TContext> {
  const { file, onChange, onBroken } = options
  let schema: GraphQLSchema = app.schema
  const changed = () => {
    try {
      const text = readFileSync(file, 'utf8')
      schema = withTypeDefs(app.schema, text)
      onChange(text)
    } catch (error) {
      onBroken(error instanceof Error ? error.message : String(error))
    }
  }
  watchFile(file, { interval: WATCH_INTERVAL_MS, persistent: false }, changed)
  return {
    app: {
      ...app,
      get schema() {
        return schema
      },
    },
    stop: () => unwatchFile(file, changed),
  }
}
