import { GraphQLError, type FieldNode, type GraphQLField, type ValueNode } from 'graphql'
import type { Cost, Variables } from './cost-formula.js'
import type { ListSize } from '@waystone/federation'
import { readValue, type Value } from './variable-values.js'

/** The assumed length of a list unless an argument or @listSize gives one. */
const LIST_SIZE_DEFAULT = 10
/** Arguments that bound a list where there is no @listSize: of the field itself, or of the connection around it. */
const SIZE_ARGUMENTS = ['first', 'last', 'limit']

/** A size that holds for lists right below a field: for these, or for all of them. */
export interface SizeBelow {
  readonly size: Cost
  readonly fields: ReadonlySet<string> | null
}

/**
 * How many objects a field may answer, and what that says of the lists right below it. `first`, `last` or
 * `limit` says, or the slicing arguments of @listSize, by value, variable or default; then the connection
 * around it; then @listSize's assumed size; any other list counts as ten.
 * @throws GraphQLError BAD_USER_INPUT where @listSize wants exactly one slicing argument, and another number
 * is given; its
 *   formula throws it likewise.
 */
export function listSize(options: {
  field: GraphQLField<unknown, unknown>
  node: FieldNode
  isList: boolean
  rule: ListSize | undefined
  /** Of the field around it. */
  above: SizeBelow | null
  valueOf: (node: ValueNode) => Value
}): { size: Cost; below: SizeBelow | null } {
  const { field, isList, rule, above } = options
  const asked = rule === undefined ? firstAsked(options) : largestAsked(options, rule)
  const assumed = rule?.assumedSize ?? null
  const fallback = assumed ?? LIST_SIZE_DEFAULT

  if (rule !== undefined && rule.sizedFields.length > 0) {
    const below =
      asked === null && assumed === null ? null : { size: orElse(asked, fallback), fields: new Set(rule.sizedFields) }
    return { size: isList ? (sizeFrom(above, field.name) ?? LIST_SIZE_DEFAULT) : 1, below }
  }
  if (isList) return { size: orElse(asked, sizeFrom(above, field.name) ?? fallback), below: null }
  // The size of a connection holds for the lists right below it.
  return { size: 1, below: asked === null ? null : { size: orElse(asked, fallback), fields: null } }
}

type Asked = null | number | ((variables: Variables) => number | null)

interface Given {
  readonly field: GraphQLField<unknown, unknown>
  readonly node: FieldNode
  readonly valueOf: (node: ValueNode) => Value
}

/** The first of the usual arguments that says a number. Null is taken as left out, as our subgraphs take it. */
function firstAsked(given: Given): Asked {
  const values = SIZE_ARGUMENTS.flatMap(name => {
    const value = valueOfArgument(given, name)
    const byDefault = given.field.args.find(argument => argument.name === name)?.defaultValue
    return value === undefined ? [] : [orDefault(value, byDefault)]
  })
  return formulaOf(values, numbers => numbers.find(size => size !== null) ?? null)
}

function largestAsked(given: Given, { slicingArguments, requireOneSlicingArgument }: ListSize): Asked {
  const values = slicingArguments.flatMap(name => valueOfArgument(given, name) ?? [])
  return formulaOf(values, sizes => {
    const numbers = sizes.filter(size => size !== null)
    if (requireOneSlicingArgument && slicingArguments.length > 0 && numbers.length !== 1)
      throw notOneSlicingArgument(given.field.name, slicingArguments, numbers.length)
    return numbers.length === 0 ? null : Math.max(...numbers)
  })
}

/** The argument's value in this operation, or else its default. */
function valueOfArgument({ field, node, valueOf }: Given, name: string): Value | undefined {
  const declared = field.args.find(argument => argument.name === name)
  if (declared === undefined) return undefined
  const given = node.arguments?.find(argument => argument.name.value === name)
  if (given === undefined) return { constant: declared.defaultValue }
  const value = valueOf(given.value)
  if ('constant' in value) return value
  return {
    read: variables => {
      // Left out is not null: then the argument's default holds.
      const size = value.read(variables)
      return size === undefined ? declared.defaultValue : size
    },
  }
}

const orDefault = (value: Value, byDefault: unknown): Value =>
  'constant' in value
    ? { constant: value.constant ?? byDefault }
    : { read: variables => value.read(variables) ?? byDefault }

function formulaOf(values: readonly Value[], choose: (sizes: readonly (number | null)[]) => number | null): Asked {
  const sizesOf = (variables: Variables) => values.map(value => sizeOf(readValue(value, variables)))
  if (values.every(value => 'constant' in value)) return choose(sizesOf({}))
  return variables => choose(sizesOf(variables))
}

const sizeOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : null

const sizeFrom = (above: SizeBelow | null, fieldName: string): Cost | null =>
  above !== null && (above.fields === null || above.fields.has(fieldName)) ? above.size : null

function orElse(asked: Asked, otherwise: Cost): Cost {
  if (asked === null) return otherwise
  if (typeof asked === 'number') return asked
  return variables => asked(variables) ?? (typeof otherwise === 'number' ? otherwise : otherwise(variables))
}

function notOneSlicingArgument(fieldName: string, names: readonly string[], found: number): GraphQLError {
  const message = `Field "${fieldName}" needs exactly one of the arguments ${names.map(name => `"${name}"`).join(', ')}; ${found} are given`
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } })
}
