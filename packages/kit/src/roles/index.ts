/** A viewer as far as rights go. */
interface Scoped {
  readonly userId: string
  readonly scopes: readonly string[]
}

/** The scope of an administrator with every right: it implies each of `adminRoles`. */
export const ADMIN = 'admin'

/** Scopes of administrators with a part of the rights (docs/decisions/090). */
export const adminRoles = ['admin.read', 'admin.support', 'admin.economy', 'admin.content'] as const

export type AdminRole = (typeof adminRoles)[number]

/**
 * Checks that the viewer has all scopes of one of the alternatives, as @requiresScopes reads them (an OR of
 * ANDs).
 */
export const isGranted = (
  viewer: Pick<Scoped, 'scopes'> | null,
  alternatives: readonly (readonly string[])[],
): boolean => viewer !== null && alternatives.some(scopes => scopes.every(scope => viewer.scopes.includes(scope)))

/** The alternatives that `@requiresScopes(scopes: …)` names for a field of this role. */
export const scopesFor = (role: AdminRole): readonly (readonly string[])[] => [[ADMIN], [role]]

/** Returns whether the viewer is an administrator with this role, or with all of them. */
export const mayAct = (viewer: Pick<Scoped, 'scopes'> | null, role: AdminRole): boolean =>
  isGranted(viewer, scopesFor(role))

/** Returns whether the viewer may see the user's private fields: the user, and administrators who read. */
export const maySee = (viewer: Scoped | null, userId: string): boolean =>
  viewer !== null && (viewer.userId === userId || mayAct(viewer, 'admin.read'))

/** Returns whether these are scopes of an administrator, with all of the rights or a part of them. */
export const isAdministrator = (scopes: readonly string[]): boolean => scopes.some(isAdminScope)

export const isAdminScope = (scope: string): scope is typeof ADMIN | AdminRole =>
  scope === ADMIN || adminRoles.some(role => role === scope)
