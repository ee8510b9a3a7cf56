export {
  exchange,
  failedResponse,
  readSubgraphResponse,
  withVariables,
  type DataSource,
  type Exchange,
  type ResponseHeaders,
  type SubgraphFailure,
  type SubgraphRequest,
  type SubgraphResponse,
} from './data-source.js'
export {
  createIncrementalReceiver,
  type AnswerKeys,
  type Following,
  type IncrementalPart,
  type IncrementalPayload,
  type IncrementalReceiver,
  type PendingPart,
} from './incremental-payload.js'
export type { Operation } from './operation.js'
export type { OperationResult } from './operation-result.js'
export type { PolicyDecisions } from './policy-decisions.js'
export type { RequestScope } from './request-scope.js'
export { sharedObjects } from './shared-objects.js'
