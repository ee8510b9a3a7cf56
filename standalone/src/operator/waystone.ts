import { createCommand } from '@waystone/kit/command'
import type { Command } from 'commander'
import { VERSION } from '@waystone/kit/version'
import { databaseSetting, subgraphNames } from '../databases.js'
import { commands, findCommand } from './commands.js'

/** Words that only group subcommands. */
const groups: Readonly<Record<string, string>> = {
  quests: 'rebuild what follows from recorded events',
  world: 'compute again what has happened in the world',
}

/** `waystone help publish` is `waystone publish --help`, which is the command's own. */
const given = process.argv.slice(2)
const found = given[0] === 'help' ? findCommand([...given.slice(1), '--help']) : findCommand(given)
if (found === null) describeCommands().parse()
else {
  process.argv.splice(2, Infinity, ...found.rest)
  await found.command.load()
}

/** Parses what names no command: the help, or wrong usage. */
function describeCommands(): Command {
  const program = createCommand('waystone')
    .description('Operates a running Waystone: a system of this machine, or that of the environment.')
    .version(VERSION)
    .addHelpText(
      'after',
      `
The system is the one that runs on the data directory (--data, .data unless said otherwise), or that of the environment:
${subgraphNames.map(databaseSetting).join(', ')}.
Exit code: 0 when all is well, 1 when something failed or is left to look at, 2 for wrong usage.`,
    )
  for (const { words, group, description, isPartOf } of commands) {
    if (isPartOf !== undefined) continue
    const [first, second] = words
    const parent = second === undefined ? program : groupOf(program, first)
    parent
      .command(second ?? first)
      .description(description)
      .helpGroup(group)
  }
  return program
}

/** A command that only groups subcommands. */
function groupOf(program: Command, name: string): Command {
  const known = program.commands.find(command => command.name() === name)
  return (
    known ??
    program
      .command(name)
      .description(groups[name] ?? '')
      .helpGroup('System:')
  )
}
