import type { Viewer } from './token-verifier.js'

/** Why an access directive refuses a field: signing in may help, or it does not. */
export const accessRefusal = (viewer: Viewer | null) =>
  viewer === null
    ? ({ code: 'UNAUTHENTICATED', message: 'Unauthorized field or type: it needs an access token' } as const)
    : ({ code: 'FORBIDDEN', message: 'Unauthorized field or type: the access token may not see it' } as const)
