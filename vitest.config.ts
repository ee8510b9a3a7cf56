import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { builtGateway } from './gateway/test/built-gateway.js'
import { leftOut } from './tests/short-forms.js'
import { transformCache } from './tests/transform-cache.js'

const conditions = ['waystone-source']
const source = {
  // One graphql for all: Vite would load its ES modules for us, and Node its CommonJS for Apollo's packages.
  resolve: { conditions, alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  ssr: { resolve: { conditions } },
}
/**
 * At the root, too: there vitest notes the lock file, and clears all caches, those in use included, when it
 * is another one.
 */
const cached = { fsModuleCache: true, fsModuleCachePath: transformCache(import.meta.dirname) }
/**
 * A busy machine is slow, not wrong: only an event that never comes fails a test.
 *
 * A worker loads the modules once and not for each file, which took as long as the tests. So a file leaves
 * nothing behind: no mock, no environment variable, no connection.
 */
const patient = {
  isolate: false,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 10_000 } },
  experimental: cached,
}
const POSTGRES = 'packages/kit/src/testing/global-setup.ts'
const BUILD = 'tests/built-setup.ts'
const PAGES = 'tests/e2e/web-*.e2e.test.ts'
const journeys = { ...patient, testTimeout: 120_000, hookTimeout: 180_000, globalSetup: [BUILD] }

const builtSuites = [
  'gateway/test/built/*.it.test.ts',
  'gateway/test/{access,cache-control,defer-http,entity-cache,failing-subgraphs,graphql-over-http,http,large-numbers,local-subgraphs,thin-path}.it.test.ts',
  'gateway/test/federation/*.it.test.ts',
  'gateway/test/differential/{differential,abstract-types,clashing-names,contexts,execution,interface-objects,repeats}.it.test.ts',
  'gateway/test/live/{large-numbers,subscribe,streams}.it.test.ts',
]

export default defineConfig({
  test: {
    // Two cores are what everything must run on.
    maxWorkers: 2,
    experimental: cached,
    // A change of one of these affects every test; so does any package.json.
    forceRerunTriggers: [
      ...configDefaults.forceRerunTriggers,
      '**/package-lock.json',
      `**/${POSTGRES}`,
      '**/tests/transform-cache.ts',
    ],
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['{packages,subgraphs}/*/src/**/*.test.ts', '{gateway,standalone,tools,web}/src/**/*.test.ts'],
          exclude: ['**/dist/**', '**/*.it.test.ts'],
          ...patient,
        },
      },
      { ...source, test: { name: 'house', include: ['tests/*.test.ts'], ...patient, testTimeout: 180_000 } },
      {
        ...source,
        test: {
          name: 'integration',
          include: ['{packages,subgraphs}/*/{test,src}/**/*.it.test.ts', 'standalone/{test,src}/**/*.it.test.ts'],
          exclude: ['**/dist/**', ...leftOut('integration')],
          ...patient,
          // Commands run from the build, as an operator runs them, and start in half the time.
          globalSetup: [BUILD, POSTGRES],
        },
      },
      {
        // Knows no database: it starts in a second.
        ...source,
        test: {
          name: 'gateway',
          include: ['gateway/{test,src}/**/*.it.test.ts'],
          exclude: ['**/dist/**', 'gateway/test/built/**'],
          ...patient,
        },
      },
      {
        // Suites of the gateway once more, against the bundle that runs in production instead of the sources.
        ...source,
        plugins: [builtGateway()],
        test: {
          name: 'built',
          include: builtSuites,
          exclude: [...configDefaults.exclude, ...leftOut('built')],
          ...patient,
          globalSetup: [BUILD],
          // Executors are compared to find what bundling breaks: the sources get the many cases.
          env: { DIFFERENTIAL_CASES: '200' },
        },
      },
      {
        // Load, starts and killed processes are looked at here: nothing else runs meanwhile.
        ...source,
        test: {
          name: 'e2e',
          include: ['tests/e2e/*.e2e.test.ts'],
          exclude: [...configDefaults.exclude, PAGES, ...leftOut('e2e')],
          ...journeys,
          fileParallelism: false,
        },
      },
      {
        // A browser waits more than it works, so two journeys share the machine.
        ...source,
        test: {
          name: 'e2e-pages',
          include: [PAGES],
          exclude: [...configDefaults.exclude, ...leftOut('pages')],
          ...journeys,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...source,
        test: {
          name: 'chaos',
          include: ['tests/chaos/*.chaos.test.ts'],
          exclude: [...configDefaults.exclude, ...leftOut('chaos')],
          ...patient,
          globalSetup: [BUILD, POSTGRES],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        // Minutes, and Debian's packages: `npm run test:drills`, or by the command that says more, `npm run ops:drill`.
        ...source,
        test: { name: 'drills', include: ['tests/drills/*.drill.test.ts'], ...patient, globalSetup: [BUILD] },
      },
    ],
  },
})
