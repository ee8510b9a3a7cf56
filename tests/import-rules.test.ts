import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import ts from 'typescript'
import { afterEach, expect, test } from 'vitest'
import { cruiseHouse, ruleNames, violations } from './house/cruise.js'
import { read, root, sourceFiles } from './house/tree.js'

const made: string[] = []
afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true })
})

/** A house of a few files, with this house's packages installed. */
function aHouse(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'house-'))
  made.push(directory)
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.join(directory, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(directory, file), content)
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'))
  return directory
}

const findings = async (files: Readonly<Record<string, string>>) =>
  violations(await cruiseHouse(aHouse(files), [...new Set(Object.keys(files).map(file => file.split('/')[0] ?? file))]))

test('nobody imports what is not theirs to import', async () => {
  expect(violations(await cruiseHouse())).toEqual([])
})

test('the rules see every file of the house, and every import in it', async () => {
  const { modules } = await cruiseHouse()
  const seen = new Map(modules.map(module => [module.source, module.dependencies.map(({ module: name }) => name)]))
  const files = sourceFiles()
  expect(files.length).toBeGreaterThan(100)
  for (const file of files) {
    expect(seen.has(file), `${file} is seen`).toBe(true)
    const imports = ts
      .preProcessFile(read(file), true, true)
      .importedFiles.map(({ fileName }) => fileName.replace(/^node:/, ''))
    const missed = imports.filter(name => !seen.get(file)?.includes(name) && !name.includes('/generated/'))
    expect(missed, `imports of ${file} that the rules do not see`).toEqual([])
  }
})

const a = 'export const a = 1\n'
const importing = (specifier: string) => `import '${specifier}'\n`
const users = (file: string, specifier: string) => ({ [`subgraphs/users/src/${file}`]: importing(specifier) })

/** Rooms, lowest first, and what stands above all of them; what each may not import is the next one. */
const rooms = {
  'packages/federation': [
    'json/one.ts',
    'exact-numbers/one.ts',
    'contract/one.ts',
    'access/one.ts',
    'planning/one.ts',
    'epoch/one.ts',
    'fetching/one.ts',
    'projection/one.ts',
    'answer/one.ts',
    'sharing/one.ts',
    'engine.ts',
  ],
  gateway: [
    'requests/one.ts',
    'data-sources/one.ts',
    'features/one.ts',
    'workers/one.ts',
    'supergraph/one.ts',
    'presence/one.ts',
    'http/one.ts',
    'subscriptions/one.ts',
    'app.ts',
  ],
} as const

/** A house in which each room imports from the next one, and the rules that this breaks. */
function upwardImports(folder: string, places: readonly string[]) {
  const files: Record<string, string> = {}
  const broken = places.slice(0, -1).map((room, place) => {
    const next = places[place + 1] ?? ''
    const specifier = path
      .relative(path.dirname(room), next)
      .replace(/^(?=[^.])/, './')
      .replace('.ts', '.js')
    files[`${folder}/src/${room}`] = importing(specifier)
    return `${path.basename(folder)}-downward-${room.replace(/\/one[.]ts$|[.]ts$/, '')}: ${folder}/src/${room} → ${folder}/src/${next}`
  })
  return { files: { ...files, [`${folder}/src/${places.at(-1) ?? ''}`]: a }, broken }
}

