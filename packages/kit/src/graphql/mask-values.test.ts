import { buildSchema, execute, getVariableValues, GraphQLError, GraphQLSchema, Kind, parse, validate } from 'graphql'
import { DateTimeResolver, EmailAddressResolver, SafeIntResolver } from 'graphql-scalars'
import { describe, expect, it } from 'vitest'
import { formatGraphqlError } from './format-error.js'

const SECRET = 'hunter2'

const declared = buildSchema(`
  scalar DateTime scalar EmailAddress scalar SafeInt
  enum Kind { PLAYER }
  input Credentials { name: String! password: String! at: DateTime email: EmailAddress size: SafeInt kind: Kind age: Int parts: [Credentials!] }
  input One @oneOf { a: String b: String }
  type Query {
    signIn(input: Credentials!, one: One): Int
    by(age: Int, name: String, id: ID, flag: Boolean, ratio: Float, kind: Kind, at: DateTime, email: EmailAddress, size: SafeInt): Int
  }`)
/** The same with scalars that say what is wrong in words of their own. */
const schema = new GraphQLSchema({ ...declared.toConfig() })
for (const scalar of [DateTimeResolver, EmailAddressResolver, SafeIntResolver])
  Object.assign(schema.getType(scalar.name) ?? {}, {
    parseValue: scalar.parseValue.bind(scalar),
    parseLiteral: scalar.parseLiteral.bind(scalar),
  })

const format = (error: GraphQLError) => formatGraphqlError(error.toJSON(), error)

/** The errors that a client receives for a request. */
function faultsOf(source: string, variables?: Record<string, unknown>) {
  let document
  try {
    document = parse(source)
  } catch (error) {
    return [format(error as GraphQLError)]
  }
  const invalid = validate(schema, document)
  if (invalid.length > 0) return invalid.map(format)
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation')
  const { errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {})
  return errors.map(format)
}

