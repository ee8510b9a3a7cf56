import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, isTest, read, root, rooms, sourceFiles, subgraphs } from './house/tree.js'

const LINES_MAX = 300
const TEST_LINES_MAX = 400
const MAIN_LINES_MAX = 40

const linesOf = (file: string): number => read(file).trimEnd().split('\n').length
/** Source without comments and without what stands in quotes: there, a word is not a use. */
const codeOf = (file: string): string =>
  read(file)
    .replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
const production = sourceFiles().filter(file => !isTest(file))

describe('the subgraphs look alike', () => {
  const common = ['app', 'config', 'context', 'errors', 'events', 'loaders', 'main', 'mappers', 'metrics'].map(
    name => `${name}.ts`,
  )
  const folders = ['domain', 'repositories', 'resolvers', 'services']
  /** Folders that only one subgraph has: another entry point, or an outside world of its own. */
  const own: Readonly<Record<(typeof subgraphs)[number], readonly string[]>> = {
    characters: ['replay.ts', 'world'],
    gacha: [
      'banner-files.ts',
      'forecast',
      'model-odds.ts',
      'random.ts',
      'report',
      'simulate.ts',
      'verify-pull',
      'verify-pull.ts',
    ],
    notifications: ['content', 'push'],
    quests: [
      'console-loaders.ts',
      'leaderboard-loaders.ts',
      'match-loaders.ts',
      'puzzle-loaders.ts',
      'quest-input.ts',
      'rebuild',
      'rebuild.ts',
    ],
    social: ['chat-loaders.ts', 'guild-loaders.ts'],
    users: ['admin.ts', 'command-settings.ts', 'identity', 'jurisdictions.ts', 'keys.ts', 'mail', 'payments'],
  }

  test.each(subgraphs)('%s has the common files and folders, and no others but its own', subgraph => {
    const inSource = filesBelow(`subgraphs/${subgraph}/src`)
      .filter(file => !isTest(file))
      .map(file => file.split('/')[3] ?? '')
    const expected = [...common, ...folders, ...own[subgraph]]
    expect([...new Set(inSource)].toSorted()).toEqual(expected.toSorted())
  })

  test.each(subgraphs)('%s has its schema, its database and its flows as tests', subgraph => {
    expect(existsSync(path.join(root, `subgraphs/${subgraph}/schema.graphql`))).toBe(true)
    expect(existsSync(path.join(root, `prisma/${subgraph}/schema.prisma`))).toBe(true)
    expect(filesBelow(`prisma/${subgraph}/migrations`).filter(file => file.endsWith('/migration.sql'))).not.toEqual([])
    expect(filesBelow(`subgraphs/${subgraph}/test`).filter(file => file.endsWith('.it.test.ts'))).not.toEqual([])
  })

  test.each(subgraphs)('%s names its resolvers like the types they resolve', subgraph => {
    const files = filesBelow(`subgraphs/${subgraph}/src/resolvers`).map(file => path.basename(file))
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'query.ts', 'mutation.ts', 'user.ts']))
  })
})

describe('files are small', () => {
  test('no source file is longer than 300 lines, and no test longer than 400', () => {
    const long = sourceFiles().filter(file => linesOf(file) > (isTest(file) ? TEST_LINES_MAX : LINES_MAX))
    expect(long.map(file => `${file}: ${linesOf(file)}`)).toEqual([])
  })

  test('every main.ts of a service is at most 40 lines', () => {
    const mains = production.filter(file => /^(subgraphs\/[^/]+|gateway)\/src\/main\.ts$/.test(file))
    expect(mains).toHaveLength(7)
    expect(mains.filter(file => linesOf(file) > MAIN_LINES_MAX)).toEqual([])
  })

  test('files are named in kebab-case', () => {
    const names = sourceFiles().map(file => path.basename(file))
    expect(names.filter(name => !/^[a-z0-9]+([-.][a-z0-9]+)*\.(tsx?|mjs|cjs)$/.test(name))).toEqual([])
  })

  test('no file or folder has a name that says nothing', () => {
    const empty = /(^|[/-])(utils?|helpers?|managers?|common|data|info|misc|stuff)(\.tsx?|\.mjs|\/)/
    expect(production.filter(file => empty.test(file))).toEqual([])
  })
})

