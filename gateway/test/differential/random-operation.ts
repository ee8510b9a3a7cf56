import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { hash, randomFrom, type Random } from './seeded-random.js'

export interface RandomOperation {
  readonly text: string
  readonly document: DocumentNode
  /** Makes values for the operation's variables; some are left out or null where that is allowed. */
  readonly variablesFor: (random: Random) => Record<string, unknown>
}

const DEPTH_MAX = 6
const FIELDS_MAX = 4
const ATTEMPTS_MAX = 50

/** A valid operation of the schema; the same seed always makes the same one. */
export function randomOperation(schema: GraphQLSchema, seed: number): RandomOperation {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const writer = createWriter(schema, randomFrom(hash(seed, attempt)))
    const text = writer.write()
    const document = parse(text)
    // Fields of one key may clash: rather than avoiding it, such an operation is thrown away.
    if (validate(schema, document).length === 0) return { text, document, variablesFor: writer.variablesFor }
  }
  throw new Error(`No valid operation for seed ${seed}`)
}

interface WrittenVariable {
  readonly declaration: string
  readonly valueFor: (random: Random) => unknown
}

function createWriter(schema: GraphQLSchema, random: Random) {
  const variables = new Map<string, WrittenVariable>()
  const fragments: string[] = []
  let aliases = 0

  const variable = (type: GraphQLInputType): string => {
    const name = `v${variables.size}`
    const fallback = random.chance(0.4) ? ` = ${JSON.stringify(true)}` : ''
    const isCondition = type.toString() === 'Boolean!'
    variables.set(name, {
      declaration: `$${name}: ${type.toString()}${isCondition ? fallback : ''}`,
      valueFor: values => {
        const mayLeaveOut = !isNonNullType(type) || (isCondition && fallback !== '')
        return mayLeaveOut && values.chance(0.3) ? undefined : inputValue(type, values)
      },
    })
    return `$${name}`
  }

  const condition = (): string => {
    if (!random.chance(0.12)) return ''
    const one = () => {
      const value = random.chance(0.7) ? conditionVariable() : String(random.chance(0.6))
      return `(if: ${value})`
    }
    if (random.chance(0.15)) return ` @skip${one()} @include${one()}`
    return ` @${random.pick(['skip', 'include'])}${one()}`
  }

  const conditionVariable = (): string => {
    const known = [...variables]
      .filter(([, { declaration }]) => declaration.includes('Boolean!'))
      .map(([name]) => `$${name}`)
    return known.length > 0 && random.chance(0.6) ? random.pick(known) : variable(booleanType(schema))
  }

  const field = (of: GraphQLField<unknown, unknown>, depth: number): string => {
    const args = of.args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && random.chance(0.4)) return []
      return [`${name}: ${random.chance(0.4) ? variable(type) : literal(inputValue(type, random))}`]
    })
    const named = getNamedType(of.type)
    const below = isCompositeType(named) ? ` ${selections(named, depth + 1)}` : ''
    // Differing arguments would clash under one key.
    const alias = of.args.length > 0 || random.chance(0.15) ? `a${aliases++}: ` : ''
    return `${alias}${of.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${condition()}${below}`
  }

  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const target = random.pick([type, ...overlapping(schema, type)])
    const body = selections(target, depth + 1)
    if (random.chance(0.25)) {
      const name = `f${fragments.length}`
      fragments.push(`fragment ${name} on ${target.name} ${body}`)
      return `...${name}${condition()}`
    }
    return target === type && random.chance(0.3)
      ? `...${condition()} ${body}`
      : `... on ${target.name}${condition()} ${body}`
  }

  const selections = (type: GraphQLCompositeType, depth: number): string => {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : []
    const usable = depth < DEPTH_MAX ? fields : fields.filter(({ type: of }) => !isCompositeType(getNamedType(of)))
    const parts: string[] = []
    const count = 1 + random.below(FIELDS_MAX)
    for (let index = 0; index < count; index++) {
      const wantsFragment = isAbstractType(type) ? 0.5 : 0.12
      if (depth < DEPTH_MAX && random.chance(wantsFragment)) parts.push(fragment(type, depth))
      else if (usable.length === 0 || random.chance(0.06)) parts.push(typename())
      else parts.push(field(random.pick(usable), depth))
    }
    return `{ ${parts.join(' ')} }`
  }

  const typename = () => `${random.chance(0.3) ? `a${aliases++}: ` : ''}__typename${condition()}`

  const write = (): string => {
    const mutation = schema.getMutationType()
    const isMutation = mutation !== undefined && mutation !== null && random.chance(0.15)
    const root = isMutation ? mutation : schema.getQueryType()
    if (root === undefined || root === null) throw new Error('The schema has no Query')
    const introspected =
      !isMutation && random.chance(0.03) ? ' __schema { queryType { name } } __type(name: "ID") { kind }' : ''
    const body = selections(root, 0)
    const declarations = [...variables.values()].map(({ declaration }) => declaration)
    const head = `${isMutation ? 'mutation' : 'query'} Random${declarations.length > 0 ? `(${declarations.join(', ')})` : ''}`
    return `${head} ${body.slice(0, -1)}${introspected} }\n${fragments.join('\n')}`
  }

  return {
    write,
    variablesFor: (values: Random) => {
      const made: Record<string, unknown> = {}
      for (const [name, { valueFor }] of variables) {
        const value = valueFor(values)
        if (value !== undefined) made[name] = value
      }
      return made
    },
  }
}

function booleanType(schema: GraphQLSchema): GraphQLInputType {
  const argument = schema.getDirective('skip')?.args[0]
  if (argument === undefined) throw new Error('The schema has no @skip')
  return argument.type
}

/** Types with an object type in common, which a fragment may name. */
function overlapping(schema: GraphQLSchema, type: GraphQLCompositeType): GraphQLCompositeType[] {
  const objectsOf = (of: GraphQLCompositeType): readonly GraphQLObjectType[] =>
    isAbstractType(of) ? schema.getPossibleTypes(of) : [of]
  const objects = objectsOf(type)
  const abstract = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
  return [...objects, ...abstract]
}

function inputValue(type: GraphQLInputType, random: Random): unknown {
  if (isNonNullType(type)) return nonNull(type.ofType as GraphQLInputType, random)
  return random.chance(0.15) ? null : nonNull(type, random)
}

function nonNull(type: GraphQLInputType, random: Random): unknown {
  if (isListType(type))
    return Array.from({ length: random.below(3) }, () => inputValue(type.ofType as GraphQLInputType, random))
  if (isEnumType(type)) return new EnumName(random.pick(type.getValues()).name)
  if (isInputObjectType(type)) {
    const object: Record<string, unknown> = {}
    for (const { name, type: of, defaultValue } of Object.values(type.getFields())) {
      const isOptional = !isNonNullType(of) || defaultValue !== undefined
      if (!isOptional || random.chance(0.2)) object[name] = inputValue(of, random)
    }
    return object
  }
  switch (type.toString()) {
    case 'Boolean':
      return random.chance(0.5)
    case 'Int':
    case 'SafeInt':
      return random.below(4)
    case 'Float':
      return random.below(4) + 0.5
    default:
      return `s${random.below(3)}`
  }
}

/** An enum's value: a name in a document, and a string in variables. */
class EnumName {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  toJSON(): string {
    return this.name
  }
}

function literal(value: unknown): string {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${name}: ${literal(item)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}