describe('an error of graphql-js does not repeat what the client sent', () => {
  it.each([
    [`{ by(age: "${SECRET}") }`, 'Int cannot represent non-integer value.'],
    [`{ by(name: {a: "${SECRET}"}) }`, 'String cannot represent a non string value.'],
    [`{ by(name: ${SECRET}) }`, 'String cannot represent a non string value.'],
    [`{ by(id: [${SECRET}]) }`, 'ID cannot represent a non-string and non-integer value.'],
    [`{ by(flag: "${SECRET}") }`, 'Boolean cannot represent a non boolean value.'],
    [`{ by(ratio: "${SECRET}") }`, 'Float cannot represent non numeric value.'],
    [`{ by(kind: "${SECRET}") }`, 'Enum "Kind" cannot represent non-enum value.'],
    [`{ by(kind: ${SECRET}) }`, 'The value does not exist in "Kind" enum.'],
    [`{ by(at: "${SECRET}") }`, 'DateTime cannot represent the value.'],
    [`{ by(email: "${SECRET}: a") }`, 'Value is not a valid email address.'],
    [`{ by(size: 12345678901234567890) }`, 'SafeInt cannot represent unsafe integer value.'],
    [
      `{ signIn(input: {name: "a", password: "b", ${SECRET}: 1}) }`,
      'A field is given that is not defined by type "Credentials".',
    ],
    [`{ signIn(input: "${SECRET}") }`, 'Expected value of type "Credentials!".'],
    [
      `{ signIn(input: {name: "a", pasword: "${SECRET}"}) }`,
      'Field "Credentials.password" of required type "String!" was not provided.',
    ],
    [`{ signIn(input: {name "${SECRET}"}) }`, 'Syntax Error: Expected ":", found String.'],
    [`{ signIn(input: {name: "a" """${SECRET}"""}) }`, 'Syntax Error: Expected Name, found BlockString.'],
    [`{ signIn(input: {name: horse battery ${SECRET}}) }`, 'Syntax Error: Expected ":", found Name.'],
    [`{ by(age: 12345678x) }`, 'Syntax Error: Invalid number, expected digit but got.'],
    [`"${SECRET}`, 'Syntax Error: Unterminated string.'],
    [`{ a } "${SECRET}"`, 'Syntax Error: Unexpected <EOF>.'],
    [`{ by(name: "\\x${SECRET}") }`, 'Syntax Error: Invalid character escape sequence.'],
  ])('in %s', (source, message) => {
    const told = faultsOf(source)
    expect(told.map(error => error.message)).toContain(message)
    expect(JSON.stringify(told)).not.toMatch(/hunter2|12345678/)
    expect(told.every(({ locations }) => locations?.length === 1)).toBe(true)
  })

  const input = (value: unknown) =>
    ['query ($input: Credentials!) { signIn(input: $input) }', { input: value }] as const
  it.each([
    [input(SECRET), 'Variable "$input" got an invalid value; Expected type "Credentials" to be an object.'],
    [
      input({ password: SECRET }),
      'Variable "$input" got an invalid value; Field "name" of required type "String!" was not provided.',
    ],
    [
      input({ name: 'a', password: { is: SECRET } }),
      'Variable "$input" got an invalid value at "input.password"; String cannot represent a non string value.',
    ],
    [
      input({ name: 'a', password: 'b', parts: [{ name: 'a', password: 'b', at: `${SECRET} at "input.name"; x` }] }),
      'Variable "$input" got an invalid value at "input.parts[0].at"; DateTime cannot represent the value.',
    ],
    [
      input({ name: 'a', password: SECRET, [`${SECRET}" is not defined by type "b`]: 1 }),
      'Variable "$input" got an invalid value; A field is given that is not defined by type "Credentials".',
    ],
    [
      input({ name: 'a', password: SECRET, kind: SECRET }),
      'Variable "$input" got an invalid value at "input.kind"; The value does not exist in "Kind" enum.',
    ],
    [input(null), 'Variable "$input" of non-null type "Credentials!" must not be null.'],
    [
      ['query ($input: Credentials!) { signIn(input: $input) }', {}],
      'Variable "$input" of required type "Credentials!" was not provided.',
    ],
  ] as const)('in variables: %j', ([source, variables], message) => {
    const told = faultsOf(source, variables)
    expect(told).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }])
    expect(JSON.stringify(told)).not.toContain(SECRET)
  })

  it('where an operation is executed without having been validated', async () => {
    const { errors = [] } = await execute({
      schema,
      document: parse(`{ signIn(input: { name: "a", password: "${SECRET}", at: "${SECRET}" }) }`),
    })
    expect(errors.map(format)).toMatchObject([
      {
        message: 'Argument "input" has an invalid value.',
        path: ['signIn'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ])
  })

  it('where the error comes from a server that does not mask', () => {
    const message = `Variable "$input" got invalid value { password: "${SECRET}" }; Field "name" of required type "String!" was not provided.`
    expect(format(new GraphQLError(message)).message).toBe('Variable "$input" got an invalid value.')
  })
})

it.each([
  'Cannot query field "nme" on type "Query". Did you mean "name"?',
  'Unknown argument "pasword" on field "Query.by". Did you mean "password"?',
  'Syntax Error: Unexpected Name "qurey".',
  'Syntax Error: Expected Name, found ")".',
  'Variable "$a" of type "String" used in position expecting type "Int".',
  'No more than 5 items may be asked for: ask for fewer',
])('a message without values stays as it is: %s', message => {
  expect(format(new GraphQLError(message)).message).toBe(message)
})

it('a message that was masked once is not worn down by a second time', () => {
  for (const message of [
    'Argument "input" has an invalid value.',
    'Variable "$input" got an invalid value at "input.kind"; The value does not exist in "Kind" enum.',
    'Expected value of type "Credentials!".',
    'Value is not a valid email address.',
  ])
    expect(format(new GraphQLError(message)).message).toBe(message)
})
