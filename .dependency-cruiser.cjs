// Who may import whom: the table of ARCHITECTURE.md. tests/house.test.ts proves that every rule bites and
// that every file is seen.
const subgraph = '^subgraphs/([^/]+)/src/'
const tests =
  '([.]test[.]ts$|^subgraphs/[^/]+/test/|^gateway/test/|^standalone/test/|^tests/|^packages/kit/src/testing/|^packages/(live-client|warehouse)/test/)'
const database = '^(subgraphs/[^/]+/src/generated/prisma/|.*node_modules/(@prisma/|prisma/|pg/|@types/pg/))'
const rooms = '^(subgraphs|gateway|standalone|prisma|web|tools|ops|tests|bench)/'

const engine = '^packages/federation/src/'
/** The rooms of the engine, lowest first; a room imports only from those before it. */
const engineRooms = [
  'json/',
  'exact-numbers/',
  'contract/',
  'access/',
  'planning/',
  'epoch/',
  'fetching/',
  'projection/',
  'answer/',
  'sharing/',
]
/** Those of the gateway. Files beside them wire. */
const gatewayRooms = [
  'requests/',
  'data-sources/',
  'features/',
  'workers/',
  'supergraph/',
  'presence/',
  'http/',
  'subscriptions/',
]
/** Tests of a room may use what stands above it. */
const downward = (folder, order) =>
  order.map((room, place) => ({
    name: `${folder.replace(/^packages[/]|[/]src[/]$/g, '')}-downward-${room.replace(/[/]$|[.]ts$/, '')}`,
    comment: 'Rooms import downward only, so that a lower one can be read, and taken out, without those above it.',
    severity: 'error',
    from: { path: `^${folder}${room.replaceAll('.', '[.]')}`, pathNot: tests },
    to: {
      path: `^${folder}`,
      pathNot: order.slice(0, place + 1).map(below => `^${folder}${below.replaceAll('.', '[.]')}`),
    },
  }))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment:
        'A cycle is one idea in two files, or two ideas in one. Types of codegen name the context, which is no cycle of ours.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { pathNot: '/generated/' } },
    },
    {
      name: 'everything-resolves',
      comment:
        'An import that nothing answers hides from every other rule. ' +
        'What the benchmark measures us against, and ClickHouse as a library, are installed beside what uses them when that is run first; a virtual module is made by the build.',
      severity: 'error',
      from: { pathNot: '^(bench/peers|packages/warehouse/test/chdb)/' },
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'through-the-front-door',
      comment:
        'Another package is imported by its name, and so through its exports, never by a path into its source. ' +
        'Only what npm start runs cannot: it is there to install the packages.',
      severity: 'error',
      from: {
        path: '^((?:packages|subgraphs)/[^/]+|gateway|standalone|prisma|tools|ops|tests|bench)/',
        pathNot: '^standalone/(start|watch|waystone)[.]mjs$',
      },
      to: {
        path: '^((?:packages|subgraphs)/[^/]+|gateway|standalone|prisma|tools|ops|tests|bench)/',
        // A subgraph's tests seed its own database; a package that depends on its seed would go round in a circle.
        pathNot: ['^$1/', '^prisma/[^/]+/(seed[.]ts$|content/)'],
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased'],
      },
    },
    {
      name: 'declared-dependencies',
      comment:
        'What a package imports stands in its own package.json. Tests and tool settings use the tools of the root package.json.',
      severity: 'error',
      from: { pathNot: [tests, '[.]config[.]ts$'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'production-needs-no-dev-dependency',
      comment: 'What runs in production is a dependency; types are none at run time.',
      severity: 'error',
      // Rules and dashboards are made before a commit, not in production.
      from: { path: '/src/', pathNot: [tests, '^tools/src/watching/'].flat() },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'triple-slash-type-reference'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'domain-is-pure',
      comment:
        "Domain computes: its own domain, kit's errors and rules for names, the event contract, and libraries without I/O.",
      severity: 'error',
      from: { path: `${subgraph}domain/`, pathNot: tests },
      to: {
        pathNot: [
          '^subgraphs/$1/src/domain/',
          '^packages/kit/src/errors/',
          // Which names may be shown: a function of text, the same in every subgraph.
          '^packages/kit/src/names/',
          // Which words readers are spared: a function of text as well.
          '^packages/kit/src/obscene-words/',
          // Which text of an object a reader gets, by language.
          '^packages/kit/src/locale/',
          // Which ranges of addresses are private.
          '^node_modules/ipaddr.js/',
          // Which text is an asset key, the same in every subgraph.
          '^packages/kit/src/art/',
          // Which scopes give which rights, the same in every subgraph.
          '^packages/kit/src/roles/',
          // Which rules of a country hold for a player: a function of both. Their files are read elsewhere.
          '^packages/jurisdictions/src/index[.]ts$',
          '^packages/events/src/',
          'node_modules/zod/',
          // Words that are masked in texts of players.
          'node_modules/obscenity/',
          // Clocks of time zones, and messages with plurals: functions of their arguments.
          'node_modules/(luxon|intl-messageformat)/',
          // Ratings of players: formulas.
          'node_modules/openskill/',
          // Hashes, for draws that can be verified. House rules forbid its randomness in domain.
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'simulation-is-pure',
      comment:
        'A world that is computed again comes out the same: the simulation knows its content and the domain, and nothing outside.',
      severity: 'error',
      from: {
        path: `${subgraph}world/(simulation|content)/`,
        pathNot: [tests, `${subgraph}world/content/read-content[.]ts$`],
      },
      to: {
        pathNot: [
          '^subgraphs/$1/src/world/(simulation|content)/',
          '^subgraphs/$1/src/world/tick[.]ts$',
          '^subgraphs/$1/src/domain/',
          '^packages/kit/src/(art|errors|locale)/',
          'node_modules/(jsonc-parser|zod)/',
        ],
      },
    },
    {
      name: 'repositories-know-no-use-case',
      comment: 'Repositories know tables and domain types; who uses them, and why, is not their concern.',
      severity: 'error',
      from: { path: `${subgraph}repositories/`, pathNot: tests },
      to: {
        path: [
          '^subgraphs/$1/src/(services|resolvers)/',
          '^subgraphs/$1/src/(app|config|context|events|errors|loaders|main|mappers)[.]ts$',
          '^subgraphs/$1/src/generated/graphql[.]ts$',
          'node_modules/(graphql|@apollo)/',
        ],
      },
    },
    {
      name: 'services-know-no-graphql',
      comment: 'A use case is the same whoever asks for it: resolvers, an event, a job.',
      severity: 'error',
      from: { path: `${subgraph}services/`, pathNot: tests },
      to: {
        path: [
          '^subgraphs/$1/src/resolvers/',
          '^subgraphs/$1/src/(app|config|context|loaders|main|mappers)[.]ts$',
          '^subgraphs/$1/src/generated/graphql[.]ts$',
          'node_modules/(graphql|@apollo)/',
        ],
      },
    },
    {
      name: 'resolvers-know-no-table',
      comment: 'Resolvers ask loaders and services.',
      severity: 'error',
      from: { path: `${subgraph}resolvers/`, pathNot: tests },
      to: { path: ['^subgraphs/$1/src/(repositories|generated/prisma)/', '^packages/kit/src/postgres/', database] },
    },
    {
      name: 'only-repositories-touch-the-database',
      comment: 'Prisma and node-pg belong to repositories; app.ts hands them what they need.',
      severity: 'error',
      from: { path: subgraph, pathNot: [tests, `${subgraph}(repositories|generated)/`, `${subgraph}app[.]ts$`] },
      to: { path: database },
    },
    {
      name: 'only-app-wires',
      comment: 'app.ts puts a subgraph together; nobody below it knows it, or the settings it was made from.',
      severity: 'error',
      from: {
        path: subgraph,
        pathNot: [tests, `${subgraph}(app|main|config|simulate|verify-pull|rebuild|admin|keys)[.]ts$`],
      },
      to: { path: '^subgraphs/$1/src/(app|config|main|resolvers/index)[.]ts$' },
    },
    {
      name: 'subgraphs-are-strangers',
      comment: 'Subgraphs meet in the graph, by events and by calls, never by import.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^(subgraphs|gateway|standalone|prisma|web|bench|tools|ops)/', pathNot: '^(subgraphs|prisma)/$1/' },
    },
    {
      name: 'seeds-come-last',
      comment: 'Seeds and content use a subgraph as its clients do; it runs without them.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/', pathNot: tests },
      to: { path: '^prisma/' },
    },
    {
      name: 'gateway-knows-no-subgraph',
      comment: 'The gateway knows subgraphs by their schemas, and has no database.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: ['^(subgraphs|standalone|prisma|web|bench|tools|ops)/', 'node_modules/(@prisma|prisma|pg)/'] },
    },
    ...downward('gateway/src/', gatewayRooms),
    ...downward('packages/federation/src/', engineRooms),
    {
      name: 'engine-knows-no-gateway',
      comment:
        'The engine runs any supergraph: it knows the planner, graphql and a cache, and no server, token or metric.',
      severity: 'error',
      from: { path: engine, pathNot: tests },
      to: {
        pathNot: [
          engine,
          'node_modules/(@apollo/(federation-internals|query-planner)|graphql|lru-cache)/',
          '^(node:)?(crypto|fs|module|path|vm)$',
        ],
      },
    },
    {
      name: 'only-the-engine-shares',
      comment: 'Sharing is for speed alone: engine.ts puts it in front, and no room knows whether it is there.',
      severity: 'error',
      from: { path: engine, pathNot: [tests, `${engine}(engine[.]ts$|sharing/)`] },
      to: { path: `${engine}sharing/` },
    },
    {
      name: 'the-engine-has-doors',
      comment:
        'Modules behind the exports of the engine are for tests: production code imports engine, contract, numbers.',
      severity: 'error',
      from: { pathNot: [tests, engine] },
      to: { path: engine, pathNot: `${engine}(engine|contract/index|exact-numbers/index|json/json)[.]ts$` },
    },
    {
      name: 'kit-knows-nobody',
      comment: 'Kit holds no game word: it is below everything.',
      severity: 'error',
      from: { path: '^packages/kit/' },
      to: { path: [rooms, '^packages/(?!kit/)'] },
    },
    {
      name: 'events-do-no-io',
      comment: 'The event contract is data: zod and nothing else.',
      severity: 'error',
      from: { path: '^packages/events/src/', pathNot: tests },
      to: { pathNot: ['^packages/events/src/', 'node_modules/zod/'] },
    },
    {
      name: 'clients-stay-outside',
      comment: "Journeys and the web use what a client can reach, and kit's testing.",
      severity: 'error',
      from: { path: '^(web|tests/e2e)/' },
      to: {
        path: '^(subgraphs|gateway|standalone|prisma|packages)/',
        pathNot: '^packages/(kit/src/testing|live-client)/',
      },
    },
    {
      name: 'benchmarks-measure-from-outside',
      comment:
        'Benchmarks reach the house by its endpoints and databases; kit starts what they need, and speaks as a service does.',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^(subgraphs|gateway|standalone|prisma|web|tools|tests)/' },
    },
    {
      name: 'production-has-no-warehouse',
      comment: 'DuckDB is as large as half of an image; the warehouse runs beside the services.',
      severity: 'error',
      from: { path: '^(subgraphs|gateway|standalone|prisma|tools|packages/(?!warehouse/))' },
      to: { path: ['^packages/warehouse/', 'node_modules/@duckdb/'] },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Production code runs without its tests.',
      severity: 'error',
      from: { pathNot: [tests, '^bench/', '^vitest[.]config[.]ts$'] },
      to: { path: tests },
    },
    {
      name: 'no-spikes',
      comment: 'Spikes proved facts; no line of them goes into the house.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)spikes/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    // The package.json of the package itself, not the root's: each declares what it imports.
    combinedDependencies: false,
    doNotFollow: { path: ['node_modules', '/generated/prisma/internal/'] },
    // What is built or generated here, not what npm packages keep in a folder of that name.
    exclude: {
      path: ['^((?!node_modules/).)*/dist(-types)?/', '^subgraphs/[^/]+/src/generated/prisma/(internal|models)/'],
    },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['waystone-source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
