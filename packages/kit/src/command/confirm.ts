import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'

/**
 * Asks before something that cannot be taken back, or that all players see at once. `--yes` is the answer of
 * scripts: without a terminal there is no one to ask, which is wrong usage and changes nothing.
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
