import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { sha256, writeWebFolder } from './web-folder.js'

interface Entry {
  readonly id: number
  readonly note?: string | null
  readonly amount?: string
}

const typeDefs = `
  scalar Big
  type Query { me: Me! entries(first: Int!, after: String, user: String): EntryConnection! secret: SecretConnection! @requiresScopes(scopes: [["root"]]) }
  type Mutation { entries(first: Int!, after: String): EntryConnection! }
  type Me { ledger(first: Int!, after: String): EntryConnection! }
  type EntryConnection { edges: [EntryEdge!]! nodes: [Entry!]! pageInfo: PageInfo! }
  type SecretConnection { nodes: [Entry!]! pageInfo: PageInfo! }
  type EntryEdge { node: Entry! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  interface Entry { id: Int! }
  type Gift implements Entry { id: Int! note: String from: Owner }
  type Payment implements Entry { id: Int! note: String amount: Big tags: [String!]! owner: Owner paid: Boolean }
  type Owner { name: String }
`
const NODES = `nodes {
  __typename id
  ... on Payment { note amount tags owner { name } paid }
  ... on Gift { note from { name } }
}`
const LIST = `query List($first: Int!, $after: String) { entries(first: $first, after: $after) { ${NODES} pageInfo { hasNextPage endCursor } } }`

let entries: readonly Entry[] = []
/** Called before each page. */
let onPage: (after: number) => Promise<void> | void = () => {}
let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway

async function pageOf(first: number, after: string | null | undefined) {
  const from = Number(after ?? 0)
  await onPage(from)
  const nodes = entries.slice(from, from + first)
  const end = from + nodes.length
  return {
    nodes,
    edges: nodes.map(node => ({ node })),
    pageInfo: { hasNextPage: end < entries.length, endCursor: nodes.length === 0 ? null : String(end) },
  }
}
const paged = (_: unknown, { first, after }: { first: number; after?: string | null }) => pageOf(first, after)

beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'ledger',
    typeDefs,
    resolvers: {
      Query: { me: () => ({}), entries: paged, secret: () => pageOf(10, null) },
      Mutation: { entries: paged },
      Me: { ledger: paged },
      Entry: { __resolveType: ({ amount }: Entry) => (amount === undefined ? 'Gift' : 'Payment') },
      Payment: {
        tags: () => ['a', 'b"c'],
        owner: ({ id }: Entry) => (id % 2 === 0 ? null : { name: `owner, ${id}` }),
        paid: ({ id }: Entry) => id % 2 === 1,
      },
    },
  })
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await start()
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})
beforeEach(() => {
  onPage = () => {}
  entries = numbered(7)
})

const numbered = (count: number): Entry[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, note: `note ${at + 1}`, amount: String(at) }))
const start = async (env: Record<string, string> = {}, webDirectory?: string) =>
  startGateway({ supergraphSdl, env: { WEB: 'on', ...env }, parts: { webDirectory } })

interface Sent {
  readonly body?: object | string
  readonly scopes?: string[]
  readonly token?: string | null
  readonly to?: TestGateway
  readonly headers?: Record<string, string>
}
const LEDGER = { query: LIST, variables: { first: 3 }, path: 'entries', format: 'csv' }
async function send({ body = LEDGER, scopes = ['admin'], token, to = gateway, headers = {} }: Sent = {}) {
  const bearer = token === undefined ? await to.issuer.token({ userId: randomUUID(), scopes }) : token
  return await fetch(`${to.url}/console/export`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
  })
}
const rowsOf = async (sent?: Sent) => (await (await send(sent)).text()).split('\r\n')
const pagesAsked = () => subgraph.asked.length

