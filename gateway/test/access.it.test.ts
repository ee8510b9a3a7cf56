import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const accounts = {
  name: 'accounts',
  typeDefs: `
    type Query {
      me: User
      user: User!
      users: [User!]!
      maybeUsers: [User]
      nodes: [Node!]!
      things: [Thing!]!
      vault: Vault
      open: Int
      shared(ids: [ID!]!): Int
      private: Int @authenticated
      administered: Int @requiresScopes(scopes: [["admin"], ["service", "write"]])
      paid: Int @policy(policies: [["paid"]])
    }
    type Mutation { ping: Int! touch: Int! @authenticated }
    interface Node { id: ID! label: String }
    type User implements Node @key(fields: "id") {
      id: ID!
      label: String @authenticated
      name: String
      email: String @authenticated
      password: String! @authenticated
      token: Token
      friends: [User!]!
    }
    type Robot implements Node { id: ID! label: String }
    type Vault @authenticated { gold: Int }
    union Thing = Robot | Vault
    scalar Token @authenticated`,
  resolvers: {
    Query: {
      me: () => ann,
      user: () => ann,
      users: () => [ann, bob],
      maybeUsers: () => [ann, null, bob],
      nodes: () => [ann, robot, bob],
      things: () => [robot, { __typename: 'Vault', gold: 7 }],
      vault: () => ({ gold: 7 }),
      open: () => 1,
      shared: () => 2,
      private: () => 3,
      administered: () => 4,
      paid: () => 5,
    },
    Mutation: { ping: () => 1, touch: () => 2 },
    User: { __resolveReference: ({ id }: { id: string }) => (id === 'ann' ? ann : bob) },
  },
}
const person = (id: string) => ({
  __typename: 'User',
  id,
  label: `user ${id}`,
  name: id,
  email: `${id}@example.org`,
  password: 'x',
  token: 't',
  friends: [{ __typename: 'User', id: 'bob', name: 'bob' }],
})
const ann = person('ann')
const bob = person('bob')
const robot = { __typename: 'Robot', id: 'r2', label: 'robot r2' }

const orders = {
  name: 'orders',
  typeDefs: `
    type Query { orderCount: Int }
    type User @key(fields: "id") { id: ID! discount: Int orders: [Int!] @authenticated }`,
  resolvers: {
    Query: { orderCount: () => 9 },
    User: { __resolveReference: ({ id }: { id: string }) => ({ id, discount: 10, orders: [1, 2] }) },
  },
}

let subgraphs: TestSubgraph[]
let gateway: TestGateway
let signedIn: string
beforeAll(async () => {
  subgraphs = await Promise.all([startSubgraph(accounts), startSubgraph(orders)])
  gateway = await startGateway({ supergraphSdl: composeSubgraphs(subgraphs) })
  signedIn = await gateway.issuer.token({ userId: randomUUID() })
})
afterAll(async () => {
  await gateway.close()
  await Promise.all(subgraphs.map(subgraph => subgraph.close()))
})
beforeEach(() => {
  for (const { asked } of subgraphs) asked.length = 0
})

const asked = () => subgraphs.flatMap(subgraph => subgraph.asked)
const refusedAt = (...paths: (string | number)[][]) =>
  paths.map(path => expect.objectContaining({ path, extensions: { code: 'UNAUTHENTICATED' } }))
/** The same for a user who is signed in. */
const forbiddenAt = (...paths: (string | number)[][]) =>
  paths.map(path => expect.objectContaining({ path, extensions: { code: 'FORBIDDEN' } }))

const administered = async (...scopes: string[]) => {
  const token = await gateway.issuer.token({ userId: randomUUID(), scopes })
  return (await gateway.ask('{ administered }', { token })).data?.['administered']
}

test('for a viewer who is signed in, a field that needs a scope is forbidden', async () => {
  const answer = await gateway.ask('{ administered open }', { token: signedIn })
  expect(answer.data).toEqual({ administered: null, open: 1 })
  expect(answer.errors).toEqual(forbiddenAt(['administered']))
})

