import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand } from '@waystone/kit/command'
import { apiSdlOf, possibleTypesOf } from './client-files.js'
import { composeSupergraph, type Composed, type SubgraphContract } from './compose-supergraph.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Where each subgraph listens unless its `<NAME>_URLS` says otherwise. */
const subgraphPorts = { users: 4001, characters: 4002, quests: 4003, gacha: 4004, social: 4005, notifications: 4006 }

const program = createCommand('waystone compose')
  .description(
    'Composes subgraphs/*/schema.graphql: gateway/supergraph.graphql, and schema.graphql and possible-types.json for clients.',
  )
  .option('--check', 'write nothing; exit with 1 when one of the files is not current')
  .option('--hints', 'also print what the subgraphs say differently of shared types')
  .action(async (options: { check?: boolean; hints?: boolean }) => {
    const composed = composeSupergraph(await readContracts())
    if (!composed.ok) return fail(`The subgraphs do not compose:\n${composed.problems.join('\n')}`)
    if (options.hints === true) for (const hint of composed.hints) process.stdout.write(`${hint}\n`)
    for (const [file, content] of filesOf(composed)) await keepCurrent(file, content, options.check === true)
  })

await program.parseAsync()

function filesOf(composed: Extract<Composed, { ok: true }>): readonly (readonly [file: string, content: string])[] {
  return [
    ['gateway/supergraph.graphql', composed.supergraphSdl],
    ['schema.graphql', apiSdlOf(composed.apiSchema)],
    ['possible-types.json', possibleTypesOf(composed.apiSchema)],
  ]
}

async function keepCurrent(file: string, content: string, onlyCheck: boolean): Promise<void> {
  const committed = await readFile(join(root, file), 'utf8').catch(() => null)
  const current = committed === content
  if (onlyCheck && !current)
    return fail(`${file} is not what subgraphs/*/schema.graphql compose to. Run "npm run generate" and commit it.`)
  if (!current) await writeFile(join(root, file), content)
  process.stdout.write(`${file} ${current ? 'is current' : 'is written anew'}\n`)
}

async function readContracts(): Promise<SubgraphContract[]> {
  return await Promise.all(
    Object.entries(subgraphPorts).map(async ([name, port]) => ({
      name,
      url: `http://127.0.0.1:${port}/graphql`,
      sdl: await readFile(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8'),
    })),
  )
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
