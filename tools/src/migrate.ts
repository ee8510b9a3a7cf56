import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Argument } from 'commander'
import { createCommand, print, printJson } from '@waystone/kit/command'
import { systemClock } from '@waystone/kit/clock'
import { databaseSettings, parseConfig } from '@waystone/kit/config'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { runMain } from '@waystone/kit/lifecycle'
import { migrate, newMigration, schemaDifference } from '@waystone/kit/migrate'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
interface Options {
  readonly json: boolean
}

const subgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications']

runMain(async () => {
  const program = createCommand('waystone migrate').description(
    'The migrations of a subgraph, in prisma/<name>/migrations.',
  )
  program
    .command('deploy')
    .description('apply what the database of DATABASE_URL lacks; several at once wait for each other')
    .addArgument(subgraph())
    .option('--json', 'print one JSON value', false)
    .action(deploy)
  program
    .command('new')
    .description('write the migration from what is there to what schema.prisma says, to be completed by hand')
    .addArgument(subgraph())
    .argument('<what>', 'what it does, in lower case, digits and _: add_guild_table')
    .option('--json', 'print one JSON value', false)
    .action(writeNew)
  program
    .command('check')
    .description('exit with 1 when the migrations do not make what schema.prisma says')
    .addArgument(subgraph())
    .option('--json', 'print one JSON value', false)
    .action(check)
  program.addHelpText(
    'after',
    '\nCHECK constraints, triggers, functions, and indexes with a WHERE or on an expression are written by hand at the end of migration.sql: new and check leave them alone.',
  )
  await program.parseAsync()
})

function subgraph(): Argument {
  return new Argument('<name>', 'the subgraph').choices(subgraphs)
}

function directoryOf(name: string): string {
  return join(root, 'prisma', name)
}

async function deploy(name: string, { json }: Options): Promise<void> {
  const { DATABASE_URL: url } = parseConfig({ DATABASE_URL: databaseSettings.DATABASE_URL }, process.env)
  const onProgress = json ? undefined : print
  const { applied } = await migrate({ url, directory: directoryOf(name), onProgress })
  if (json) return printJson({ subgraph: name, applied })
  print(applied.length === 0 ? `${name}: nothing to apply` : `${name}: applied ${applied.join(', ')}`)
}

async function writeNew(name: string, what: string, { json }: Options): Promise<void> {
  await withScratchDatabase(async url => {
    const { file, isEmpty } = await newMigration({ url, directory: directoryOf(name), what, clock: systemClock })
    if (json) return printJson({ subgraph: name, file: relative(root, file), isEmpty })
    print(relative(root, file))
    if (isEmpty) print('schema.prisma asks for nothing new: the file is empty, for statements by hand')
  })
}

async function check(name: string, { json }: Options): Promise<void> {
  await withScratchDatabase(async url => {
    await migrate({ url, directory: directoryOf(name) })
    const difference = await schemaDifference({ url, directory: directoryOf(name) })
    process.exitCode = difference === '' ? 0 : 1
    if (json) return printJson({ subgraph: name, ok: difference === '', difference })
    if (difference === '') return print(`${name}: the migrations make what schema.prisma says`)
    process.stderr.write(
      `prisma/${name}/schema.prisma says more than its migrations make. Run "npm run migrate -- new ${name} <what>"; it would write:\n\n${difference}`,
    )
  })
}

/** An empty database that is gone afterwards. */
async function withScratchDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'waystone-migrate-'))
  try {
    const server = await startEmbeddedPostgres({ directory, isDurable: false })
    try {
      await work(server.superuserUrl())
    } finally {
      await server.stop()
      rmSync(server.directory, { recursive: true, force: true })
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
