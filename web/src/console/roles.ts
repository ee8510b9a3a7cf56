import { sessionScopes } from '../session/session.js'

/** The roles of operators; the scope `admin` opens everything (docs/decisions/090-roles.md). */
export type Role = 'admin.read' | 'admin.support' | 'admin.economy' | 'admin.content'

/** True where the session has the role. It decides what is shown: each request is checked by the server. */
export function hasRole(role: Role): boolean {
  const scopes = sessionScopes()
  return scopes.includes('admin') || scopes.includes(role)
}

export const isOperator = (): boolean => sessionScopes().some(scope => scope === 'admin' || scope.startsWith('admin.'))
