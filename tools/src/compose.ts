import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand } from '@waystone/kit/command'
import { composeSupergraph, type SubgraphContract } from './compose-supergraph.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const output = join(root, 'gateway/supergraph.graphql')

/** Where each subgraph listens unless its `<NAME>_URLS` says otherwise. */
const subgraphPorts = { users: 4001, characters: 4002, quests: 4003, gacha: 4004 }

const program = createCommand('waystone compose')
  .description('Composes gateway/supergraph.graphql from subgraphs/*/schema.graphql.')
  .option('--check', 'write nothing; exit with 1 when gateway/supergraph.graphql is not current')
  .option('--hints', 'also print what the subgraphs say differently of shared types')
  .action(async (options: { check?: boolean; hints?: boolean }) => {
    const composed = composeSupergraph(await readContracts())
    if (!composed.ok) return fail(`The subgraphs do not compose:\n${composed.problems.join('\n')}`)
    if (options.hints === true) for (const hint of composed.hints) process.stdout.write(`${hint}\n`)
    const committed = await readFile(output, 'utf8').catch(() => null)
    const current = committed === composed.supergraphSdl
    if (options.check === true && !current)
      return fail(
        `${relative(root, output)} is not what the subgraphs compose to. Run "npm run compose" and commit it.`,
      )
    if (!current) await writeFile(output, composed.supergraphSdl)
    process.stdout.write(`${relative(root, output)} ${current ? 'is current' : 'is written anew'}\n`)
  })

await program.parseAsync()

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
