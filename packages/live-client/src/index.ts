export { createLiveClient, type LiveClient, type LiveClientOptions, type SubscribeOptions } from './live-client.js'
export { LiveError, type LiveFailure } from './live-error.js'
export type { LiveDocument, LiveEvent, Resume } from './subscription.js'
