import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { runMain } from '@waystone/kit/lifecycle'
import { Command } from 'commander'
import * as z from 'zod'
import { isRevealed, provenPull, verifyPull } from './domain/verification.js'

/** The selection that a pull must be asked for with. */
const SELECTION = `items { item { id } featured pullsSinceUltraRare }
  proof { serverSeedHash serverSeed clientSeed nonce oddsHash algorithm definition
    pityBefore { pullsSinceUltraRare pullsSinceSuperRare ultraRareGuaranteed superRareGuaranteed } }`
const EXIT_MISMATCH = 1
const EXIT_UNUSABLE = 2

const program = new Command('verify-pull')
  .description('Recomputes a revealed pull offline, from its proof alone.')
  .argument('[file]', 'a pull as JSON; standard input when it is left out or "-"')
  .addHelpText(
    'after',
    `
The pull is what the API answers for this selection on Pull, after rotateFairnessSeed has revealed its seed:

  ${SELECTION}

Exits with 0 when everything matches, 1 when something does not, 2 when the pull cannot be checked.`,
  )

runMain(async () => {
  const [file = '-'] = program.parse().args
  const input = await read(file)
  if (input === null) return giveUp(`The file ${file} cannot be read`)
  const parsed = provenPull.safeParse(parseJson(input))
  if (!parsed.success)
    return giveUp(`This is not a pull with its items and its proof:\n${z.prettifyError(parsed.error)}`)
  const { proof } = parsed.data
  if (!isRevealed(proof))
    return giveUp('The server seed is still in use: rotateFairnessSeed reveals it, then ask for the pull again')

  const checks = verifyPull(parsed.data, proof.serverSeed)
  for (const { name, said, computed, matches } of checks) {
    process.stdout.write(
      matches ? `match     ${name}: ${said}\n` : `MISMATCH  ${name}: said ${said}, computed ${computed}\n`,
    )
  }
  const isRight = checks.every(({ matches }) => matches)
  process.stdout.write(isRight ? '\nThe pull is what its seeds say.\n' : '\nThe pull is NOT what its seeds say.\n')
  process.exitCode = isRight ? 0 : EXIT_MISMATCH
})

async function read(file: string): Promise<string | null> {
  if (file === '-') return await text(process.stdin)
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Missing, a folder, not allowed: the caller names the file.
    return null
  }
}

function parseJson(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    // What is not JSON is not a pull: the caller says what was expected.
    return null
  }
}

function giveUp(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = EXIT_UNUSABLE
}
