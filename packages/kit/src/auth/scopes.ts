import type { Viewer } from './token-verifier.js'

/**
 * Checks that the viewer has all scopes of one of the alternatives, as @requiresScopes reads them (an OR of
 * ANDs).
 */
export const isGranted = (viewer: Viewer | null, alternatives: readonly (readonly string[])[]): boolean =>
  viewer !== null && alternatives.some(scopes => scopes.every(scope => viewer.scopes.includes(scope)))

/** Why an access directive refuses a field: signing in may help, or it does not. */
export const accessRefusal = (viewer: Viewer | null) =>
  viewer === null
    ? ({ code: 'UNAUTHENTICATED', message: 'Unauthorized field or type: it needs an access token' } as const)
    : ({ code: 'FORBIDDEN', message: 'Unauthorized field or type: the access token may not see it' } as const)
