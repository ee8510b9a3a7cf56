import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'

/** What must be equal in two results: the data with the order of its fields, and all that is said about errors. */
export interface Comparable {
  readonly data: string | undefined
  readonly errors: readonly string[]
  readonly valueCompletion: readonly string[]
}

export const comparable = ({ data, errors, extensions }: GatewayExecutionResult): Comparable => ({
  data: JSON.stringify(data),
  // Fetches run side by side: the order in which they fail means nothing.
  errors: (errors ?? [])
    // Apollo's executor makes the object null and says nothing.
    .filter(({ message }) => message !== 'No subgraph says of what type this object is')
    .map(comparableError)
    .toSorted(),
  valueCompletion: ((extensions?.['valueCompletion'] ?? []) as readonly ComparedError[]).map(comparableError),
})

interface ComparedError {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

function comparableError({ message, path, extensions }: ComparedError): string {
  return JSON.stringify({
    // Ours does not repeat in the message what a subgraph answered.
    message: message
      .replace(/^(Invalid non-(?:list|object|string) value) .*?(?= returned by subgraph | for __typename )/s, '$1')
      // Ours asks for an entity once.
      .replace(/(?<=^Expected "data\._entities" to contain )\d+/, 'as many'),
    // Ours gives the field its name back, also in a path.
    path: path?.map(key => (typeof key === 'string' ? key.replace(/__alias_\d+$/, '') : key)),
    ...(isOfOneSubgraph(message) ? {} : { extensions: sorted(extensions) }),
  })
}

/** Apollo's executor throws these as plain errors: without the subgraph's name and the code that ours have. */
const isOfOneSubgraph = (message: string): boolean =>
  /^(Expected "data\._entities"|Couldn't find service|the connection was lost|Invalid non-)/.test(message)

const sorted = (extensions: Readonly<Record<string, unknown>> = {}): unknown =>
  Object.entries(extensions).toSorted(([a], [b]) => (a < b ? -1 : 1))
