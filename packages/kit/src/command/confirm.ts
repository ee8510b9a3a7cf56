import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'

/**
 * Asks for confirmation of an action that cannot be undone, or that all players see at once. Scripts confirm
 * with `--yes`: without a terminal and without it, the command ends with a usage error and changes nothing.
 * @returns whether the person agrees; only "y" and "yes" do
 */
export async function confirm(
  command: Command,
  question: string,
  { yes }: { readonly yes: boolean },
): Promise<boolean> {
  if (yes) return true
  if (!process.stdin.isTTY) command.error('error: there is no terminal to ask on: --yes agrees beforehand')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} [y/N] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
