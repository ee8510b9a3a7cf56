import { composeServices } from '@apollo/composition'
import { parse, validate } from 'graphql'
import { beforeEach, describe, expect, test } from 'vitest'
import type { PolicyDecisions } from '../contract/policy-decisions.js'
import { createEngine } from '../engine.js'
import { policyOutcome } from './policy-outcome.js'

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject", "@inaccessible", "@requiresScopes", "@policy"])`
const { supergraphSdl = '', errors: faults = [] } = composeServices(
  Object.entries({
    shop: `
      type Query {
        open: Int
        paid: Int @policy(policies: [["paid"]])
        either: Int @policy(policies: [["staff"], ["paid", "adult"]])
        scoped: Int @requiresScopes(scopes: [["admin"]]) @policy(policies: [["paid"]])
        nodes: [Node]
        media: Media
        vault: Vault
        things: [Thing]
      }
      type Mutation { buy: Int @policy(policies: [["buyer"]]) }
      type Subscription { sold: Int @policy(policies: [["seller"]]) letter: Letter }
      type Letter { text: String note: String @policy(policies: [["notes"]]) }
      interface Node { id: ID! label: String }
      type User implements Node { id: ID! label: String @policy(policies: [["labels"]]) }
      type Robot implements Node { id: ID! label: String }
      type Vault @policy(policies: [["rich"]]) { gold: Int }
      union Thing = Robot | Vault
      interface Media @key(fields: "id") { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID! }
      type Film implements Media @key(fields: "id") { id: ID! }`,
    reviews: `type Media @key(fields: "id") @interfaceObject { id: ID! score: Int @policy(policies: [["critics"]]) stars: Int }`,
  }).map(([name, text]) => ({ name, url: `http://${name}`, typeDefs: parse(`${LINK}\n${text}`) })),
)
if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'))

let asked: string[] = []
beforeEach(() => {
  asked = []
})
const engineOf = (policies?: 'scopes' | 'decided') =>
  createEngine({
    supergraphSdl,
    policies,
    sourceOf: () => ({
      execute: async ({ query }) => {
        asked.push(query)
        return {
          data: { open: 1, paid: 2, either: 3, scoped: 4, nodes: [{ __typename: 'User', id: 'u', label: 'l' }] },
        }
      },
    }),
  })
const engine = engineOf('decided')

const needed = (text: string, variables: Readonly<Record<string, unknown>> = {}, operationName?: string) => {
  const document = parse(text)
  expect(validate(engine.schema, document)).toEqual([])
  return engine.policiesOf({ document, key: text, operationName, variables })
}

