import { ADMIN, adminRoles, type AdminRole } from '@waystone/kit/roles'
import { InvalidArgumentError } from 'commander'

const PREFIX = `${ADMIN}.`

/** A role as the commands name it: `read` for `admin.read`. */
const nameOf = (role: string): string => (role === ADMIN ? 'every right' : role.slice(PREFIX.length))

export const namesOf = (roles: readonly string[]): string => roles.map(nameOf).join(', ')

export const roleNames = adminRoles.map(nameOf).join('|')

/** Reads one `--role`, which may be given several times. @throws InvalidArgumentError for a name that is no role's. */
export function addRole(text: string, before: readonly AdminRole[] | undefined): readonly AdminRole[] {
  const role = adminRoles.find(one => one === `${PREFIX}${text}`)
  if (role === undefined) throw new InvalidArgumentError(`Expected one of ${roleNames}.`)
  return [...(before ?? []), role]
}
