import { CloseCode } from 'graphql-ws'

/** Codes with which a connection ends: those of graphql-transport-ws, of WebSocket, and 4290, which is ours. */
export const closeCodes = {
  badRequest: { code: CloseCode.BadRequest, reason: 'Invalid message received' },
  unauthorized: { code: CloseCode.Unauthorized, reason: 'Unauthorized' },
  forbidden: { code: CloseCode.Forbidden, reason: 'Forbidden' },
  expired: { code: CloseCode.Forbidden, reason: 'The access token has expired' },
  revoked: { code: CloseCode.Forbidden, reason: 'The session has been revoked' },
  wrongProtocol: { code: CloseCode.SubprotocolNotAcceptable, reason: 'Subprotocol not acceptable' },
  initTimeout: { code: CloseCode.ConnectionInitialisationTimeout, reason: 'Connection initialisation timeout' },
  alreadyInitialised: {
    code: CloseCode.TooManyInitialisationRequests,
    reason: 'Too many initialisation requests',
  },
  flood: { code: 1008, reason: 'Too many messages' },
  restart: { code: 1012, reason: 'Service restart' },
  tryLater: { code: 1013, reason: 'Try again later' },
  tooSlow: { code: 4290, reason: 'Too slow: events were missed' },
} as const

export interface Closing {
  readonly code: number
  readonly reason: string
}

export const subscriberExists = (id: string): Closing => ({
  code: CloseCode.SubscriberAlreadyExists,
  // The protocol prescribes these words with the id, which every message bears anyway. A reason has 123 bytes at most.
  reason: `Subscriber for ${id.slice(0, 20)} already exists`,
})
