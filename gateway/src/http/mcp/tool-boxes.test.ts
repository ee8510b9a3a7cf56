import { createHash } from 'node:crypto'
import { createLogger } from '@waystone/kit/logger'
import { buildSchema } from 'graphql'
import { beforeEach, expect, test, vi } from 'vitest'
import { CLIENT_NAME_HEADER } from '../../features/client-name.js'
import { parseTrustedManifest, type TrustedDocuments } from '../../features/trusted-documents/trusted-manifest.js'
import { createToolBoxes, type CurrentEpoch } from './tool-boxes.js'
import * as read from './tools.js'

const schema = buildSchema('type Query { hello: Int }')
const logger = createLogger({ name: 'test', level: 'silent' })
const warn = vi.spyOn(logger, 'warn')
const readTool = vi.spyOn(read, 'readTool')
beforeEach(() => {
  warn.mockClear()
  readTool.mockClear()
})

const manifest = (operations: readonly { id: string; body: string; clientName?: string }[]) =>
  parseTrustedManifest(JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }), text =>
    createHash('sha256').update(text).digest('hex'),
  )
const of = (name: string, clientName?: string) => ({
  id: `${clientName ?? ''}${name}`,
  body: `query ${name} { hello }`,
  ...(clientName !== undefined && { clientName }),
})
const boxes = (documents: () => TrustedDocuments, epochs: CurrentEpoch = { current: () => ({ id: 'e', schema }) }) => {
  const boxFor = createToolBoxes({ documents, epochs, documentsMax: 25, logger })
  return async (client?: string) =>
    await boxFor({ headers: new Map(client === undefined ? [] : [[CLIENT_NAME_HEADER, client]]) })
}
const names = ({ tools }: { tools: readonly { name: string }[] }) => tools.map(({ name }) => name)

test('documents are read once for all clients and concurrent requests, and a client has its own beside them', async () => {
  const documents = manifest([of('A'), of('B'), of('C', 'desk'), of('A', 'desk')])
  const boxFor = boxes(() => documents)
  const [all, desk] = await Promise.all([boxFor(), boxFor('desk'), boxFor('unknown'), boxFor(), boxFor('desk')])
  expect(names(all)).toEqual(['A', 'B'])
  expect(names(desk)).toEqual(['A', 'B', 'C'])
  expect(desk.documentOf('A')).toBe('deskA')
  expect(readTool).toHaveBeenCalledTimes(4)
})

test('a document of a client overrides the shared one of its id, whatever their names', async () => {
  const documents = manifest([of('A'), { id: 'A', body: 'query Other { hello }', clientName: 'desk' }])
  expect(names(await boxes(() => documents)('desk'))).toEqual(['Other'])
})

test('they are read again for another manifest or another supergraph', async () => {
  let documents = manifest([of('A')])
  let id = 'first'
  const boxFor = boxes(() => documents, { current: () => ({ id, schema }) })
  expect(names(await boxFor())).toEqual(['A'])
  documents = manifest([of('B')])
  expect(names(await boxFor())).toEqual(['B'])
  id = 'second'
  await boxFor()
  expect(readTool).toHaveBeenCalledTimes(3)
})

test('other work goes on between two documents', async () => {
  const documents = manifest([of('A'), of('B'), of('C')])
  const building = boxes(() => documents)()
  const readBefore: number[] = []
  await new Promise<void>(resolve => {
    setImmediate(() => {
      readBefore.push(readTool.mock.calls.length)
      resolve()
    })
  })
  await building
  expect(readBefore[0]).toBeLessThan(3)
  expect(readTool).toHaveBeenCalledTimes(3)
})

test('the documents that are no tools are logged in one line', async () => {
  const gone = Array.from({ length: 20 }, (_, index) => ({ id: `g${index}`, body: `query G${index} { gone }` }))
  const documents = manifest([of('A'), ...gone])
  const boxFor = boxes(() => documents)
  await boxFor()
  await boxFor()
  expect(warn).toHaveBeenCalledOnce()
  expect(warn.mock.calls[0]?.[0]).toMatchObject({ count: 20, some: { length: 10 } })
})

test('documents beyond the bound are no tools, which is logged', async () => {
  const documents = manifest(Array.from({ length: 26 }, (_, index) => of(`N${index}`)))
  expect(names(await boxes(() => documents)())).toHaveLength(25)
  expect(warn.mock.calls).toMatchObject([[{ beyond: 1, max: 25 }, expect.any(String)]])
})
