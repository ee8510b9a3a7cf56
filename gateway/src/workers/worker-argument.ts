const ARGUMENT = '--worker='

/** How the primary tells a worker its number; it shows in the list of processes. */
export const workerArgument = (number: number): string => `${ARGUMENT}${number}`

/** The number in the arguments of a process, null where it is no worker. */
export function workerNumberIn(args: readonly string[]): number | null {
  const given = args.find(argument => argument.startsWith(ARGUMENT))
  return given === undefined ? null : Number(given.slice(ARGUMENT.length))
}