describe('the policies that an operation needs', () => {
  test('are those of all its fields, each once and in order', () => {
    expect(needed('{ open }')).toEqual([])
    expect(needed('{ a: paid either b: paid open }')).toEqual(['adult', 'paid', 'staff'])
    expect(needed('mutation { buy }')).toEqual(['buyer'])
    expect(needed('subscription { sold }')).toEqual(['seller'])
  })

  test('are those of the operation that runs, where the document has several', () => {
    const document = 'query A { paid } query B { open } mutation C { buy }'
    expect(['A', 'B', 'C'].map(name => needed(document, {}, name))).toEqual([['paid'], [], ['buyer']])
  })

  test('leave out what @skip and @include leave out', () => {
    const text = `query ($yes: Boolean!, $no: Boolean = false) {
      open
      paid @include(if: $yes)
      vault @skip(if: $no) { gold }
      ... @include(if: $no) { either }
      ...Nodes @skip(if: $yes)
    }
    fragment Nodes on Query { nodes { label } }`
    expect(needed(text, { yes: true })).toEqual(['paid', 'rich'])
    expect(needed(text, { yes: false })).toEqual(['labels', 'rich'])
    expect(needed(text, { yes: true, no: true })).toEqual(['adult', 'paid', 'staff'])
    expect(needed('{ open paid @skip(if: true) either @include(if: false) }')).toEqual([])
    expect(needed('{ open paid @skip(if: false) }')).toEqual(['paid'])
  })

  test('stay in where one of two places of a field is left out', () => {
    expect(needed('query ($no: Boolean!) { paid @include(if: $no) paid @skip(if: $no) }', { no: false })).toEqual([
      'paid',
    ])
    const text = 'query ($no: Boolean!) { ...P @include(if: $no) ...P } fragment P on Query { paid }'
    expect(needed(text, { no: false })).toEqual(['paid'])
  })

  test('are found within fragments of fragments, named and inline', () => {
    const text = `{ ...Outer } fragment Outer on Query { ... on Query { ...Inner } } fragment Inner on Query { paid }`
    expect(needed(text)).toEqual(['paid'])
  })

  test('are found within what is deferred', () => {
    expect(needed('{ open ... @defer { paid } }')).toEqual(['paid'])
    expect(needed('query ($now: Boolean!) { open ... @defer(if: $now) { paid } }', { now: false })).toEqual(['paid'])
  })

  test('are those of every type that an object of an interface or a union may have', () => {
    expect(needed('{ nodes { id } }')).toEqual([])
    expect(needed('{ nodes { label } }')).toEqual(['labels'])
    expect(needed('{ nodes { ... on Robot { label } } }')).toEqual([])
    expect(needed('{ nodes { ... on User { label } } }')).toEqual(['labels'])
    expect(needed('{ things { ... on Robot { id } } }')).toEqual([])
    expect(needed('{ things { ... on Vault { gold } } }')).toEqual(['rich'])
  })

  test('are those of fields that an interface object adds', () => {
    expect(needed('{ media { stars } }')).toEqual([])
    expect(needed('{ media { score } }')).toEqual(['critics'])
    expect(needed('{ media { ... on Book { score } } }')).toEqual(['critics'])
  })

  test('are none where scopes grant policies', () => {
    const text = '{ paid }'
    const ofScopes = engineOf().policiesOf({ document: parse(text), key: text, variables: {} })
    expect(ofScopes).toEqual([])
  })

  test('are looked up anew when there were more outcomes of conditions than are kept', () => {
    const names = Array.from({ length: 7 }, (_, place) => `v${place}`)
    const text = `query (${names.map(name => `$${name}: Boolean!`).join(' ')}) {
      open ${names.map(name => `${name}: paid @include(if: $${name})`).join(' ')} }`
    for (let outcome = 0; outcome < 2 ** names.length; outcome++) {
      const variables = Object.fromEntries(names.map((name, place) => [name, ((outcome >> place) & 1) === 1]))
      expect(needed(text, variables)).toEqual(outcome === 0 ? [] : ['paid'])
    }
  })
})

const decisions = (given: Readonly<Record<string, boolean>>): PolicyDecisions => new Map(Object.entries(given))
const member = { userId: 'u', scopes: ['paid', 'staff', 'labels'] }

const run = async (
  text: string,
  policies?: PolicyDecisions,
  { viewer = member, on = engine }: { viewer?: typeof member | null; on?: typeof engine } = {},
) => {
  const result = await on.execute({ document: parse(text), key: text, variables: {}, context: { viewer }, policies })
  return { data: result.data, codes: (result.errors ?? []).map(({ path, extensions }) => [path, extensions['code']]) }
}

