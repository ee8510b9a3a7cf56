// `node tools/bundle.mjs` puts what a start of the gateway needs into one file, gateway/dist/main.js: reading some hundred small modules
// one after the other takes longer than all the rest of a start. What a start does not need stays in files of its own.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Packages, with all of their modules, that check for their own classes and that the planner loads too: one copy of each. */
const SHARED = /^(graphql|@apollo\/[^/]+)(\/.*)?$/

/**
 * Loads the shared ones as CommonJS, as the planner does. For an import, Node would first look through all of their files for what they export:
 * a tenth of a start.
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

/** @throws Error when a file cannot be read as TypeScript. */
export async function bundleGateway(root) {
  // Not at the top: a fresh clone installs it after this file is loaded.
  const { build } = await import('esbuild')
  rmSync(path.join(root, 'gateway/dist/chunks'), { recursive: true, force: true })
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['gateway/src/main.ts'],
    outdir: 'gateway/dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['waystone-source'],
    plugins: [requireShared],
    // What CommonJS packages ask Node itself for.
    banner: {
      js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
    },
    // It reads like the sources, and says of each part which file it comes from. A map would be 24 MB in memory from the first error on.
    sourcemap: false,
    logLevel: 'error',
    write: false,
  })
  for (const { path: file, text } of outputFiles) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, withAsciiComments(text))
  }
}

/**
 * What runs is in ASCII as it comes from esbuild, comments are not: for one curly quote in a comment of some package, V8 keeps the whole text
 * in two bytes a character.
 */
const withAsciiComments = text => text.replaceAll(/\P{ASCII}(?<=\/\/.*)/gu, '?')

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleGateway(path.dirname(import.meta.dirname))