/** For each rule an import that it forbids: the files, and who imports what. */
const forbidden: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, from: string]>> = {
  'no-cycle': [
    {
      'tools/one.ts': `import type { B } from './two.js'\nexport type A = B | 1\n`,
      'tools/two.ts': `import type { A } from './one.js'\nexport type B = A\n`,
    },
    'tools/one.ts',
  ],
  'everything-resolves': [{ 'tools/one.ts': importing('./nowhere.js') }, 'tools/one.ts'],
  'through-the-front-door': [
    { 'gateway/src/app.ts': importing('../../packages/kit/src/clock/index.js'), 'packages/kit/src/clock/index.ts': a },
    'gateway/src/app.ts',
  ],
  'declared-dependencies': [
    { 'gateway/package.json': '{"name":"gateway"}', 'gateway/src/app.ts': importing('graphql') },
    'gateway/src/app.ts',
  ],
  'production-needs-no-dev-dependency': [
    {
      'gateway/package.json': '{"name":"gateway","devDependencies":{"graphql":"16.15.0"}}',
      'gateway/src/app.ts': importing('graphql'),
    },
    'gateway/src/app.ts',
  ],
  'domain-is-pure': [users('domain/wallet.ts', 'node:fs'), 'subgraphs/users/src/domain/wallet.ts'],
  'simulation-is-pure': [
    users('world/simulation/walking.ts', 'node:fs'),
    'subgraphs/users/src/world/simulation/walking.ts',
  ],
  'repositories-know-no-use-case': [
    { ...users('repositories/user.ts', '../services/sign-in.js'), 'subgraphs/users/src/services/sign-in.ts': a },
    'subgraphs/users/src/repositories/user.ts',
  ],
  'services-know-no-graphql': [users('services/sign-in.ts', 'graphql'), 'subgraphs/users/src/services/sign-in.ts'],
  'resolvers-know-no-table': [
    { ...users('resolvers/user.ts', '../repositories/user.js'), 'subgraphs/users/src/repositories/user.ts': a },
    'subgraphs/users/src/resolvers/user.ts',
  ],
  'only-repositories-touch-the-database': [
    users('services/sign-in.ts', 'pg'),
    'subgraphs/users/src/services/sign-in.ts',
  ],
  'only-app-wires': [
    { ...users('services/sign-in.ts', '../app.js'), 'subgraphs/users/src/app.ts': a },
    'subgraphs/users/src/services/sign-in.ts',
  ],
  'subgraphs-are-strangers': [
    { ...users('app.ts', '../../gacha/src/app.js'), 'subgraphs/gacha/src/app.ts': a },
    'subgraphs/users/src/app.ts',
  ],
  'seeds-come-last': [
    { ...users('app.ts', '../../../prisma/users/seed.js'), 'prisma/users/seed.ts': a },
    'subgraphs/users/src/app.ts',
  ],
  'gateway-knows-no-subgraph': [{ 'gateway/src/app.ts': importing('pg') }, 'gateway/src/app.ts'],
  'engine-knows-no-gateway': [
    { 'packages/federation/src/planning/one.ts': importing('jose') },
    'packages/federation/src/planning/one.ts',
  ],
  'only-the-engine-shares': [
    {
      'packages/federation/src/answer/one.ts': importing('../sharing/two.js'),
      'packages/federation/src/sharing/two.ts': a,
    },
    'packages/federation/src/answer/one.ts',
  ],
  'the-engine-has-doors': [
    {
      'gateway/src/app.ts': importing('../../packages/federation/src/planning/one.js'),
      'packages/federation/src/planning/one.ts': a,
    },
    'gateway/src/app.ts',
  ],
  'kit-knows-nobody': [
    { 'packages/kit/src/clock/index.ts': importing('../../../events/src/index.js'), 'packages/events/src/index.ts': a },
    'packages/kit/src/clock/index.ts',
  ],
  'events-do-no-io': [{ 'packages/events/src/index.ts': importing('node:fs') }, 'packages/events/src/index.ts'],
  'clients-stay-outside': [
    { 'tests/e2e/journey.e2e.test.ts': importing('../../gateway/src/app.js'), 'gateway/src/app.ts': a },
    'tests/e2e/journey.e2e.test.ts',
  ],
  'benchmarks-measure-from-outside': [
    { 'bench/src/one.ts': importing('../../gateway/src/app.js'), 'gateway/src/app.ts': a },
    'bench/src/one.ts',
  ],
  'production-has-no-warehouse': [
    { 'gateway/src/app.ts': importing('../../packages/warehouse/src/index.js'), 'packages/warehouse/src/index.ts': a },
    'gateway/src/app.ts',
  ],
  'no-test-code-in-production': [
    { 'gateway/src/app.ts': importing('./app.test.js'), 'gateway/src/app.test.ts': a },
    'gateway/src/app.ts',
  ],
  'no-spikes': [{ 'tools/one.ts': importing('./spikes/one.js'), 'tools/spikes/one.ts': a }, 'tools/one.ts'],
}

test('every rule has its forbidden import below', () => {
  const ofRooms = Object.entries(rooms).flatMap(([folder, places]) =>
    upwardImports(folder, places).broken.map(line => line.replace(/: .*/, '')),
  )
  expect([...Object.keys(forbidden), ...ofRooms].toSorted()).toEqual([...ruleNames].toSorted())
})

test.each(Object.entries(rooms))(
  '%s: a room that imports from the one above it is reported',
  async (folder, places) => {
    const { files, broken } = upwardImports(folder, places)
    expect(await findings(files)).toEqual(expect.arrayContaining(broken))
  },
)

test.each(Object.entries(forbidden))('%s: a forbidden import is reported', async (rule, [files, from]) => {
  const reported = await findings(files)
  expect(reported.filter(line => line.startsWith(`${rule}: ${from} → `))).toHaveLength(1)
})

test('an import of a type alone is an import', async () => {
  const files = {
    'subgraphs/users/src/domain/wallet.ts': `import type { Pool } from 'pg'\nexport type Wallet = Pool\n`,
  }
  expect((await findings(files)).some(line => line.startsWith('domain-is-pure: '))).toBe(true)
})

test('an import that is asked for at run time is an import', async () => {
  const files = { 'subgraphs/users/src/domain/wallet.ts': `export const wallet = await import('node:fs')\n` }
  expect((await findings(files)).some(line => line.startsWith('domain-is-pure: '))).toBe(true)
})

test('what the table allows is not reported', async () => {
  expect(
    await findings({
      'subgraphs/users/package.json': '{"name":"users","dependencies":{"graphql":"16.15.0","pg":"8.23.1"}}',
      ...users('app.ts', './services/sign-in.js'),
      'subgraphs/users/src/services/sign-in.ts': `${importing('../domain/wallet.js')}${importing('../repositories/user.js')}`,
      'subgraphs/users/src/domain/wallet.ts': importing('./amount.js'),
      'subgraphs/users/src/domain/amount.ts': a,
      'subgraphs/users/src/repositories/user.ts': `${importing('pg')}${importing('../domain/wallet.js')}`,
      'subgraphs/users/src/resolvers/user.ts': importing('../services/sign-in.js'),
    }),
  ).toEqual([])
})
