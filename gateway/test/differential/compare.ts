import type { OperationResult } from '@waystone/federation/contract'

/**
 * The comparable form of an executor's result: the data with the order of its fields, and the errors. Equal
 * results have equal forms.
 */
export interface Comparable {
  readonly data: string | undefined
  readonly errors: readonly string[]
}

export const comparable = ({ data, errors = [] }: OperationResult): Comparable => ({
  data: JSON.stringify(data),
  // Fetches run side by side: the order in which they fail means nothing.
  errors: errors.map(error => comparableError(error)).toSorted(),
})

/**
 * Compares our answer with Apollo's. The data must be equal. Ours has more errors, by design: nulls that no
 * subgraph answered are errors, and Apollo's executor does not report them. So each error of Apollo's must be
 * among ours; those of its value completion, too, unless an error of ours at or above the place explains
 * them; and each null must have been answered, or be explained.
 * @returns what is wrong, in words.
 */
export function differences(ours: OperationResult, stock: OperationResult): string[] {
  const { data, errors = [] } = ours
  const { valueCompletion, fetched } = (stock.extensions ?? {}) as {
    valueCompletion?: readonly ComparedError[]
    fetched?: unknown
  }
  const known = new Set(errors.map(error => comparableError(error)))
  const unlocated = new Set(errors.map(error => comparableError({ ...located(error), path: undefined })))
  const lost = (stock.errors ?? []).filter(error =>
    error.path === undefined ? !unlocated.has(comparableError(error)) : !known.has(comparableError(error)),
  )
  const paths = errors.map(({ path = [] }) => path)
  const hidden = (valueCompletion ?? []).filter(({ path = [] }) => !paths.some(above => isWithin(path, above)))
  const own = errors.filter(isOfGateway).map(error => comparableError(error))
  const repeated = own.filter((error, index) => own.indexOf(error) !== index)
  return [
    ...(JSON.stringify(data) === JSON.stringify(stock.data) ? [] : [`the data is not ${JSON.stringify(stock.data)}`]),
    ...lost.map(error => `an error is lost: ${comparableError(error)}`),
    ...hidden.map(error => `a wrong value is hidden: ${comparableError(error)}`),
    ...unexplainedNulls(data, fetched, paths).map(path => `a null that no subgraph answered has no error: ${path}`),
    ...repeated.map(error => `an error comes twice: ${error}`),
  ]
}

type Path = readonly (string | number)[]

const isWithin = (path: Path, above: Path): boolean => above.every((key, depth) => path[depth] === key)

/** An error above a null, or one below it that made the null by what its types do not allow, is why it is there. */
function unexplainedNulls(data: unknown, fetched: unknown, errors: readonly Path[], path: Path = []): string[] {
  if (data === undefined || (data === null && fetched === null)) return []
  if (data === null) return errors.some(at => isWithin(path, at) || isWithin(at, path)) ? [] : [path.join('.')]
  if (typeof data !== 'object') return []
  return Object.entries(data).flatMap(([name, value]) => {
    const key = Array.isArray(data) ? Number(name) : name
    // Answered here: no subgraph knows the whole schema.
    if (path.length === 0 && name.startsWith('__')) return []
    return unexplainedNulls(value, valueOf(fetched, name), errors, [...path, key])
  })
}

const valueOf = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined

interface ComparedError {
  readonly message: string
  readonly path?: Path | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

const located = ({ message, path, extensions }: ComparedError): ComparedError => ({ message, path, extensions })

/** Subgraphs may repeat theirs. */
const isOfGateway = ({ message }: ComparedError): boolean =>
  /^(Subgraph "|No subgraph|Subgraphs answered|Cannot return null|Invalid )/.test(message)

function comparableError({ message, path, extensions }: ComparedError): string {
  return JSON.stringify({
    // Ours asks for an entity once.
    message: message.replace(/(?<=^Expected "data\._entities" to contain )\d+/, 'as many'),
    // Ours gives the field its name back, also in a path.
    path: path?.map(key => (typeof key === 'string' ? key.replace(/__alias_\d+$/, '') : key)),
    ...(isOfOneSubgraph(message) ? {} : { extensions: sorted(extensions) }),
  })
}

/** Apollo's executor throws these as plain errors: without the subgraph's name and the code that ours have. */
const isOfOneSubgraph = (message: string): boolean =>
  /^(Expected "data\._entities"|Couldn't find service|the connection was lost)/.test(message)

const sorted = (extensions: Readonly<Record<string, unknown>> = {}): unknown =>
  Object.entries(extensions).toSorted(([a], [b]) => (a < b ? -1 : 1))