describe('an export as CSV', () => {
  test('has all rows of all pages under one header, whatever their types', async () => {
    entries = [...numbered(4), { id: 5, note: 'a gift' }]
    const asked = pagesAsked()
    const response = await send()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="entries-\d{4}-\d\d-\d\d\.csv"$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect((await response.text()).split('\r\n')).toEqual([
      'id,note,amount,tags,owner.name,paid,from.name',
      '1,note 1,0,"[""a"",""b\\""c""]","owner, 1",true,',
      '2,note 2,1,"[""a"",""b\\""c""]",,false,',
      '3,note 3,2,"[""a"",""b\\""c""]","owner, 3",true,',
      '4,note 4,3,"[""a"",""b\\""c""]",,false,',
      '5,a gift,,,,,',
      '',
    ])
    expect(pagesAsked() - asked).toBe(2)
  })

  test.each([
    ['=1+1', `'=1+1`],
    ['+49 30', `'+49 30`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['-2+3', `'-2+3`],
    ['\t=1', `'\t=1`],
    [' =1', `' =1`],
    ['＝1', `'＝1`],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['-17.5', '-17.5'],
    ['a=b', 'a=b'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['', ''],
    [null, ''],
  ])('writes the text %j so that a spreadsheet reads it and runs nothing', async (note, cell) => {
    entries = [{ id: 1, note }]
    const body = {
      ...LEDGER,
      query:
        'query ($first: Int!, $after: String) { entries(first: $first, after: $after) { nodes { ... on Gift { note } } pageInfo { hasNextPage endCursor } } }',
    }
    expect(await (await send({ body })).text()).toBe(`note\r\n${cell}\r\n`)
  })

  test('of nothing is a header', async () => {
    entries = []
    expect(await rowsOf()).toEqual(['id,note,amount,tags,owner.name,paid,from.name', ''])
  })

  test('follows edges, aliases, fragments and a path of several keys', async () => {
    const query = `
      query Mine($first: Int!, $after: String) { you: me { list: ledger(first: $first, after: $after) { ...Rows } } }
      fragment Rows on EntryConnection { edges { node { number: id ...Payed } } pageInfo { hasNextPage endCursor } }
      fragment Payed on Payment { owner { ... { called: name } } }`
    const lines = await rowsOf({ body: { ...LEDGER, query, path: 'you.list' } })
    expect(lines.slice(0, 3)).toEqual(['number,owner.called', '1,"owner, 1"', '2,'])
    expect(lines).toHaveLength(9)
  })

  test('keeps every digit of a number', async () => {
    entries = [{ id: 1, amount: '9007199254740993' }]
    const query = LIST.replace(NODES, 'nodes { ... on Payment { amount } }')
    for (const [format, whole] of [
      ['csv', 'amount\r\n9007199254740993\r\n'],
      ['json', '[\n{"amount":"9007199254740993"}\n]\n'],
    ] as const)
      expect(await (await send({ body: { ...LEDGER, query, format } })).text()).toBe(whole)
  })
})

test('an export as JSON is one array of the nodes', async () => {
  const response = await send({ body: { ...LEDGER, format: 'json' } })
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(/filename="entries-[\d-]+\.json"/)
  const rows = (await response.json()) as { id: number; note: string; __typename: string }[]
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(rows[0]).toMatchObject({ __typename: 'Payment', note: 'note 1' })
  entries = []
  expect(await (await send({ body: { ...LEDGER, format: 'json' } })).json()).toEqual([])
})

test('a document of the pages is exported by its hash', async () => {
  const webDirectory = await writeWebFolder({ 'persisted-documents.json': JSON.stringify({ [sha256(LIST)]: LIST }) })
  const paging = await start({}, webDirectory)
  const { query: _, ...rest } = LEDGER
  const lines = await rowsOf({ to: paging, body: { ...rest, documentId: `sha256:${sha256(LIST)}` } })
  const unknown = await send({ to: paging, body: { ...rest, documentId: 'sha256:0' } })
  await paging.close()
  expect(lines).toHaveLength(9)
  expect(unknown.status).toBe(403)
  expect(await unknown.json()).toMatchObject({ errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] })
})

describe('who may export', () => {
  test.each([['admin'], ['admin.read'], ['admin.support'], ['admin.economy'], ['admin.content']])(
    'an operator with the scope %s',
    async scope => expect(await rowsOf({ scopes: [scope] })).toHaveLength(9),
  )

  test.each<[string, Sent, number, string]>([
    ['no player', { scopes: [] }, 403, 'FORBIDDEN'],
    ['no service', { scopes: ['service'] }, 403, 'FORBIDDEN'],
    ['no stranger', { token: null }, 401, 'UNAUTHENTICATED'],
    ['no forged token', { token: 'forged' }, 401, 'UNAUTHENTICATED'],
  ])('%s', async (_, sent, status, code) => {
    const asked = pagesAsked()
    const response = await send(sent)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
    expect(pagesAsked()).toBe(asked)
  })

  test('no one whose session was revoked', async () => {
    const sessionId = randomUUID()
    const token = await gateway.issuer.token({ userId: randomUUID(), sessionId, scopes: ['admin'] })
    expect(await rowsOf({ token })).toHaveLength(9)
    gateway.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() + 1_000 }])
    expect((await send({ token })).status).toBe(401)
  })

  test('an operator only what the operator may read', async () => {
    const query =
      'query ($after: String) { secret { nodes { id } pageInfo { hasNextPage endCursor } } entries(first: 1, after: $after) { nodes { id } } }'
    const response = await send({ body: { ...LEDGER, query, path: 'secret' } })
    expect(response.status).toBe(403)
    expect(response.headers.get('content-type')).toContain('json')
  })
})

