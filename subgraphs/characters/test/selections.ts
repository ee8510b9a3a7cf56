import fc from 'fast-check'
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLSchema,
} from 'graphql'

/** Levels below the field whose selection it is; deeper ones ask for `__typename` alone. */
const DEPTH_MAX = 5

/**
 * Selections of a type, as text: any of its fields, some of them twice or with aliases, some in fragments of
 * all sorts, and some skipped or included by the variables `yes` and `no`.
 * @param avoided fields, as `Type.field`, that are not selected
 */
export function selectionOf(
  schema: GraphQLSchema,
  typeName: string,
  avoided: ReadonlySet<string> = new Set(),
): fc.Arbitrary<string> {
  const of = (type: GraphQLCompositeType, depth: number): fc.Arbitrary<string> => {
    if (depth === 0) return fc.constant('{ __typename }')
    const parts: fc.Arbitrary<string>[] = [fieldOf('__typename', fc.constant(''))]
    if (isAbstractType(type))
      for (const member of schema.getPossibleTypes(type))
        parts.push(of(member, depth - 1).map(selection => `... on ${member.name} ${selection}`))
    if (isObjectType(type)) {
      for (const { name, type: fieldType } of Object.values(type.getFields())) {
        if (avoided.has(`${type.name}.${name}`)) continue
        const named = getNamedType(fieldType)
        const below = isCompositeType(named) ? of(named, depth - 1) : fc.constant('')
        parts.push(fieldOf(name, below))
      }
      const nested = fc.constantFrom('...', `... on ${type.name}`, '... @include(if: $no)', '... @skip(if: $no)')
      if (depth > 2)
        parts.push(fc.tuple(nested, of(type, depth - 2)).map(([head, selection]) => `${head} ${selection}`))
    }
    return fc
      .array(fc.oneof({ maxDepth: depth }, ...parts), { minLength: 1, maxLength: isAbstractType(type) ? 14 : 5 })
      .map(selections => `{ ${selections.join(' ')} }`)
  }
  const type = schema.getType(typeName)
  if (!isCompositeType(type)) throw new TypeError(`${typeName} has no selections`)
  return of(type, DEPTH_MAX)
}

const conditions = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('@skip(if: $yes)', '@skip(if: $no)', '@include(if: $yes)', '@include(if: $no)'),
  },
)

/** An alias says which field it stands for: one answer key never means two fields. */
const fieldOf = (name: string, below: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('', '', '', `${name}1: `, `${name}2: `), conditions, below)
    .map(([alias, condition, selection]) => `${alias}${name} ${condition} ${selection}`)
