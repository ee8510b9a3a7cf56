import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLiveClient } from '@waystone/live-client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { post } from '../harness.js'
import { sha256, writeWebFolder } from '../web-folder.js'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'
import { rawClient, terminateRawClients } from './raw-client.js'

const QUERY = 'query Me { me }'
const SUBSCRIPTION = 'subscription Stories { storyPublished { id } }'
/** As graphql-codegen writes it. */
const MANIFEST = JSON.stringify({ [sha256(QUERY)]: QUERY, [sha256(SUBSCRIPTION)]: SUBSCRIPTION }, null, 2)

/** The two forms in which a page may send a document. */
const forms = {
  documentId: (document: string) => ({ documentId: `sha256:${sha256(document)}` }),
  persistedQuery: (document: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: sha256(document) } },
  }),
}
const notTrusted = { status: 403, errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] }

/** A manifest that an operator has set, for another client. */
async function operatorsManifest(): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'manifest-')), 'manifest.json')
  await writeFile(file, JSON.stringify({ theirs: '{ me }' }))
  return file
}

const starts = {
  'without a manifest of the operator': async () => ({}),
  'beside a manifest of the operator': async () => ({ TRUSTED_DOCUMENTS: await operatorsManifest() }),
}

describe.each(Object.entries(starts))('%s, documents of the pages', (_, environment) => {
  let live: LiveGateway
  beforeAll(async () => {
    const webDirectory = await writeWebFolder({ 'persisted-documents.json': MANIFEST })
    live = await startLiveGateway({ env: { WEB: 'on', ...(await environment()) }, parts: { webDirectory } })
  })
  afterEach(async () => {
    terminateRawClients()
    await live.quiet()
  })
  afterAll(() => live.close())

  test.each(Object.entries(forms))('run by their hash over HTTP, in the form %s', async (_form, form) => {
    for (const query of [undefined, ''])
      expect(await post(live.url, JSON.stringify({ query, ...form(QUERY) }))).toMatchObject({ status: 200, data: {} })
  })

  test.each(Object.entries(forms))('subscribe by their hash over WebSocket, in the form %s', async (_form, form) => {
    const client = await rawClient(live.url)
    client.send({ type: 'connection_init' })
    await client.next('connection_ack')
    client.send({ id: '1', type: 'subscribe', payload: { query: '', ...form(SUBSCRIPTION) } })
    await live.streams(1)
    live.newsroom.stories.publish({ id: '7', title: 'News', authorId: '1' })
    expect(await client.next('next')).toMatchObject({ id: '1', payload: { data: { storyPublished: { id: '7' } } } })
    client.send({ id: '2', type: 'subscribe', payload: { query: '', ...form(QUERY) } })
    expect(await client.next('next')).toMatchObject({ id: '2', payload: { data: {} } })
  })

  test('subscribe by their hash through the live client', async () => {
    const client = createLiveClient({ url: live.url.replace('http', 'ws'), webSocketImpl: WebSocket })
    const events = client.subscribe<{ storyPublished: { id: string } }>({ sha256: sha256(SUBSCRIPTION) })
    const first = events.next()
    await live.streams(1)
    live.newsroom.stories.publish({ id: '8', title: 'News', authorId: '1' })
    expect((await first).value?.data).toEqual({ storyPublished: { id: '8' } })
    expect((await client.request<object>({ sha256: sha256(QUERY) })).data).toBeDefined()
    await client.close()
  })

  test('of an older build are refused by their id, so that a page knows to load itself again', async () => {
    const gone = forms.documentId('query Gone { me }')
    expect(await post(live.url, JSON.stringify(gone))).toMatchObject(notTrusted)
  })

  test('are no file for anyone', async () => {
    const response = await fetch(`${live.gateway.url}/persisted-documents.json`)
    expect(response.status).toBe(404)
  })

  test('have names of their own in the metrics', async () => {
    await post(live.url, JSON.stringify(forms.documentId(QUERY)))
    const text = await live.gateway.app.metrics.metrics()
    expect(text).toMatch(/waystone_gateway_request_duration_seconds_count\{[^}]*operation="Me"/)
  })
})

test('all other operations run as before, and automatic persisted queries, too', async () => {
  const webDirectory = await writeWebFolder({ 'persisted-documents.json': MANIFEST })
  const live = await startLiveGateway({ env: { WEB: 'on' }, parts: { webDirectory } })
  const other = '{ __typename me }'
  const plain = await post(live.url, JSON.stringify({ query: other }))
  const unknown = await post(live.url, JSON.stringify(forms.persistedQuery(other)))
  const registered = await post(live.url, JSON.stringify({ query: other, ...forms.persistedQuery(other) }))
  const byHash = await post(live.url, JSON.stringify(forms.persistedQuery(other)))
  await live.close()
  expect(plain.status).toBe(200)
  expect(unknown.errors?.[0]?.extensions?.['code']).toBe('PERSISTED_QUERY_NOT_FOUND')
  expect([registered.status, byHash.status]).toEqual([200, 200])
})

test('where the operator lets nothing but a manifest run, all but that and the pages’ documents is refused', async () => {
  const webDirectory = await writeWebFolder({ 'persisted-documents.json': MANIFEST })
  const env = { WEB: 'on', TRUSTED_DOCUMENTS: await operatorsManifest() }
  const live = await startLiveGateway({ env, parts: { webDirectory } })
  const send = (body: object) => post(live.url, JSON.stringify(body))
  expect(await send({ documentId: 'theirs' })).toMatchObject({ status: 200 })
  expect(await send({ query: QUERY })).toMatchObject({ status: 200 })
  expect(await send({ query: '{ __typename me }' })).toMatchObject(notTrusted)
  await live.close()
})

test.each([
  ['is no JSON', '{'],
  ['has a document that is none', JSON.stringify({ a: 'query {' })],
])('a build whose documents’ file %s stops the start', async (_, manifest) => {
  const webDirectory = await writeWebFolder({ 'persisted-documents.json': manifest })
  await expect(startLiveGateway({ env: { WEB: 'on' }, parts: { webDirectory } })).rejects.toThrow(
    /WEB: persisted-documents.json of the built pages cannot be used/,
  )
})
