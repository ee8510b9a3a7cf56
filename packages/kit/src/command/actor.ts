import { hostname, userInfo } from 'node:os'

/**
 * The actor of a command in the administrators' log: the account of this machine, in a form that no user's id
 * has.
 */
export function commandActor(): string {
  return `command:${nameOfUser()}@${hostname()}`
}

function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
