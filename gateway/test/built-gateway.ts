import path from 'node:path'
import type { Plugin } from 'vitest/config'

const gateway = path.dirname(import.meta.dirname)
const sources = path.join(gateway, 'src') + path.sep
const parts = path.join(gateway, 'dist/parts.js')

/**
 * Gives the gateway's tests the built modules in place of the sources: parts.js exports all of them, by the
 * same names.
 */
export const builtGateway = (): Plugin => ({
  name: 'built-gateway',
  enforce: 'pre',
  resolveId: (source, importer) => {
    if (importer === undefined || !source.startsWith('.') || importer.startsWith(sources)) return null
    const file = path.resolve(path.dirname(importer), source)
    return file.startsWith(sources) ? { id: parts, external: true } : null
  },
})
