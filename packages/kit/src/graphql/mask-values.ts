import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/**
 * Messages of graphql-js and graphql-scalars that print a value of the client, which may be a password: each
 * with what is kept of it, the names of arguments, fields and types of the schema; a key of an input object
 * that the schema lacks is a value, too. Errors keep their locations, so the value can be found in the
 * client's own text.
 */
const printingValues: readonly (readonly [message: RegExp, kept: string])[] = [
  [/^Argument "(\w+)" has invalid value .*$/s, 'Argument "$1" has an invalid value.'],
  [/^Field ".*" is not defined by type "([^"]+)"\..*$/s, 'A field is given that is not defined by type "$1".'],
  [/^Unknown operation named ".*"\.$/s, 'The document has no operation of this name.'],
  [/^Expected value of type "([^"]+)", found .*$/s, 'Expected value of type "$1".'],
  [/^Expected type "([^"]+)"\. .*$/s, 'Expected type "$1".'],
  [/^Value .* does not exist in "(\w+)" enum\..*$/s, 'The value does not exist in "$1" enum.'],
  [/^((?:Enum "\w+"|\w+) cannot represent [^:"]*value): .*$/s, '$1.'],
  [/^(\w+) cannot represent .*$/s, '$1 cannot represent the value.'],
  [/^(Value [^:"]*): .*$/s, '$1.'],
  [/^(Syntax Error: Expected (?:"[^"]+"|\w+), found \w+) ".*"\.$/s, '$1.'],
  // "Unexpected Name" is about the first word of a definition, where no value stands.
  [/^(Syntax Error: Unexpected (?!Name)\w+) ".*"\.$/s, '$1.'],
  [/^(Syntax Error: (?:Invalid|Unexpected|Cannot) [^:"]*): .*$/s, '$1.'],
]

/**
 * "Did you mean" of graphql-js guesses at what the schema has: where introspection is off, it would tell the
 * schema word by word.
 */
export const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .*\?$/s, '')

const VARIABLE = /^Variable "\$(\w+)" got invalid value /
const POSITION = / at "([\w.[\]]+)"; $/

/** @param cause the error that graphql-js made the message of a variable from */
export function withoutValues(message: string, cause?: unknown): string {
  const variable = VARIABLE.exec(message)?.[1]
  if (variable !== undefined) return variableMessage(message, { variable, cause })
  for (const [printing, kept] of printingValues) if (printing.test(message)) return message.replace(printing, kept)
  return message
}

/** The message is `Variable "$name" got invalid value <value> at "<position>"; <message of the cause>`. */
function variableMessage(message: string, { variable, cause }: { variable: string; cause: unknown }): string {
  const subject = `Variable "$${variable}" got an invalid value`
  if (!(cause instanceof Error) || !message.endsWith(`; ${cause.message}`)) return `${subject}.`
  const position = POSITION.exec(message.slice(0, -cause.message.length))?.[1]
  return `${subject}${position === undefined ? '' : ` at "${position}"`}; ${withoutValues(cause.message)}`
}

/** graphql-js gives no code to errors of variables, nor to those of arguments that it finds while it executes. */
const OF_INPUT =
  /^(Variable "\$\w+" (got (an )?invalid value|of (required|non-null) type) ?|Argument "\w+" (has (an )?invalid value|of (required|non-null) type) ?)/

/** Checks for the message of a variable or argument whose value does not fit its type. */
const isInputError = (message: string): boolean => OF_INPUT.test(message)

/**
 * The error as it may leave: its message repeats no value of the client, and a value that its type does not
 * take has a code.
 */
export function withoutClientValues(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? error.originalError : undefined
  const message = withoutValues(formatted.message, cause)
  const hasCode = !(error instanceof GraphQLError) || error.extensions['code'] !== undefined
  if (hasCode || !isInputError(message)) return message === formatted.message ? formatted : { ...formatted, message }
  return { ...formatted, message, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } }
}
