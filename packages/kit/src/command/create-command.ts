import { Command } from 'commander'

/** Wrong usage: nothing was done. 1 says that something was, and that it found or left something to look at. */
const EXIT_USAGE = 2

/**
 * A command of the terminal with this name. Each command begins with it, so that wrong usage exits with 2
 * everywhere: unknown options and subcommands, missing or invalid arguments, and what the command itself
 * refuses by `error()`; its subcommands inherit that.
 */
export const createCommand = (name: string): Command =>
  new Command(name).exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE))
