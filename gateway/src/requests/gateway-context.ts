import type { Viewer } from '@waystone/kit/auth'
import type { RequestContext } from '@waystone/kit/graphql-server'
import type { RequestScope } from '@waystone/federation/contract'

/** The gateway's knowledge of a request, which it passes on to subgraphs. */
export interface GatewayContext extends RequestContext, RequestScope {
  readonly viewer: Viewer | null
  /** The Authorization header as it came, or what stands for it: subgraphs check it again. */
  readonly authorization: string | null
  /** All of them as they came, names in lower case; subgraphs hear only of those that are named for them. */
  readonly headers: ReadonlyMap<string, string>
  /** The request goes on with one that the rate limits have counted. */
  readonly isContinued?: true | undefined
}

/** Lets a client's credential be checked, or throws. */
export type AdmitCredential = (client: { readonly remoteAddress: string }) => Promise<void> | void

/** Lets a request go on, or throws. */
export type AdmitRequest = (client: Pick<GatewayContext, 'viewer' | 'remoteAddress'>) => Promise<void> | void
