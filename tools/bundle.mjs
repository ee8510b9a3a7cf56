// `node tools/bundle.mjs` bundles the gateway: to read some hundred small modules takes longer than the rest
// of a start. gateway/dist/main.js runs it; gateway/dist/parts.js exports all of its modules to the tests of
// the bundle. Both load the same chunk; modules that a start does not need stay in chunks of their own.
// gateway/tsconfig.json leaves main.ts out, so that a type check does not overwrite main.js.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkCopies, SHARED } from './shared-packages.mjs'

/**
 * Loads the shared ones as CommonJS, as the planner does. For an import, Node would first look through all of
 * their files for what they export: a tenth of a start.
 */
const requireShared = {
  name: 'require-shared',
  setup: build => {
    const require = createRequire(import.meta.url)
    build.onResolve({ filter: SHARED }, ({ path: name, namespace }) =>
      namespace === 'shared' ? { path: name, external: true } : { path: name, namespace: 'shared' },
    )
    build.onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: name }) => {
      const names = Object.keys(require(name)).filter(each => each !== 'default')
      return { contents: `export const { ${names.join(', ')} } = require(${JSON.stringify(name)})` }
    })
  },
}

const SOURCES = 'gateway/src'
/** Folders whose modules parts.js exports: the engine is tested by suites of the gateway too. */
const FOLDERS = [SOURCES, 'packages/federation/src']
const PARTS = 'gateway-parts'
const CHUNK = 'chunk-'

/** The entry point of parts.js: every module but main.ts, which would start a gateway. */
const allParts = root => ({
  name: PARTS,
  setup: build => {
    build.onResolve({ filter: new RegExp(`^${PARTS}$`) }, ({ path: name }) => ({ path: name, namespace: PARTS }))
    build.onLoad({ filter: /.*/, namespace: PARTS }, () => {
      const modules = FOLDERS.flatMap(folder =>
        readdirSync(path.join(root, folder), { recursive: true })
          .map(file => `${folder}/${file.replaceAll(path.sep, '/')}`)
          .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== `${SOURCES}/main.ts`)
          .toSorted((one, other) => one.localeCompare(other)),
      )
      return {
        contents: modules.map(file => `export * from './${file}'`).join('\n'),
        resolveDir: root,
        loader: 'ts',
      }
    })
  },
})

/** @throws Error when a file cannot be read as TypeScript, or a package is bundled of which there must be one copy. */
export async function bundleGateway(root) {
  // Not at the top: a fresh clone installs it after this file is loaded.
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: `${SOURCES}/main.ts`, parts: PARTS },
    outdir: 'gateway/dist',
    // Beside main.js: the sources find files by their own place, which is as deep below gateway/.
    chunkNames: `${CHUNK}[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['waystone-source'],
    plugins: [requireShared, allParts(root)],
    // Defines `require` for bundled CommonJS packages that load modules of Node itself.
    banner: {
      js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
    },
    // It reads like the sources, and says of each part which file it comes from. A map would be 24 MB in
    // memory from the first error on.
    sourcemap: false,
    logLevel: 'error',
    metafile: true,
    write: false,
  })
  checkCopies(metafile, root)
  const dist = path.join(root, 'gateway/dist')
  mkdirSync(dist, { recursive: true })
  for (const name of readdirSync(dist)) if (name.startsWith(CHUNK)) rmSync(path.join(dist, name))
  for (const { path: file, text } of outputFiles) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, withAsciiComments(text))
  }
}

/**
 * Replaces non-ASCII characters in comments. esbuild's code is ASCII, comments are not: for one curly quote
 * in a comment of some package, V8 keeps the whole text in two bytes a character.
 */
const withAsciiComments = text => text.replaceAll(/\P{ASCII}(?<=\/\/.*)/gu, '?')

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleGateway(path.dirname(import.meta.dirname))