describe('decisions', () => {
  test('are an OR of ANDs', () => {
    const either = [['staff'], ['paid', 'adult']]
    expect(policyOutcome(either, decisions({ staff: true, paid: false }))).toBe('granted')
    expect(policyOutcome(either, decisions({ staff: false, paid: true, adult: true }))).toBe('granted')
    expect(policyOutcome(either, decisions({ staff: false, paid: true, adult: false }))).toBe('denied')
  })

  test('leave a rule open only where a policy without one could still grant it', () => {
    const either = [['staff'], ['paid', 'adult']]
    expect(policyOutcome(either, decisions({}))).toBe('undecided')
    expect(policyOutcome(either, decisions({ staff: false, paid: true }))).toBe('undecided')
    expect(policyOutcome(either, decisions({ staff: false, adult: false }))).toBe('denied')
  })

  test('open a field, for an anonymous viewer too', async () => {
    expect(await run('{ paid open }', decisions({ paid: true }))).toEqual({ data: { paid: 2, open: 1 }, codes: [] })
    expect((await run('{ paid }', decisions({ paid: true }), { viewer: null })).data).toEqual({ paid: 2 })
  })

  test('close a field whatever scopes the viewer has, and no subgraph is asked for it', async () => {
    expect(await run('{ paid open }', decisions({ paid: false }))).toEqual({
      data: { paid: null, open: 1 },
      codes: [[['paid'], 'FORBIDDEN']],
    })
    expect((await run('{ paid }', decisions({ paid: false }), { viewer: null })).codes).toEqual([
      [['paid'], 'UNAUTHENTICATED'],
    ])
    expect(asked.join()).not.toContain('paid')
  })

  test('that are missing close a field, and its error says so', async () => {
    const notDecided = { data: { paid: null, open: 1 }, codes: [[['paid'], 'POLICY_NOT_DECIDED']] }
    expect(await run('{ paid open }')).toEqual(notDecided)
    expect(await run('{ paid open }', decisions({}))).toEqual(notDecided)
    expect(await run('{ paid open }', decisions({ other: true }))).toEqual(notDecided)
    expect(asked.join()).not.toContain('paid')
  })

  test('that are missing are not the reason where a scope is missing as well', async () => {
    expect((await run('{ scoped }', decisions({}))).codes).toEqual([[['scoped'], 'FORBIDDEN']])
    const admin = { userId: 'u', scopes: ['admin'] }
    expect((await run('{ scoped }', decisions({}), { viewer: admin })).codes).toEqual([
      [['scoped'], 'POLICY_NOT_DECIDED'],
    ])
    expect((await run('{ scoped }', decisions({ paid: true }), { viewer: admin })).data).toEqual({ scoped: 4 })
  })

  test('of one request say nothing about the next one of the same viewer', async () => {
    const text = '{ paid }'
    const given = [true, false, true].map(paid => decisions({ paid }))
    const answers = []
    for (const each of [...given, undefined]) answers.push((await run(text, each)).data)
    expect(answers).toEqual([{ paid: 2 }, { paid: null }, { paid: 2 }, { paid: null }])
  })

  test('do not count where scopes grant policies', async () => {
    const on = engineOf('scopes')
    expect((await run('{ paid }', decisions({ paid: false }), { on })).data).toEqual({ paid: 2 })
    expect(
      (await run('{ paid }', decisions({ paid: true }), { on, viewer: { userId: 'u', scopes: [] } })).codes,
    ).toEqual([[['paid'], 'FORBIDDEN']])
  })
})

test('an event of a subscription tells which of its fields were refused, and which were not decided', async () => {
  const text = 'subscription { letter { text note } }'
  const document = parse(text)
  const asking = { document, key: text, variables: {}, context: { viewer: member } }
  const answered = async (policies: PolicyDecisions) => {
    const event = { data: { letter: { text: 'a', note: 'b' } } }
    const request = { variables: {}, context: { viewer: member }, policies }
    const { data, errors = [] } =
      (await engine.subscribe(engine.prepare({ ...asking, policies }))?.answer(event, request)) ?? {}
    return [data, errors.map(({ extensions }) => extensions['code'])]
  }
  expect(await answered(decisions({ notes: true }))).toEqual([{ letter: { text: 'a', note: 'b' } }, []])
  expect(await answered(decisions({ notes: false }))).toEqual([{ letter: { text: 'a', note: null } }, ['FORBIDDEN']])
  expect(await answered(decisions({}))).toEqual([{ letter: { text: 'a', note: null } }, ['POLICY_NOT_DECIDED']])
})

test('a subscription to a field whose policies are not fulfilled is refused', () => {
  const document = parse('subscription { sold }')
  const asking = { document, key: 'sold', variables: {}, context: { viewer: member } }
  const subscribed = [true, false].map(seller =>
    engine.subscribe(engine.prepare({ ...asking, policies: decisions({ seller }) })),
  )
  expect(subscribed).toEqual([expect.anything(), null])
})
