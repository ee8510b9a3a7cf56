import type { FoundPlaces } from './found-places.js'
import type { RequestScope } from '../contract/request-scope.js'
import type { SourceOf } from '../contract/data-source.js'
import type { AnswerErrors } from './answer-errors.js'
import type { JsonObject } from '../json/json.js'
import type { Shared } from './merge.js'
import type { Path, Places } from './positions.js'

/** One execution of a plan. */
export interface Run {
  /** As the client sent them: defaults stand in the operations that subgraphs get. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: RequestScope
  readonly sourceOf: SourceOf
  /** The answer under construction. */
  readonly fetched: JsonObject
  /**
   * True when an entity may stand at several places; false where each place may request it in its own way.
   */
  readonly sharesEntities: boolean
  /** Of the data so far: entities that stand at several places. */
  readonly shared: Shared
  /** Objects that fetches have been made for. */
  readonly found: FoundPlaces
  /** Errors that subgraphs reported or caused so far. */
  readonly errors: AnswerErrors
  /** Fetches that are deferred so far. */
  readonly deferred: DeferredStep[]
  /** Entities that subgraphs were asked for and do not have, so far. */
  readonly missed: AnsweredEntities[]
  /** Entities of which subgraphs answered a `__typename` that they cannot have, so far. */
  readonly misnamed: AnsweredEntities[]
}

/**
 * Entities of one fetch that its subgraph does not have, or misnames. It is an error only where the answer
 * lacks something for it.
 */
export interface AnsweredEntities {
  readonly serviceName: string
  /** Their places, as they are now, in the keys of what was fetched. */
  readonly paths: () => readonly Path[]
}

/** The part of a plan that fetches for one deferred fragment, once what it builds on is there. */
export interface DeferredStep {
  readonly label: string
  /** @param run of its own: its errors belong to the fragment. */
  readonly fetch: (run: Run) => Promise<void> | undefined
}

/** A node of a plan, compiled: does its part at all the given places, and never rejects for what a subgraph did. */
export type Step = (run: Run, at: Places) => Promise<void> | undefined