describe('for an anonymous viewer', () => {
  test('a refused field is null with an error at its path, and the rest is answered without it being asked', async () => {
    const answer = await gateway.ask('{ me { name email } open private }')
    expect(answer.status).toBe(200)
    expect(answer.data).toEqual({ me: { name: 'ann', email: null }, open: 1, private: null })
    expect(answer.errors).toEqual(refusedAt(['me', 'email'], ['private']))
    expect(asked().join()).not.toMatch(/email|private/)
  })

  test('the fields come in the order in which they were asked', async () => {
    const answer = await gateway.ask('{ private open me { email id name } }')
    expect(Object.keys(answer.data ?? {})).toEqual(['private', 'open', 'me'])
    expect(JSON.stringify(answer.data?.['me'])).toBe('{"email":null,"id":"ann","name":"ann"}')
  })

  test('an operation of which everything is refused asks no subgraph', async () => {
    const answer = await gateway.ask('{ private __typename }')
    expect(answer.data).toEqual({ private: null, __typename: 'Query' })
    expect((await gateway.ask('{ a: private b: private }')).data).toEqual({ a: null, b: null })
    expect(asked()).toEqual([])
  })

  test('an alias, also one with the name of an open field, hides nothing', async () => {
    const answer = await gateway.ask('{ me { name: email mail: email } open: private }')
    expect(answer.data).toEqual({ me: { name: null, mail: null }, open: null })
    expect(answer.errors).toEqual(refusedAt(['me', 'name'], ['me', 'mail'], ['open']))
    expect(asked().join()).not.toMatch(/email|private/)
  })

  test('an alias that every object inherits is a key like any other', async () => {
    const answer = await gateway.ask('{ __proto__: private me { constructor: email __proto__: name } toString: open }')
    expect(JSON.stringify(answer.data)).toBe(
      '{"__proto__":null,"me":{"constructor":null,"__proto__":"ann"},"toString":1}',
    )
    expect(answer.errors).toEqual(refusedAt(['__proto__'], ['me', 'constructor']))
  })

  test('no other field may be called __typename', async () => {
    const answer = await gateway.ask('{ nodes { __typename: id label } }')
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
    expect(asked()).toEqual([])
  })

  test('fields within named, nested and inline fragments are refused alike', async () => {
    const answer = await gateway.ask(`
      query { me { ...Outer ... { b: email } ... on User { c: email } } }
      fragment Outer on User { ...Inner name }
      fragment Inner on User { a: email }`)
    expect(answer.data).toEqual({ me: { a: null, name: 'ann', b: null, c: null } })
    expect(answer.errors).toEqual(refusedAt(['me', 'a'], ['me', 'b'], ['me', 'c']))
    expect(asked().join()).not.toContain('email')
  })

  test('a refused field that is left out by @skip or @include is no error', async () => {
    const query = 'query ($yes: Boolean!) { me { name email @include(if: $yes) mail: email @skip(if: $yes) } }'
    const answer = await gateway.ask(query, { variables: { yes: false } })
    expect(answer.data).toEqual({ me: { name: 'ann', mail: null } })
    expect(answer.errors).toEqual(refusedAt(['me', 'mail']))
  })

  test('a refused field that may not be null makes the nearest nullable place null, with one error', async () => {
    const nullable = await gateway.ask('{ me { name password } open }')
    expect(nullable.data).toEqual({ me: null, open: 1 })
    expect(nullable.errors).toEqual(refusedAt(['me', 'password']))
    expect((await gateway.ask('{ user { password } open }')).data).toBeNull()
    expect(asked().join()).not.toContain('password')
  })

  test('within lists each item has its error, and nulls bubble by item or by list', async () => {
    const items = await gateway.ask('{ users { id email } }')
    expect(items.data).toEqual({
      users: [
        { id: 'ann', email: null },
        { id: 'bob', email: null },
      ],
    })
    expect(items.errors).toEqual(refusedAt(['users', 0, 'email'], ['users', 1, 'email']))

    const nullableItems = await gateway.ask('{ maybeUsers { id password } }')
    expect(nullableItems.data).toEqual({ maybeUsers: [null, null, null] })
    expect(nullableItems.errors).toEqual(refusedAt(['maybeUsers', 0, 'password'], ['maybeUsers', 2, 'password']))

    expect((await gateway.ask('{ open users { password } }')).data).toBeNull()
    expect((await gateway.ask('{ me { name friends { password } } open }')).data).toEqual({ me: null, open: 1 })
  })

  test('a field of an interface is refused for the types that guard it, and asked of the others', async () => {
    const answer = await gateway.ask('{ nodes { id label } }')
    expect(answer.data).toEqual({
      nodes: [
        { id: 'ann', label: null },
        { id: 'r2', label: 'robot r2' },
        { id: 'bob', label: null },
      ],
    })
    expect(answer.errors).toEqual(refusedAt(['nodes', 0, 'label'], ['nodes', 2, 'label']))
    expect(asked().join()).toMatch(/\.\.\.\s*on Robot\s*\{\s*label/)
  })

  test('a fragment on an interface does not open the guarded field of an object', async () => {
    const answer = await gateway.ask(
      '{ me { ... on Node { id label } } nodes { ... on Node { ... on User { label } } } }',
    )
    expect(answer.data).toEqual({ me: { id: 'ann', label: null }, nodes: [{ label: null }, {}, { label: null }] })
    expect(asked().join()).not.toContain('label')
  })

  test('a guarded type is refused as a field, and as a member of a union', async () => {
    const answer = await gateway.ask(
      '{ vault { gold } things { __typename ... on Robot { id } ... on Vault { gold } } }',
    )
    expect(answer.data).toEqual({
      vault: null,
      things: [
        { __typename: 'Robot', id: 'r2' },
        { __typename: 'Vault', gold: null },
      ],
    })
    expect(answer.errors).toEqual(refusedAt(['vault'], ['things', 1, 'gold']))
    expect(asked().join()).not.toContain('gold')
  })

  test('a guarded scalar is refused wherever it is the result', async () => {
    const answer = await gateway.ask('{ me { token name } }')
    expect(answer.data).toEqual({ me: { token: null, name: 'ann' } })
    expect(answer.errors).toEqual(refusedAt(['me', 'token']))
  })

  test('a guarded field of another subgraph is refused, and its open neighbour joined', async () => {
    const answer = await gateway.ask('{ me { name discount orders } }')
    expect(answer.data).toEqual({ me: { name: 'ann', discount: 10, orders: null } })
    expect(asked().join()).not.toContain('orders')
  })

  test('a selection of nothing but refused fields still tells whether the object is there', async () => {
    const answer = await gateway.ask('{ me { email } maybeUsers { email } }')
    expect(answer.data).toEqual({ me: { email: null }, maybeUsers: [{ email: null }, null, { email: null }] })
  })

  test('a refused mutation does not run, and the others do', async () => {
    const answer = await gateway.ask('mutation { touch ping }')
    expect(answer.data).toBeNull()
    expect(answer.errors).toEqual(refusedAt(['touch']))
    expect(asked().join()).not.toContain('touch')
  })

  test('introspection is answered beside refused fields', async () => {
    const answer = await gateway.ask('{ __type(name: "Vault") { name } private }')
    expect(answer.data).toEqual({ __type: { name: 'Vault' }, private: null })
  })

  test('a variable that only a refused field uses is of no consequence', async () => {
    const answer = await gateway.ask('query ($ids: [ID!]!) { private shared(ids: $ids) open }', {
      variables: { ids: ['a'] },
    })
    expect(answer.data).toEqual({ private: null, shared: 2, open: 1 })
  })
})

describe('for a signed-in viewer', () => {
  test('what asks for no more than a viewer is answered', async () => {
    const query = '{ me { email password token orders } private vault { gold } nodes { label } }'
    const answer = await gateway.ask(query, { token: signedIn })
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({
      me: { email: 'ann@example.org', orders: [1, 2] },
      private: 3,
      vault: { gold: 7 },
    })
  })

  test('scopes are an OR of ANDs', async () => {
    expect(
      await Promise.all([
        administered(),
        administered('service'),
        administered('service', 'write'),
        administered('admin'),
        administered('adm'),
      ]),
    ).toEqual([null, null, 4, 4, null])
  })

  test('a policy is refused unless the token says that it is granted', async () => {
    expect((await gateway.ask('{ paid }', { token: signedIn })).data).toEqual({ paid: null })
    const token = await gateway.issuer.token({ userId: randomUUID(), scopes: ['paid'] })
    expect((await gateway.ask('{ paid }', { token })).data).toEqual({ paid: 5 })
  })

  test('the same operation is decided anew for each viewer', async () => {
    const query = '{ private administered }'
    const admin = await gateway.issuer.token({ userId: randomUUID(), scopes: ['admin'] })
    const answers = await Promise.all(
      [undefined, signedIn, admin, signedIn, undefined].map(token =>
        gateway.ask(query, token === undefined ? {} : { token }),
      ),
    )
    expect(answers.map(answer => answer.data)).toEqual([
      { private: null, administered: null },
      { private: 3, administered: null },
      { private: 3, administered: 4 },
      { private: 3, administered: null },
      { private: null, administered: null },
    ])
  })
})
