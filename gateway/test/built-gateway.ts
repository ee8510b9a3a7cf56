import path from 'node:path'
import type { Plugin } from 'vitest/config'

const gateway = path.dirname(import.meta.dirname)
const sources = path.join(gateway, 'src') + path.sep
const parts = path.join(gateway, 'dist/parts.js')

/** The engine, by its name and by those of its rooms. */
const ENGINE = /^@waystone\/federation(\/|$)/

/**
 * Gives the gateway's tests the built modules in place of the sources and of the engine: parts.js exports all
 * of them, by the same names.
 */
export const builtGateway = (): Plugin => ({
  name: 'built-gateway',
  enforce: 'pre',
  resolveId: (source, importer) => {
    if (importer === undefined || importer.startsWith(sources)) return null
    if (ENGINE.test(source)) return { id: parts, external: true }
    if (!source.startsWith('.')) return null
    const file = path.resolve(path.dirname(importer), source)
    return file.startsWith(sources) ? { id: parts, external: true } : null
  },
})
