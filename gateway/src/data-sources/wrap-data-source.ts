import type { DataSource } from '../requests/subgraph-request.js'

/** Puts something in front of a subgraph's data source. */
export type WrapDataSource = (subgraph: string, source: DataSource) => DataSource

/** One in front of the other, the first outermost. */
export const wrapAll =
  (wraps: readonly WrapDataSource[]): WrapDataSource =>
  (subgraph, source) =>
    wraps.reduceRight((inner, wrap) => wrap(subgraph, inner), source)
