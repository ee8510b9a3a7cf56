import type { IncrementalReceiver } from './incremental-payload.js'

/** The viewer of a request, as far as access directives and the labels of @override decide by it. */
export interface ScopeViewer {
  readonly userId: string
  readonly scopes: readonly string[]
}

/**
 * The data of a request that the engine reads itself. It passes the whole object on to data sources, which
 * may know more of it.
 */
export interface RequestScope {
  /** Null for an anonymous request. */
  readonly viewer: ScopeViewer | null
  /**
   * The request must see the current state: a shared response that started earlier may be older than the
   * event that this request answers.
   */
  readonly isOfEvent?: true | undefined
  /** The receiver of incremental delivery; present only when the client announced support for it. */
  readonly incremental?: IncrementalReceiver | undefined
}
