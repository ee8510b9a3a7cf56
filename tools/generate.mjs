// `npm run generate [subgraph …]`: writes each subgraph's types and Prisma client, unless what is there came
// from the same inputs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SUBGRAPHS } from './transpile.mjs'

/** The inputs of each kind of generated code: files, and packages whose version matters. */
const KINDS = {
  types: {
    output: 'graphql.ts',
    inputs: name => ['codegen.ts', `subgraphs/${name}/schema.graphql`],
    packages: /^(graphql|@graphql-codegen\/.+)$/,
    // One process writes the types of all.
    commands: () => [['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.ts']],
  },
  prisma: {
    output: 'prisma',
    inputs: name => ['tools/prisma-generate.mjs', `prisma/${name}/prisma.config.ts`, `prisma/${name}/schema.prisma`],
    packages: /^(prisma|@prisma\/.+)$/,
    commands: names => names.map(name => ['tools/prisma-generate.mjs', name]),
  },
}

/**
 * Compares the inputs with those that the generated code names. The record stands beside the code, so that
 * both are restored or deleted together.
 * @returns the commands that are left to run, as arguments of Node; `done` is to be called after them.
 */
export function outdatedCode(root, subgraphs = SUBGRAPHS) {
  const versions = packageVersions(root)
  const outdated = Object.entries(KINDS).map(([kind, { output, inputs, packages, commands }]) => {
    const hashOf = name =>
      hashInputs(
        root,
        inputs(name),
        versions.filter(([place]) => packages.test(place)),
      )
    const names = subgraphs.filter(
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

const generated = (root, name) => path.join(root, 'subgraphs', name, 'src/generated')
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
  const unknown = names.filter(name => !SUBGRAPHS.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(`Expected names of subgraphs (${SUBGRAPHS.join(', ')}), got: ${unknown.join(', ')}\n`)
    process.exit(2)
  }
  const { commands, done } = outdatedCode(root, names.length === 0 ? SUBGRAPHS : names)
  for (const command of commands) {
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
  done()
}