describe('a bad export', () => {
  const queryOf = (selection: string) =>
    `query ($first: Int!, $after: String) { entries(first: $first, after: $after) { ${selection} } }`
  test.each<[string, object | string, RegExp]>([
    ['that is no JSON', '{', /not valid JSON/],
    ['that is a list', '[]', /must be a JSON object/],
    ['without a document', { path: 'entries', format: 'csv' }, /documentId or a query/],
    ['with two documents', { ...LEDGER, documentId: 'x' }, /not both/],
    ['in another format', { ...LEDGER, format: 'xlsx' }, /format/],
    ['with an unknown property', { ...LEDGER, limit: 5 }, /limit/],
    ['without a path', { ...LEDGER, path: '' }, /path/],
    ['with a path that is none', { ...LEDGER, path: 'entries["x"]' }, /path/],
    ['with a path that is too deep', { ...LEDGER, path: Array(11).fill('a').join('.') }, /path/],
    ['with a path to nothing', { ...LEDGER, path: 'me.ledger' }, /no object at the path me.ledger/],
    ['with a path to no connection', { ...LEDGER, path: 'entries.pageInfo' }, /must select nodes/],
    ['of a document that is none', { ...LEDGER, query: 'query {' }, /Syntax Error/],
    ['of a mutation', { ...LEDGER, query: LIST.replace('query', 'mutation') }, /Only a query/],
    ['of an operation that is not there', { ...LEDGER, operationName: 'Other' }, /no such operation/],
    [
      'without $after',
      { ...LEDGER, query: '{ entries(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } }' },
      /\$after/,
    ],
    ['without rows', { ...LEDGER, query: queryOf('pageInfo { hasNextPage endCursor }') }, /nodes/],
    ['without pageInfo', { ...LEDGER, query: queryOf('nodes { id }') }, /pageInfo/],
    ['without endCursor', { ...LEDGER, query: queryOf('nodes { id } pageInfo { hasNextPage }') }, /endCursor/],
    ['of an unknown field', { ...LEDGER, query: queryOf('nope') }, /nope/],
    ['with a variable of another type', { ...LEDGER, variables: { first: 'many' } }, /first/],
  ])('%s is refused before anything is sent', async (_, body, reason) => {
    const response = await send({ body })
    expect(response.status).toBe(400)
    expect(response.headers.get('content-disposition')).toBeNull()
    const { errors } = (await response.json()) as { errors: { message: string }[] }
    expect(errors[0]?.message).toMatch(reason)
  })

  test('as a form is refused, too, and one that is too large before it is read', async () => {
    expect((await send({ headers: { 'content-type': 'text/plain' } })).status).toBe(400)
    expect((await send({ body: { ...LEDGER, query: 'x'.repeat(300_000) } })).status).toBe(413)
    expect((await fetch(`${gateway.url}/console/export`)).status).toBe(405)
  })
})

