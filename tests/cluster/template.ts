import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../chaos/instances.js'

/**
 * A configuration of ops/cluster with its names in braces filled in.
 * @throws Error for a name without a value, and for a value whose name the file does not have.
 */
export function fillTemplate(file: string, values: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(values))
  const text = readFileSync(path.join(root, 'ops', 'cluster', file), 'utf8').replaceAll(
    /\$\{([A-Z0-9_]+)\}/g,
    (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`ops/cluster/${file} has \${${name}}, which has no value`)
      unused.delete(name)
      return value
    },
  )
  if (unused.size > 0) throw new Error(`ops/cluster/${file} does not use ${[...unused].join(', ')}`)
  return text
}
