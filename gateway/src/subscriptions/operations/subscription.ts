import type { GatewayContext } from '../../requests/gateway-context.js'
import type { PlannedSubscription } from '@waystone/federation'
import type { PolicyDecisions } from '@waystone/federation/contract'
import type { GatewayEpoch } from '../../requests/gateway-epoch.js'
import type { SourceRequest } from '../sources/event-source.js'

/** A client's subscription request. */
export interface SubscribeRequest {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
  readonly context: GatewayContext
  /** As they were decided when the client subscribed. */
  readonly policies?: PolicyDecisions | undefined
  /** Reads the variables with every digit of their numbers; undefined when that would change nothing. */
  readonly parseExactly: (() => unknown) | undefined
}

/** A subscription that may run: valid, allowed, and planned for an epoch. */
export interface Subscription {
  /** Equal for all who asked for the same and may see the same. */
  readonly key: string
  readonly request: SubscribeRequest
  readonly epoch: GatewayEpoch
  readonly planned: PlannedSubscription
  /** The context of all subgraph requests; anonymous when the answers are public. */
  readonly context: GatewayContext
  readonly owner: { readonly name: string; readonly url: string }
  readonly source: SourceRequest
  /** True when the answers do not depend on the viewer. */
  readonly isPublic: boolean
  /** It begins with what came after an event that the client named. */
  readonly isReplay: boolean
  /** The part that all viewers with access share; null where the events may differ between viewers. */
  readonly shared: SharedEvents | null
  /** True for a subscription that a channel of shared events has: any viewer with access may be in it. */
  readonly isShared: boolean
}

/** Events that are the same for all viewers who have access to them. */
export interface SharedEvents {
  /** Equal for all who asked for the same, whatever place they go on from. */
  readonly key: string
  /** All events from now on. */
  readonly source: SourceRequest
  /** The context of all subgraph requests but the subscription itself: no answer depends on a viewer. */
  readonly context: GatewayContext
  /** The id of the event that the client goes on after; null for one that begins now. */
  readonly after: string | null
}
