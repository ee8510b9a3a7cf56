import { readFileSync } from 'node:fs'
import path from 'node:path'
import { minifyIntrospectionQuery } from '@urql/introspection'
import react from '@vitejs/plugin-react'
import { buildSchema, introspectionFromSchema } from 'graphql'
import { defineConfig, type Plugin } from 'vite'
import { inlineDocuments, trustedDocuments } from './documents.js'

const root = import.meta.dirname

/** The part of the schema that graphcache must know, as `virtual:schema`: abstract types and their members. */
const schemaForCache = ({ isBuild }: { isBuild: boolean }): Plugin => ({
  name: 'schema-for-cache',
  resolveId: id => (id === 'virtual:schema' ? '\0virtual:schema' : undefined),
  load: id => {
    if (id !== '\0virtual:schema') return undefined
    const schema = buildSchema(readFileSync(path.join(root, '../schema.graphql'), 'utf8'), { assumeValidSDL: true })
    const { __schema } = minifyIntrospectionQuery(introspectionFromSchema(schema))
    if (!isBuild) return `export default ${JSON.stringify({ __schema })}`
    // Fields are left out: with them the file would be four times as large, for nothing but warnings. The types of
    // objects must be there: without them graphcache throws at the first field that it has not read before.
    const types = __schema.types
      .filter(({ kind }) => ['INTERFACE', 'UNION', 'OBJECT'].includes(kind))
      .map(type => ('fields' in type ? { ...type, fields: [] } : type))
    return `export default ${JSON.stringify({ __schema: { ...__schema, types } })}`
  },
})

/** Gives each path the page that the gateway would, in the development server. */
const pagesByPath = (): Plugin => ({
  name: 'pages-by-path',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      const { url = '/', headers } = request
      const isNavigation = headers.accept?.includes('text/html') === true && !/^\/(graphql|@|src\/)/.test(url)
      if (isNavigation) request.url = /^\/console(\/|$)/.test(url) ? '/console.html' : '/player.html'
      next()
    })
  },
})

export default defineConfig(({ command }) => ({
  root,
  plugins: [
    react(),
    schemaForCache({ isBuild: command === 'build' }),
    pagesByPath(),
    inlineDocuments(),
    trustedDocuments(),
  ],
  resolve: { conditions: ['waystone-source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Inlined images would need `data:` in the policy of scripts' pages for no gain.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        player: path.join(root, 'player.html'),
        console: path.join(root, 'console.html'),
        'push-worker': path.join(root, 'src/push-worker.ts'),
      },
      // A browser keeps the worker under its address, at the root for all pages: it bears no hash.
      output: { entryFileNames: ({ name }) => (name === 'push-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  define: { __BY_HASH__: JSON.stringify(command === 'build') },
}))
