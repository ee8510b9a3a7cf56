import { composeServices } from '@apollo/composition'
import { parse, printSchema, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { applyContract } from './apply-contract.js'
import type { SchemaContract } from './contract-rules.js'
import { createEpoch } from './epoch.js'

function compose(subgraphs: Readonly<Record<string, string>>, tag = '"@tag"'): string {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external", "@inaccessible", ${tag}])`
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(`${link}\n${sdl}`),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

const supergraph = compose({
  players: `
    type Query {
      me: Player @tag(name: "player")
      player(id: ID!, asOf: Int @tag(name: "operator")): Player @tag(name: "operator") @tag(name: "partner")
      search(by: Filter, order: Order = NAME): [Found!] @tag(name: "player")
      audit: Audit @tag(name: "operator")
    }
    type Mutation { ban(id: ID!): Player @tag(name: "operator") }
    interface Node @tag(name: "player") { id: ID! }
    type Player implements Node @key(fields: "id") @tag(name: "player") @tag(name: "partner") {
      id: ID!
      name: String
      email: String @tag(name: "operator")
      role: Role
    }
    type Guild implements Node @tag(name: "player") { id: ID! name: String }
    union Found @tag(name: "player") = Player | Guild
    enum Role { USER ADMIN @tag(name: "operator") }
    enum Order { NAME LEVEL }
    input Filter { name: String email: String @tag(name: "operator") }
    type Audit @tag(name: "operator") { entries: [Entry!] }
    type Entry { text: String }
    scalar Unused`,
  scores: `
    type Player @key(fields: "id") {
      id: ID!
      email: String @external
      score: Int @requires(fields: "email") @tag(name: "player")
    }`,
})

const clientsSee = (contract: SchemaContract, of = supergraph) => printSchema(createEpoch(of, { contract }).schema)
const problemOf = (contract: SchemaContract, of = supergraph): string => {
  try {
    createEpoch(of, { contract })
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The contract was not refused')
}

describe('the supergraph of a contract', () => {
  it('loses what is excluded, and the types to which nothing leads any more', () => {
    const sdl = clientsSee({ exclude: ['operator'] })
    expect(sdl).not.toMatch(/email|ADMIN|Audit|audit|Entry|asOf|ban|Mutation|Unused|player\(/)
    expect(sdl).toMatch(/ {2}me: Player\n {2}search\(by: Filter, order: Order = NAME\): \[Found!\]\n/)
    expect(sdl).toMatch(/input Filter \{\n {2}name: String\n\}/)
    expect(sdl).toMatch(/enum Role \{\n {2}USER\n\}/)
  })

  it('has only what is included, of fields and unions; a tag of a type is one of its fields', () => {
    const sdl = clientsSee({ include: ['partner'] })
    expect(sdl).toMatch(/type Query \{\n {2}player\(id: ID!, asOf: Int\): Player\n\}/)
    expect(sdl).toMatch(
      /type Player \{\n {2}id: ID!\n {2}name: String\n {2}email: String\n {2}role: Role\n {2}score: Int\n\}/,
    )
    expect(sdl).toMatch(/enum Role \{\n {2}USER\n {2}ADMIN\n\}/)
    expect(sdl).not.toMatch(/Found|Guild|Filter|Order|Node/)
  })

  it('loses what is both included and excluded', () => {
    const sdl = clientsSee({ include: ['player'], exclude: ['operator'] })
    expect(sdl).toMatch(
      /type Player implements Node \{\n {2}id: ID!\n {2}name: String\n {2}role: Role\n {2}score: Int\n\}/,
    )
    expect(sdl).toContain('union Found = Player | Guild')
    expect(sdl).not.toMatch(/email|player\(/)
  })

  it('keeps types to which nothing leads where the contract says so', () => {
    const sdl = clientsSee({ exclude: ['operator'], hideUnreachableTypes: false })
    expect(sdl).toContain('scalar Unused')
    expect(sdl).toContain('type Entry')
  })

  it('plans what a hidden field is required for, and refuses to tell of the field', () => {
    const epoch = createEpoch(supergraph, { contract: { exclude: ['operator'] } })
    const text = '{ me { score } }'
    const { plan } = epoch.operations.prepare(parse(text), { key: text, operationName: undefined, grants: new Set() })
    expect(JSON.stringify(plan)).toContain('email')
    const messages = validate(epoch.schema, parse('{ me { emial email } }')).map(({ message }) => message)
    expect(messages).toEqual([
      'Cannot query field "emial" on type "Player".',
      'Cannot query field "email" on type "Player".',
    ])
  })

  it('has @inaccessible once where the supergraph has it already, and names directives as the supergraph does', () => {
    const own = compose(
      { a: 'type Query { kept: Int hidden: Int @inaccessible out: Int @label(name: "x") }' },
      '{ name: "@tag", as: "@label" }',
    )
    const made = applyContract(own, { exclude: ['x'] })
    expect(made.match(/specs\.apollo\.dev\/inaccessible/g)).toHaveLength(1)
    expect(made.match(/@inaccessible(?! on)/g)).toHaveLength(2)
    expect(clientsSee({ exclude: ['x'] }, own)).toMatch(/type Query \{\n {2}kept: Int\n\}/)
    expect(applyContract(made, { exclude: ['x'] })).toBe(made)
  })

  it('keeps interfaces of what stays, and objects behind interfaces that a field gives', () => {
    const own = compose({
      a: `
        type Query { named: Named one: Other out: Int @tag(name: "x") }
        interface Named { name: String }
        interface Node { id: ID! }
        type A implements Named { name: String }
        type Other implements Node { id: ID! }
        type Unseen implements Node { id: ID! }`,
    })
    const sdl = clientsSee({ exclude: ['x'] }, own)
    expect(sdl).toContain('type A implements Named')
    expect(sdl).toContain('interface Node')
    expect(sdl).not.toContain('Unseen')
  })
})

describe('an interface that is left without an object', () => {
  const of = (hidden: string, more = '') =>
    compose({
      a: `
        type Query { n: N o: Int @tag(name: "op") }
        interface N { id: ID! }
        type A implements N ${hidden} { id: ID! }
        ${more}`,
    })
  const warning = 'Fields of interfaces whose objects are all hidden answer nothing: N'

  it.each(['@tag(name: "op")', '@inaccessible'])('is a warning where %s hides its objects', hidden => {
    expect(createEpoch(of(hidden), { contract: { exclude: ['op'] } }).warnings).toEqual([warning])
  })

  it('is none where an object stays, or where the supergraph has no object of it', () => {
    const warningsOf = (sdl: string) => createEpoch(sdl, { contract: { exclude: ['op'] } }).warnings
    expect(warningsOf(of('@tag(name: "op")', 'type B implements N { id: ID! }'))).toEqual([])
    expect(warningsOf(of('', 'interface Bare { id: ID! }'))).toEqual([])
  })
})

describe('arguments of directives', () => {
  const shown = (argumentsOfShow: string) =>
    compose({ a: `directive @show(${argumentsOfShow}) on FIELD type Query { a: Int } enum Level { LOW }` })

  it('are hidden like those of fields, with the types to which nothing else leads', () => {
    const sdl = clientsSee({ exclude: ['t'] }, shown('w: Level @tag(name: "t"), v: Int'))
    expect(sdl).toContain('directive @show(v: Int) on FIELD')
    expect(sdl).not.toContain('Level')
  })

  it('stay where they are not tagged, with their types', () => {
    const sdl = clientsSee({ exclude: ['t'] }, shown('w: Int @tag(name: "t"), v: Level'))
    expect(sdl).toContain('directive @show(v: Level) on FIELD')
    expect(sdl).toContain('enum Level')
  })

  it('refuse the contract where one that it hides is required', () => {
    expect(problemOf({ exclude: ['t'] }, shown('w: Int! @tag(name: "t")'))).toContain(
      'Argument "@show(w:)" is @inaccessible but is a required argument',
    )
  })
})

describe('a contract is refused', () => {
  const of = (sdl: string) => compose({ a: sdl })

  it.each([
    ['type Query { secret: Int @join__field(graph: A) @tag(name: "x") }', 'the type "Query"'],
    ['schema @link(url: "https://specs.apollo.dev/tag/v0.3")', 'the schema'],
  ])('when the supergraph has an extension: %s', (extension, extended) => {
    const sdl = `${of('type Query { a: Int b: Int @tag(name: "x") }')} extend ${extension}`
    expect(problemOf({ exclude: ['x'] }, sdl)).toBe(
      `The supergraph extends ${extended}. Under a contract all of it must be in one definition, as composition writes it`,
    )
  })

  it('when it names a tag that nothing has', () => {
    expect(problemOf({ exclude: ['operators'] })).toBe(
      'The contract names the tag "operators", which nothing in the supergraph has. It has "operator", "partner", "player"',
    )
    expect(problemOf({ include: ['x'] }, of('type Query { a: Int }'))).toMatch(/It has no tags$/)
  })

  it('when a field that stays gives a type that does not', () => {
    expect(problemOf({ exclude: ['x'] }, of('type Query { a: A } type A @tag(name: "x") { b: Int }'))).toContain(
      'Type "A" is @inaccessible but is referenced by "Query.a"',
    )
  })

  it('when an argument or input field that it hides is required', () => {
    expect(problemOf({ exclude: ['x'] }, of('type Query { a(b: Int! @tag(name: "x")): Int }'))).toContain(
      'Argument "Query.a(b:)" is @inaccessible but is a required argument',
    )
    expect(
      problemOf({ exclude: ['x'] }, of('type Query { a(in: In): Int } input In { b: Int! @tag(name: "x") c: Int }')),
    ).toContain('Input field "In.b" is @inaccessible but is a required input field')
  })

  it('when an interface promises a field that an object loses', () => {
    const own = 'type Query { a: I } interface I { b: Int } type A implements I { b: Int @tag(name: "x") c: Int }'
    expect(problemOf({ exclude: ['x'] }, of(own))).toContain('Field "A.b" is @inaccessible but implements')
  })

  it('when a default names an enum value that it hides', () => {
    const own = 'type Query { a(e: E = B): Int } enum E { A B @tag(name: "x") }'
    expect(problemOf({ exclude: ['x'] }, of(own))).toContain('Enum value "E.B" is @inaccessible but is used')
  })

  it('when no query is left', () => {
    expect(problemOf({ exclude: ['x'] }, of('type Query { a: Int @tag(name: "x") }'))).toContain(
      'Type "Query" is @inaccessible but is the root query type',
    )
  })
})
