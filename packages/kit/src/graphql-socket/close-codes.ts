import { CloseCode } from 'graphql-ws'

/** Why a connection is closed: the codes of graphql-transport-ws, and of WebSocket itself. */
export const closings = {
  /** The token expired, or was revoked, or is not valid: come back with another. */
  forbidden: { code: CloseCode.Forbidden, reason: 'Forbidden' },
  tooManyMessages: { code: CloseCode.TooManyInitialisationRequests, reason: 'Too many messages' },
  internal: { code: CloseCode.InternalServerError, reason: 'Internal server error' },
  restart: { code: 1012, reason: 'Service restart' },
  tryAgainLater: { code: 1013, reason: 'Try again later' },
} as const
