import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { runMain } from '@waystone/kit/lifecycle'
import { Option } from 'commander'
import { createCommand, print, printJson } from '@waystone/kit/command'
import { verifyOrder, type ProvenOrder } from './domain/banner-model/verify-order.js'
import { verifyHistory, type AnyPlacedPull, type KnownBefore, type Verification } from './domain/pull-history.js'
import { isRevealed, verifyPull, type Check, type ProvenPull } from './domain/verification.js'
import { fetchHistory, SELECTION } from './verify-pull/fetch-history.js'
import { readGiven, readPublished } from './verify-pull/read-history.js'

const EXIT_MISMATCH = 1
const EXIT_UNUSABLE = 2

const program = createCommand('waystone verify-pull')
  .description('Recomputes a revealed pull, or all pulls of a player, from their proofs alone.')
  .argument('[files...]', 'a pull, several, or answers of User.pulls, as JSON; standard input when left out or "-"')
  .option('--from <url>', 'ask this gateway for all pulls of the player whose access token is given')
  .addOption(
    new Option('--access-token <token>', 'better given by the environment, which is no command line').env(
      'ACCESS_TOKEN',
    ),
  )
  .option('--json', 'print one JSON value', false)
  .option('--shown <hash...>', 'hashes of next server seeds that you kept: each must be one that was used')
  .option('--published <file...>', 'banners or definitions as they were published: each pull must be of one of them')
  .addHelpText(
    'after',
    `
A pull is what the API answers for this selection on Pull, after rotateFairnessSeed has revealed its seed:

  ${SELECTION}

One pull by itself is drawn again with the pity, or the memory of its model, that it says. Of all pulls under a seed, or better of all pulls of a player,
more is checked: nonces have no gap, pity and memory are handed on from pull to pull and begins from none, each seed is the one whose
hash was shown while the one before it was in use.

Exits with 0 when everything matches, 1 when something does not, 2 when nothing can be checked.`,
  )

interface Options {
  readonly from?: string
  readonly accessToken?: string
  readonly shown?: readonly string[]
  readonly published?: readonly string[]
  readonly json: boolean
}

runMain(async () => {
  const { args } = program.parse()
  const { from, accessToken, shown = [], published } = program.opts<Options>()
  const definitions = await readAll(published ?? [])
  if (typeof definitions === 'string') return giveUp(definitions)
  const known: KnownBefore = {
    shownHashes: shown,
    ...(published !== undefined && {
      published: { definitions: readPublished(definitions.texts), isComplete: true },
    }),
  }
  if (from !== undefined) return await verifyFrom({ url: from, accessToken: accessToken ?? '' }, known)
  const files = await readAll(args.length === 0 ? ['-'] : args)
  if (typeof files === 'string') return giveUp(files)
  const given = readGiven(files.texts)
  switch (given.kind) {
    case 'pull':
      return verifySingle(given.pull.proof, () => verifyPull(given.pull))
    case 'order':
      return verifySingle(given.order.proof, () => verifyOrder(given.order).checks)
    case 'history':
      return verifyAll(given.pulls, known)
    case 'unusable':
      return giveUp(given.reason)
  }
})

async function verifyFrom(
  { url, accessToken }: { url: string; accessToken: string },
  known: KnownBefore,
): Promise<void> {
  if (accessToken === '') return giveUp('ACCESS_TOKEN is not set: it must hold the access token of the player')
  try {
    const { pulls, inUse, banners } = await fetchHistory(url, accessToken)
    if (pulls.length === 0) return giveUp('The player has no pulls')
    const current = { definitions: readPublished([banners]), isComplete: false }
    verifyAll(pulls, { published: current, ...known, inUse })
  } catch (error) {
    giveUp(`${url} did not answer with pulls: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function verifySingle(proof: ProvenPull['proof'] | ProvenOrder['proof'], verify: () => readonly Check[]): void {
  if (!isRevealed(proof))
    return giveUp('The server seed is still in use: rotateFairnessSeed reveals it, then ask for the pull again')
  const checks = verify()
  const what = 'order' in proof ? 'What its banner remembers' : 'Its pity'
  const unproven = [`${what} is its own word: all pulls of the player show that, too.`]
  if (isJson()) return concludeJson({ checks, unproven, recomputed: 1, secret: 0 }, 1)
  for (const check of checks) print(textOf(check))
  conclude(checks, { yes: 'The pull is what its seeds say.', no: 'The pull is NOT what its seeds say.' })
  for (const sentence of unproven) print(sentence)
}

function verifyAll(pulls: readonly AnyPlacedPull[], known: KnownBefore): void {
  const verification = verifyHistory(pulls, known)
  const { checks, unproven, recomputed, secret } = verification
  if (isJson()) concludeJson(verification, pulls.length)
  else {
    for (const check of checks.filter(({ matches }) => !matches)) print(textOf(check))
    for (const sentence of unproven) print(`UNPROVEN  ${sentence}`)
    if (secret > 0) print(`SECRET    ${secret} pulls are of the seed in use: rotateFairnessSeed reveals it`)
    print(`${recomputed} of ${recomputed + secret} pulls drawn again, ${checks.length} checks`)
    conclude(checks, { yes: 'The pulls are what their seeds say.', no: 'The pulls are NOT what their seeds say.' })
  }
  if (recomputed === 0 && process.exitCode === 0) giveUp('Nothing could be drawn again')
}

const isJson = (): boolean => program.opts<Options>().json

const textOf = ({ name, said, computed, matches }: Check): string =>
  matches ? `match     ${name}: ${said}` : `MISMATCH  ${name}: said ${said}, computed ${computed}`

function conclude(checks: readonly Check[], sentence: { yes: string; no: string }): void {
  const isRight = checks.every(({ matches }) => matches)
  print(`\n${isRight ? sentence.yes : sentence.no}`)
  process.exitCode = isRight ? 0 : EXIT_MISMATCH
}

function concludeJson(verification: Verification, pulls: number): void {
  const isRight = verification.checks.every(({ matches }) => matches)
  printJson({ ok: isRight && verification.recomputed > 0, pulls, ...verification })
  process.exitCode = isRight ? 0 : EXIT_MISMATCH
}

/** @returns a sentence when one of them cannot be read */
async function readAll(files: readonly string[]): Promise<{ texts: readonly string[] } | string> {
  const texts: string[] = []
  for (const file of files) {
    try {
      texts.push(file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8'))
    } catch {
      // Missing, a folder, not allowed: the file's name is what helps.
      return `The file ${file} cannot be read`
    }
  }
  return { texts }
}

function giveUp(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = EXIT_UNUSABLE
}
