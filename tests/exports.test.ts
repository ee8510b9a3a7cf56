import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, read, root } from './house/tree.js'

interface Export {
  readonly 'waystone-source': string
  readonly types: string
  readonly default: string
}

const packages = filesBelow('.').filter(file => /(^|\/)package\.json$/.test(file))
const withExports = packages.flatMap(file => {
  const { exports = {} } = JSON.parse(read(file)) as { exports?: Readonly<Record<string, Export>> }
  return Object.entries(exports).map(
    ([name, conditions]) => [path.join(path.dirname(file), name), file, conditions] as const,
  )
})

/** Names with a star: every module of a package. */
const isOfAll = ([name]: (typeof withExports)[number]) => name.includes('*')

test.each(withExports.filter(each => !isOfAll(each)))(
  '%s is built from the source that tests run',
  (_, file, { 'waystone-source': source, ...built }) => {
    expect(existsSync(path.join(root, path.dirname(file), source))).toBe(true)
    const inDist = source.replace(/^\.\/(src\/)?/, './dist/').replace(/\.ts$/, '')
    expect(built).toEqual({ types: `${inDist}.d.ts`, default: `${inDist}.js` })
  },
)

test.each(withExports.filter(isOfAll))(
  '%s is for tests alone: production runs nothing of it',
  (_, _file, conditions) => {
    expect(conditions).toEqual({ 'waystone-source': './src/*.ts', types: './dist/*.d.ts' })
  },
)

test('a type check does not overwrite the bundle of the gateway', () => {
  const { exclude } = JSON.parse(read('gateway/tsconfig.json')) as { exclude: readonly string[] }
  expect(exclude).toContain('src/main.ts')
})
