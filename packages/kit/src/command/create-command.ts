import { Command } from 'commander'

/** Wrong usage: nothing was done. 1 says that something was, and that it found or left something to look at. */
const EXIT_USAGE = 2

/**
 * A command of the terminal with this name. Each command begins with it, so that wrong usage exits with 2
 * everywhere: unknown options and subcommands, missing or invalid arguments, and what the command itself
 * refuses by `error()`; its subcommands inherit that.
 */
export function createCommand(name: string): Command {
  process.stdout.on('error', endWithReader)
  return new Command(name).exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE))
}

/** A reader that has seen enough, such as `head`, closes the pipe: that is no failure of the command. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
