import { expect, it } from 'vitest'
import { read, root } from './house/tree.js'

const tool = new URL('../tools/transpile.mjs', import.meta.url).href

it('a start builds every package of ours that what it starts imports', async () => {
  const { sourceFiles } = (await import(tool)) as { sourceFiles(root: string): readonly string[] }
  const files = sourceFiles(root)
  const isBuilt = (name: string) =>
    files.some(file => [`packages/${name}/`, `subgraphs/${name}/`, `${name}/`].some(room => file.startsWith(room)))
  const imported = files.flatMap(file =>
    [...read(file).matchAll(/from '@waystone\/([\w-]+)/g)].map(([, name = '']) => ({ file, name })),
  )
  expect(imported.length).toBeGreaterThan(100)
  expect(imported.filter(({ name }) => !isBuilt(name))).toEqual([])
})
