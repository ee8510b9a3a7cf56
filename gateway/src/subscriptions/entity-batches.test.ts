import { expect, test } from 'vitest'
import type { GatewayContext } from '../context.js'
import type { DataSource, SubgraphRequest, SubgraphResponse } from '../data-sources/data-source.js'
import { batchEntities } from './entity-batches.js'

const asked: SubgraphRequest[] = []
let answer: (request: SubgraphRequest) => SubgraphResponse = ({ variables }) => ({
  data: { _entities: (variables['representations'] as { id: string }[]).map(({ id }) => ({ name: id.toUpperCase() })) },
})
const source: DataSource = {
  givesAnswersAway: true,
  execute: async request => (asked.push(request), answer(request)),
  checkReady: async () => {},
  close: async () => {},
}
const batched = batchEntities({ of: () => source }).of('people', 'http://people')

const context = (authorization: string | null): GatewayContext => ({
  requestId: 'r',
  viewer: null,
  remoteAddress: '',
  userAgent: null,
  headers: new Map(),
  authorization,
})
const request = (ids: readonly string[], more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  query: 'query ($representations: [_Any!]!) { _entities(representations: $representations) { name } }',
  operationName: undefined,
  variables: { representations: ids.map(id => ({ __typename: 'Author', id })) },
  context: context(null),
  ...more,
})
const ask = async (...requests: SubgraphRequest[]) => {
  asked.length = 0
  return await Promise.all(requests.map(each => batched.execute(each)))
}
const names = (...ids: string[]) => ({ data: { _entities: ids.map(id => ({ name: id.toUpperCase() })) } })

test('what is asked for within a tick is one request, with each entity once; everyone gets theirs in their order', async () => {
  const responses = await ask(request(['a', 'b']), request(['b']), request(['c', 'b', 'c']))
  expect(responses).toEqual([names('a', 'b'), names('b'), names('c', 'b', 'c')])
  expect(asked.map(({ variables }) => variables['representations'])).toEqual([
    ['a', 'b', 'c'].map(id => ({ __typename: 'Author', id })),
  ])
})

test('another operation, variable, header or viewer is another request', async () => {
  const { variables } = request(['a'])
  await ask(
    request(['a']),
    request(['a'], { query: 'query Other' }),
    request(['a'], { variables: { ...variables, first: 1 } }),
    request(['a'], { headers: { 'x-region': 'eu' } }),
    request(['a'], { context: context('Bearer one') }),
    request(['a'], { context: context('Bearer other') }),
  )
  expect(asked).toHaveLength(6)
  expect(asked.map(({ context: { authorization } }) => authorization)).toContain('Bearer other')
})

test('an error of an entity goes to those who asked for it, at their place, and any other to everyone', async () => {
  const usual = answer
  answer = () => ({
    data: { _entities: [{ name: 'A' }, null] },
    errors: [{ message: 'B is ill', path: ['_entities', 1, 'name'] }, { message: 'slow today' }],
  })
  const [first, second] = await ask(request(['a']), request(['b', 'a']))
  answer = usual
  expect(first).toEqual({ data: { _entities: [{ name: 'A' }] }, errors: [{ message: 'slow today' }] })
  expect(second).toEqual({
    data: { _entities: [null, { name: 'A' }] },
    errors: [{ message: 'B is ill', path: ['_entities', 0, 'name'] }, { message: 'slow today' }],
  })
})

test('a request for more than a batch holds is two, and root fields are asked for at once', async () => {
  const many = Array.from({ length: 400 }, (_, index) => `a${index}`)
  const [first, second] = await ask(request(many), request(many.map(id => `${id}b`)))
  expect(asked).toHaveLength(2)
  expect([first, second].map(response => (response?.data?.['_entities'] as unknown[] | undefined)?.length)).toEqual([
    400, 400,
  ])
  answer = () => ({ data: { hello: 'you' } })
  expect(await ask(request([], { variables: {} }))).toEqual([{ data: { hello: 'you' } }])
})

test('nobody may change what others hold too', () => {
  expect(batched.givesAnswersAway).toBeUndefined()
})
