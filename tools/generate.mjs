// `npm run generate [subgraph … | web]`: writes each subgraph's types and Prisma client, and the types of the pages'
// operations, unless what is there came from the same inputs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SUBGRAPHS } from './transpile.mjs'

const WEB = 'web'
const ROOMS = [...SUBGRAPHS, WEB]
const ofSubgraphs = name => name !== WEB

/** The inputs of each kind of generated code: files, and packages whose version matters. */
const KINDS = {
  types: {
    isFor: ofSubgraphs,
    output: 'graphql.ts',
    inputs: (_, name) => ['codegen.ts', `subgraphs/${name}/schema.graphql`],
    packages: /^(graphql|@graphql-codegen\/.+)$/,
    // One process writes the types of all.
    commands: () => [['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.ts']],
  },
  prisma: {
    isFor: ofSubgraphs,
    output: 'prisma',
    inputs: (_, name) => [
      'tools/prisma-generate.mjs',
      `prisma/${name}/prisma.config.ts`,
      `prisma/${name}/schema.prisma`,
    ],
    packages: /^(prisma|@prisma\/.+)$/,
    commands: names => names.map(name => ['tools/prisma-generate.mjs', name]),
  },
  operations: {
    isFor: name => name === WEB,
    output: 'gql.ts',
    inputs: root => ['schema.graphql', 'web/codegen.ts', ...pageSources(root)],
    packages: /^(graphql|@graphql-codegen\/.+)$/,
    commands: () => [['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'web/codegen.ts']],
  },
}

/**
 * Compares the inputs with those that the generated code names. The record stands beside the code, so that
 * both are restored or deleted together.
 * @returns the commands that are left to run, as arguments of Node; `done` is to be called after them.
 */
export function outdatedCode(root, rooms = ROOMS) {
  const versions = packageVersions(root)
  const outdated = Object.entries(KINDS).map(([kind, { isFor, output, inputs, packages, commands }]) => {
    const hashOf = name =>
      hashInputs(
        root,
        inputs(root, name),
        versions.filter(([place]) => packages.test(place)),
      )
    const names = rooms
      .filter(isFor)
      .filter(
        name => !existsSync(path.join(generated(root, name), output)) || readInputs(root, name)[kind] !== hashOf(name),
      )
    // Taken before the commands run: a file that changes meanwhile is generated from again.
    const hashes = names.map(name => [name, hashOf(name)])
    return { kind, hashes, commands: names.length === 0 ? [] : commands(names) }
  })
  return {
    commands: outdated.flatMap(({ commands }) => commands),
    done: () => {
      for (const { kind, hashes } of outdated)
        for (const [name, hash] of hashes) writeInputs(root, name, { ...readInputs(root, name), [kind]: hash })
    },
  }
}

/** The pages' own sources: any of them may hold an operation. */
const pageSources = root =>
  readdirSync(path.join(root, 'web/src'), { recursive: true })
    .map(file => `web/src/${file.replaceAll(path.sep, '/')}`)
    .filter(file => /\.tsx?$/.test(file) && !file.startsWith('web/src/generated/'))
    .toSorted()

const generated = (root, name) => path.join(root, name === WEB ? WEB : `subgraphs/${name}`, 'src/generated')
const inputsFile = (root, name) => path.join(generated(root, name), 'inputs.lock')

function readInputs(root, name) {
  const file = inputsFile(root, name)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Not there, or cut short: everything is generated.
    return {}
  }
}

function writeInputs(root, name, inputs) {
  mkdirSync(generated(root, name), { recursive: true })
  writeFileSync(inputsFile(root, name), `${JSON.stringify(inputs)}\n`)
}

const packageVersions = root =>
  Object.entries(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages).map(
    ([place, { version = '' }]) => [place.replace(/^.*node_modules\//, ''), version],
  )

function hashInputs(root, files, versions) {
  const hash = createHash('sha256').update(JSON.stringify(versions))
  for (const file of files) {
    hash.update(`\0${file}\0`)
    if (existsSync(path.join(root, file))) hash.update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.dirname(import.meta.dirname)
  const names = process.argv.slice(2)
  const unknown = names.filter(name => !ROOMS.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(`Expected some of ${ROOMS.join(', ')}, got: ${unknown.join(', ')}\n`)
    process.exit(2)
  }
  const { commands, done } = outdatedCode(root, names.length === 0 ? ROOMS : names)
  for (const command of commands) {
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
  done()
}
