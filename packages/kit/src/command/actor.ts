import { hostname, userInfo } from 'node:os'

/** Who runs a command, for the log of administrators: the account of this machine, as no user's id looks. */
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
