import type { GraphQLSchema } from 'graphql'
import type { FetchSite } from './fetch-site.js'
import type { HiddenFields } from './hidden-fields.js'
import type { Run } from './run.js'

/** The compilation state that all steps of one plan share. */
export interface PlanCompilation {
  /** Representations and rewrites are by its types: it has also what clients cannot see. */
  readonly supergraphSchema: GraphQLSchema
  /** The value of a variable that decides on @skip or @include. @throws GraphQLError when it is no Boolean. */
  readonly decide: (variables: Run['variables'], variable: string) => boolean
  /** The client's name of a variable that planning renamed. */
  readonly clientVariable: (planned: string) => string
  /** The client's response key of a field that planning aliased. */
  readonly clientKey: (planned: string) => string
  /** The fields of the plan that errors may not name. */
  readonly hiddenFields: HiddenFields
  /** Labels of the deferred fragments that the plan has; compiling it adds them. */
  readonly deferLabels: Set<string>
  /** The plan's fetches in its order; compiling it adds them. */
  readonly sites: FetchSite[]
}
