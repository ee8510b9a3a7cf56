import { isNonNullType, type GraphQLInputType, type GraphQLSchema } from 'graphql'
import { inputValue } from './random-values.js'
import type { Random } from './seeded-random.js'

/** The variables of an operation that is being written. */
export interface RandomVariables {
  /** Declares another one. @returns how it is used, such as `$v0`. */
  declare(type: GraphQLInputType): string
  /** Now and then a @skip or @include, or both; else nothing. */
  condition(): string
  /** A variable or a value for a condition. */
  conditionValue(): string
  /** The variable declarations between the operation's name and its selections. */
  declarations(): string
  /** Values for one request; some are left out or null where that is allowed. */
  valuesFor(random: Random): Record<string, unknown>
}

const CONDITION = 'Boolean!'

export function createVariables(schema: GraphQLSchema, random: Random): RandomVariables {
  const variables: { type: GraphQLInputType; fallback: string }[] = []

  const declare = (type: GraphQLInputType): string => {
    // Without a default a condition is always given; the only default is true, which random subgraphs rely on.
    const hasDefault = type.toString() === CONDITION && random.chance(0.4)
    variables.push({ type, fallback: hasDefault ? ' = true' : '' })
    return `$v${variables.length - 1}`
  }

  const conditionVariable = (): string => {
    const known = variables.flatMap(({ type }, index) => (type.toString() === CONDITION ? [`$v${index}`] : []))
    return known.length > 0 && random.chance(0.6) ? random.pick(known) : declare(conditionType(schema))
  }
  const conditionValue = () => (random.chance(0.7) ? conditionVariable() : String(random.chance(0.6)))
  const argument = () => `(if: ${conditionValue()})`

  return {
    declare,
    conditionValue,
    condition: () => {
      if (!random.chance(0.12)) return ''
      if (random.chance(0.15)) return ` @skip${argument()} @include${argument()}`
      return ` @${random.pick(['skip', 'include'])}${argument()}`
    },
    declarations: () => {
      if (variables.length === 0) return ''
      return `(${variables.map(({ type, fallback }, index) => `$v${index}: ${type.toString()}${fallback}`).join(', ')})`
    },
    valuesFor: values => {
      const made: Record<string, unknown> = {}
      for (const [index, { type, fallback }] of variables.entries()) {
        const mayLeaveOut = !isNonNullType(type) || fallback !== ''
        if (!mayLeaveOut || !values.chance(0.3)) made[`v${index}`] = inputValue(type, values)
      }
      return made
    },
  }
}

function conditionType(schema: GraphQLSchema): GraphQLInputType {
  const argument = schema.getDirective('skip')?.args[0]
  if (argument === undefined) throw new Error('The schema has no @skip')
  return argument.type
}
