import type { Viewer } from './token-verifier.js'

/** Whether the viewer has all scopes of one of the alternatives, as @requiresScopes reads them (an OR of ANDs). */
export const isGranted = (viewer: Viewer | null, alternatives: readonly (readonly string[])[]): boolean =>
  viewer !== null && alternatives.some(scopes => scopes.every(scope => viewer.scopes.includes(scope)))
