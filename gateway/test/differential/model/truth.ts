import { Kind, parseType, type SelectionSetNode, type TypeNode } from 'graphql'
import { canonicalJson } from '../canonical-json.js'
import { hash } from '../seeded-random.js'
import { fieldSet } from './field-set.js'
import { fieldOf, objectOf, type FieldModel, type Model } from './model.js'

/** An object of the model. Equal identities are the same object. */
export interface Thing {
  /** The name of its object type. */
  readonly type: string
  readonly identity: string
  /** The object whose field led here, where the way matters. */
  readonly above?: Thing | undefined
}

export type Args = Readonly<Record<string, unknown>>
/** Leaves are what a client sees; lists are arrays. */
export type TrueValue = Thing | string | number | boolean | null | TrueValue[]

/** Entities of one type; those of an entity interface are numbered together. */
export const ENTITIES = 4
const LIST_MAX = 3
const NULL_PERCENT = 12
const TEXT_MAX = 48

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && 'identity' in value

/** The one value of a field: it follows from the object, the arguments, and the values of what the field requires. */
export function valueOf(model: Model, thing: Thing, { field, args }: { field: FieldModel; args: Args }): TrueValue {
  const requires = requiresOf(field)
  const inputs = requires === undefined ? '' : `<${canonicalJson(select(model, thing, fieldSet(requires)))}>`
  const given = Object.keys(args).length === 0 ? '' : canonicalJson(args)
  const seed = shortened(`${thing.identity}.${field.name}${given}${inputs}`)
  return valueOfType({ model, field }, parsedType(field.type), seed)
}

/** The inputs that any subgraph that resolves it requires. */
export const requiresOf = ({ places }: FieldModel): string | undefined =>
  [...places.values()].find(({ requires }) => requires !== undefined)?.requires

/** The arguments of a field with the value that it takes from the innermost context around its object. */
export function withContext(model: Model, thing: Thing, { field, args }: { field: FieldModel; args: Args }): Args {
  const { takes } = field
  if (takes === undefined) return args
  for (let around = thing.above; around !== undefined; around = around.above) {
    const source = takes.sources.get(around.type)
    if (source === undefined) continue
    return { ...args, [takes.argument]: source === null ? null : trueField(model, around, source) }
  }
  throw new Error(`${thing.type}.${field.name} has no context around it`)
}

/** The true values of a field set. */
export function select(model: Model, thing: Thing, set: SelectionSetNode): Record<string, unknown> {
  const selected: Record<string, unknown> = {}
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (selection.typeCondition?.name.value === thing.type)
        Object.assign(selected, select(model, thing, selection.selectionSet))
    } else if (selection.kind === Kind.FIELD) {
      const { name, selectionSet } = selection
      const value = name.value === '__typename' ? thing.type : trueField(model, thing, name.value)
      selected[name.value] = selectionSet === undefined ? value : selectWithin(model, value, selectionSet)
    }
  }
  return selected
}

function selectWithin(model: Model, value: TrueValue, set: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map(item => selectWithin(model, item, set))
  return isThing(value) ? select(model, value, set) : value
}

const trueField = (model: Model, thing: Thing, name: string): TrueValue =>
  valueOf(model, thing, { field: fieldOf(model, thing.type, name), args: {} })

/** All entities under a type's name, which may be that of an entity interface. */
export function entitiesOf(model: Model, typeName: string): Thing[] {
  const { family, kind } = objectOf(model, typeName)
  if (family === undefined && kind !== 'interface object')
    return numbers.map(number => ({ type: typeName, identity: `${typeName}:${number}` }))
  const all = numbers.map(number => entityOfFamily(model, family ?? typeName, number))
  return kind === 'interface object' ? all : all.filter(({ type }) => type === typeName)
}

const numbers = Array.from({ length: ENTITIES }, (_, number) => number)

function entityOfFamily({ objects }: Model, family: string, number: number): Thing {
  const members = [...objects.values()].filter(object => object.family === family)
  const member = members[number % members.length]
  if (member === undefined) throw new Error(`Nothing implements ${family}`)
  return { type: member.name, identity: `${family}:${number}` }
}

interface FieldContext {
  readonly model: Model
  readonly field: FieldModel
}

function valueOfType(context: FieldContext, type: TypeNode, seed: string): TrueValue {
  if (type.kind === Kind.NON_NULL_TYPE) return nonNull(context, type.type, seed)
  return hash(seed, 'null') % 100 < NULL_PERCENT ? null : nonNull(context, type, seed)
}

function nonNull(context: FieldContext, type: TypeNode, seed: string): TrueValue {
  if (type.kind === Kind.NON_NULL_TYPE) return nonNull(context, type.type, seed)
  if (type.kind === Kind.LIST_TYPE) {
    const length = hash(seed, 'length') % LIST_MAX
    return Array.from({ length }, (_, index) => valueOfType(context, type.type, `${seed}[${index}]`))
  }
  const { model, field } = context
  const name = type.name.value
  if (model.objects.has(name)) return objectValue(model, name, seed)
  if (!model.abstracts.has(name)) return leaf(name, seed)
  const runtime = field.runtimes[hash(seed, 'type') % field.runtimes.length]
  if (runtime === undefined) throw new Error(`${field.name} has no types`)
  return objectValue(model, runtime, seed)
}

function objectValue(model: Model, name: string, seed: string): Thing {
  if (objectOf(model, name).kind === 'value') return { type: name, identity: seed }
  const entities = entitiesOf(model, name)
  const entity = entities[hash(seed, 'entity') % entities.length]
  if (entity === undefined) throw new Error(`There is no ${name}`)
  return entity
}

function leaf(type: string, seed: string): string | number | boolean {
  switch (type) {
    case 'Int':
      return hash(seed) % 1_000_000
    case 'Float':
      return (hash(seed) % 1_000_000) / 4
    case 'Boolean':
      return hash(seed) % 2 === 0
    case 'Color':
      return ['RED', 'GREEN', 'BLUE'][hash(seed) % 3] ?? 'RED'
    default:
      return seed
  }
}

/** Readable while it is short. */
const shortened = (seed: string): string =>
  seed.length <= TEXT_MAX ? seed : `${seed.slice(0, TEXT_MAX - 9)}~${hash(seed).toString(16)}`

const types = new Map<string, TypeNode>()

function parsedType(text: string): TypeNode {
  const type = types.get(text) ?? parseType(text, { noLocation: true })
  types.set(text, type)
  return type
}
