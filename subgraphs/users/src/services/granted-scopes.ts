import { provenScopes } from '../domain/two-factor.js'
import { scopesOf } from '../domain/user.js'
import type { UserStanding } from '../repositories/user.js'
import type { Needs } from './needs.js'

/** The scopes of the tokens of a user who signs in here. */
export const grantedScopes = (
  { settings }: Pick<Needs, 'settings'>,
  { role, twoFactorEnabled }: Pick<UserStanding, 'role' | 'twoFactorEnabled'>,
): readonly string[] =>
  provenScopes(scopesOf(role), { isRequired: settings.isTwoFactorRequired, isEnabled: twoFactorEnabled })
