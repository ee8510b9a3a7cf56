import { ADMIN, adminRoles, type AdminRole } from '@waystone/kit/roles'

const PREFIX = `${ADMIN}.`

/** A role as operators' commands name it: `read` for `admin.read`. */
const nameOf = (role: string): string => (role === ADMIN ? 'every right' : role.slice(PREFIX.length))

export const namesOf = (roles: readonly string[]): string => roles.map(nameOf).join(', ')

export const roleNames = adminRoles.map(nameOf).join('|')

/** The role of that name; null where there is none. */
export const roleNamed = (name: string): AdminRole | null =>
  adminRoles.find(role => role === `${PREFIX}${name}`) ?? null
