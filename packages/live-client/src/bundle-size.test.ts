import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** The size of an application's bundle, minified, with graphql-ws. */
async function bundleBytes(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['waystone-source'],
  })
  return outputFiles[0]?.contents.byteLength ?? 0
}

test('an application that has subscriptions alone gets no view of the world', async () => {
  expect(await bundleBytes(`export { createLiveClient } from './index.ts'`)).toBeLessThan(15_000)
})

test('the view of the world takes 13 KB more at most', async () => {
  expect(await bundleBytes(`export { createLiveClient, createWorldView } from './index.ts'`)).toBeLessThan(28_000)
})