describe('an export that cannot go on', () => {
  test.each(['csv', 'json'])('as %s breaks off, so that its client sees it', async format => {
    onPage = after => {
      if (after >= 3) throw new Error('the database is away')
    }
    const response = await send({ body: { ...LEDGER, format } })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(/terminated/)
  })

  test('because its first page is refused is an answer of its own', async () => {
    onPage = () => {
      throw new Error('the database is away')
    }
    const response = await send()
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('json')
  })

  test('because the session was revoked breaks off', async () => {
    const sessionId = randomUUID()
    const token = await gateway.issuer.token({ userId: randomUUID(), sessionId, scopes: ['admin'] })
    onPage = after => {
      if (after === 3) gateway.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() + 1_000 }])
    }
    await expect((await send({ token })).text()).rejects.toThrow(/terminated/)
  })
})

describe('a client that', () => {
  const raw = async (): Promise<{ response: IncomingMessage; destroy: () => void }> => {
    const token = await gateway.issuer.token({ userId: randomUUID(), scopes: ['admin'] })
    const sent = httpRequest(`${gateway.url}/console/export`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    })
    sent.on('error', () => {})
    sent.end(JSON.stringify({ ...LEDGER, variables: { first: 1_000 } }))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.on('error', () => {})
    return { response, destroy: () => sent.destroy() }
  }
  const large = (count: number) => {
    const note = 'x'.repeat(1_000)
    entries = numbered(count).map(entry => ({ ...entry, note }))
  }

  /** The pages asked so far, once no more are asked for. */
  const pagesWhenStill = async (): Promise<number> => {
    let before = -1
    await vi.waitUntil(
      () => {
        const isStill = pagesAsked() === before
        before = pagesAsked()
        return isStill
      },
      { timeout: 20_000, interval: 500 },
    )
    return before
  }

  test('reads slowly is waited for: no page is asked for ahead of it', async () => {
    large(60_000)
    const asked = pagesAsked()
    const { response, destroy } = await raw()
    response.pause()
    // Sockets take some MB; then nothing more is asked for.
    expect((await pagesWhenStill()) - asked).toBeLessThan(40)
    destroy()
  })

  test('goes away ends its export', async () => {
    large(60_000)
    const asked = pagesAsked()
    const { response, destroy } = await raw()
    await once(response, 'data')
    destroy()
    expect((await pagesWhenStill()) - asked).toBeLessThan(60)
    // Its place is free again: as many as may run at a time do.
    entries = numbered(3)
    await vi.waitFor(async () => {
      const all = await Promise.all([1, 2, 3, 4].map(() => send()))
      expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      await Promise.all(all.map(each => each.text()))
    })
  })

  test('asks for too many exports at a time is told to wait', async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => (release = resolve))
    onPage = () => held
    const before = pagesAsked()
    const running = [1, 2, 3, 4].map(() => send())
    await vi.waitFor(() => expect(pagesAsked() - before).toBe(4))
    const fifth = await send()
    release()
    expect(fifth.status).toBe(429)
    const answers = await Promise.all(running)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    await Promise.all(answers.map(each => each.text()))
  })
})

test('an export counts once for the limits of requests, however many pages it has', async () => {
  const limited = await start({ RATE_LIMIT_USER: '2' })
  const token = await limited.issuer.token({ userId: randomUUID(), scopes: ['admin'] })
  const lines = [await rowsOf({ to: limited, token }), await rowsOf({ to: limited, token })]
  const third = await send({ to: limited, token })
  await limited.close()
  expect(lines.map(({ length }) => length)).toEqual([9, 9])
  expect(third.status).toBe(429)
  expect(third.headers.get('retry-after')).toMatch(/^\d+$/)
})
