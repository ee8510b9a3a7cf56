export { createSubgraphSchema } from './subgraph-schema.js'
export { followSchemaFile, type FollowedSubgraph } from './followed-schema.js'
export { createGraphqlServer } from './graphql-server.js'
export { formatGraphqlError } from './format-error.js'
export {
  badCursor,
  connectionOf,
  cursorPart,
  readPage,
  type Connection,
  type CursorPart,
  type Page,
  type PageArguments,
} from './pagination.js'
export { exportPage, type DataExport, type ExportArguments, type ExportSection } from './data-export.js'
export { signedIn, subgraphContext, type RequestContext, type SubgraphContext } from './request-context.js'
export type { RequestReads } from './request-reads.js'
export type { SubgraphApp } from './subgraph-app.js'
export { serveSubgraph } from './serve-subgraph.js'
export { createLocalExecutor, type LocalExecutor, type LocalRequest } from './local-executor.js'
export type { LocalResult } from './format-result.js'
export { forViewerAlone, OwnFromNowOn } from './viewer-stream.js'
export { isForwarding, type ForwardingStream, type TakeEvent } from './forwarding-stream.js'
export { PartlyWrittenResult, WrittenResult } from './written-result.js'
export type { LocalResults } from './subscribe-operation.js'
export {
  publishedKeys,
  wireSubgraph,
  type SubgraphPeers,
  type SubgraphParts,
  type SubgraphWiring,
} from './subgraph-wiring.js'
export type { SubgraphSettings } from './subgraph-settings.js'
export { createEntityLoader, type EntityLoader } from './entity-loader.js'
export { parseUuid } from './ids.js'
export { resolveEntities } from './resolve-entities.js'
export { resultType } from './result-type.js'