describe('time, chance and the environment are handed in', () => {
  const time = /Date\.now\(|new Date\(\s*\)|performance\.now\(|\bTemporal\.Now\b|DateTime\.(now|utc)\(\s*\)/
  const chance = /Math\.random\(|\brandom(UUID|Bytes|Int|FillSync)\b|getRandomValues/

  const uses = (files: readonly string[], pattern: RegExp) => files.filter(file => pattern.test(codeOf(file)))

  test('what is looked for is found, and what only looks like it is not', () => {
    const clocks = ['Date.now()', 'new Date()', 'new Date( )', 'performance.now()', 'DateTime.utc()']
    expect(clocks.filter(code => !time.test(code))).toEqual([])
    expect(['new Date(now)', 'DateTime.utc(2026)', 'clock.now()'].filter(code => time.test(code))).toEqual([])
    const draws = [
      'Math.random()',
      'randomUUID()',
      "import { randomBytes } from 'node:crypto'",
      'getRandomValues(buffer)',
    ]
    expect(draws.filter(code => !chance.test(code))).toEqual([])
    expect(['random()', 'randomness', 'drawRandomly()'].filter(code => chance.test(code))).toEqual([])
  })

  test('domain never reads a clock and never draws', () => {
    const domain = production.filter(file => file.includes('/src/domain/'))
    expect(domain.length).toBeGreaterThan(20)
    expect([...uses(domain, time), ...uses(domain, chance)]).toEqual([])
  })

  test('the simulation of the world never reads a clock and never draws but from its own generator', () => {
    const simulation = production.filter(file => file.includes('/src/world/simulation/'))
    expect(simulation.length).toBeGreaterThan(0)
    expect([...uses(simulation, time), ...uses(simulation, chance)]).toEqual([])
  })

  test('services never read a clock, and draw nothing but ids', () => {
    const services = production.filter(file => /^subgraphs\/.*\/src\/(services|resolvers|repositories)\//.test(file))
    expect(services.length).toBeGreaterThan(40)
    expect([...uses(services, time), ...uses(services, /Math\.random\(|\brandom(Bytes|Int|FillSync)\b/)]).toEqual([])
  })

  test('the environment is read by config.ts, at the start of main.ts, and where a process starts another', () => {
    const allowed = [
      /^(subgraphs\/[^/]+|gateway)\/src\/(config|main)\.ts$/,
      // The standalone's whole work is to start the other processes with an environment of their own.
      /^standalone\/(start\.mjs|src\/(main|seed|events|processes|distributed|begin-anew|operator\/(status|publish|admin-log|admin-export|after-restore|logs))\.ts)$/,
      // PATH, for programs that are started: Postgres, Redis, Prisma's generator.
      /^packages\/kit\/src\/(embedded-postgres\/data-directory|redis\/find-redis-server|debian-tools\/find-executable)\.ts$/,
      /^tools\/(prisma-generate|test|prepare|npm-parent|with-node)\.mjs$/,
      /^tools\/src\/backups\/run-tool\.ts$/,
      // NODE_ENV, which it sets for Vite.
      /^web\/build\.mjs$/,
      // Steps of the Dockerfile find the registry, and npm's cache.
      /^ops\/src\/image\/main\.ts$/,
      // The measured processes run in the environment that the benchmark was started in.
      /^bench\/src\/processes\.ts$/,
      // A command's settings are its environment.
      /^(tools\/src\/(audit-economy|backup|migrate|restore-drill)|subgraphs\/(characters\/src\/replay|quests\/src\/rebuild|users\/src\/(admin|keys))|packages\/warehouse\/src\/main)\.ts$/,
    ]
    const readers = uses(production, /process\.env\b/)
    expect(readers.filter(file => !allowed.some(pattern => pattern.test(file)))).toEqual([])
  })
})

describe('database connections', () => {
  const opens = (source: string) =>
    /import (?:[\w*]+|\{[^}]*(?<!type )\b(?:Pool|Client)\b[^}]*\}) from 'pg'/.test(source.replaceAll('import type', ''))

  test('are made in one place, which sets their time zone to UTC', () => {
    expect(opens(`import { escapeIdentifier, Client } from 'pg'`)).toBe(true)
    expect(opens(`import pg from 'pg'`)).toBe(true)
    expect(opens(`import { escapeLiteral, type Pool } from 'pg'`)).toBe(false)
    expect(opens(`import type { Pool } from 'pg'`)).toBe(false)
    const openers = sourceFiles().filter(
      file => !/\.test\.ts$|^bench\/|\/better-auth-app\.mjs$/.test(file) && opens(read(file)),
    )
    expect(openers).toEqual(['packages/kit/src/postgres/connection.ts'])
  })
})

describe('dependencies', () => {
  interface Manifest {
    readonly version: string
    readonly workspaces?: readonly string[]
    readonly dependencies?: Readonly<Record<string, string>>
    readonly devDependencies?: Readonly<Record<string, string>>
    readonly optionalDependencies?: Readonly<Record<string, string>>
    readonly overrides?: Readonly<Record<string, string>>
  }
  const manifests = ['package.json', ...rooms.flatMap(filesBelow)]
    .filter(file => path.basename(file) === 'package.json')
    .map(file => [file, JSON.parse(read(file)) as Manifest] as const)
  const versions = manifests.flatMap(([file, manifest]) =>
    Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
      ...manifest.overrides,
    }).map(([name, version]) => ({ file, name, version })),
  )

  test('the packages of the project have the version that processes show', () => {
    const [, shown] = /VERSION = '(.+)'/.exec(read('packages/kit/src/version/index.ts')) ?? []
    expect(manifests.filter(([, { version }]) => version !== shown).map(([file]) => file)).toEqual([])
  })

  test('every one is pinned to one exact version', () => {
    expect(manifests.length).toBeGreaterThan(10)
    expect(versions.filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([])
  })

  test('every one has the same version wherever it is used', () => {
    const names = [...new Set(versions.map(({ name }) => name))]
    const torn = names.flatMap(name => {
      const uses = versions.filter(use => use.name === name)
      return new Set(uses.map(({ version }) => version)).size > 1 ? [uses] : []
    })
    expect(torn).toEqual([])
  })
})

describe('nothing is left half done', () => {
  test('no test is skipped, and no work is left for later in a comment', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b|\b(test|it|describe)\.(skip|todo|only)\b|@ts-(ignore|nocheck)/
    const here = 'tests/house.test.ts'
    expect(sourceFiles().filter(file => file !== here && marks.test(read(file)))).toEqual([])
  })

  test('no path of one machine and no address of a registry is in a file', () => {
    const place = /(^|[\s'"`(=])\/(work|root|home)\/|registry\.npmjs|localhost:4873/m
    const files = [
      ...sourceFiles(),
      ...['package.json', 'README.md', '.npmrc', 'codegen.ts'].filter(file => existsSync(path.join(root, file))),
    ]
    expect(files.filter(file => file !== 'tests/house.test.ts' && place.test(read(file)))).toEqual([])
  })
})
