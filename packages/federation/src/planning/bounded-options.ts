/** A way through the subgraphs, as far as it is read here: one of the planner's paths. */
interface Path {
  readonly tail: { readonly source: string }
  subgraphJumps(): number
}

/** One option for a field: a way for each type that it may be of. */
type Option = readonly Path[]

/** Paths that the options of one field may have together: first, and where no plan is found among so few. */
export const FIELD_PATHS = { few: 1_000, many: 20_000 } as const
/** Options are compared, however many paths each of them has. */
const OPTIONS_MIN = 10
/** Subgraphs that are put into every order; of more, each comes first once. */
const ORDERED_MAX = 4

/**
 * Combines the options of each implementation of an interface. k options for each of n implementations are k
 * to the n combinations; where these are too many, all implementations prefer the same subgraphs, in each
 * order. A mixture would not be better: it asks more subgraphs for what one of them has of every
 * implementation.
 * @returns undefined where every combination may be written out.
 */
export function combineOptions(choices: readonly (readonly Option[])[], pathsMax: number): Path[][] | undefined {
  const count = choices.reduce((product, { length }) => product * length, 1)
  if (count * choices.length <= pathsMax) return undefined
  const combined = new Map<string, Path[]>()
  for (const order of ordersOf(sourcesOf(choices))) {
    const chosen = choices.map(options => preferred(options, order))
    const key = chosen.map(index => String(index)).join()
    if (!combined.has(key))
      combined.set(
        key,
        chosen.flatMap((index, at) => choices[at]?.[index] ?? []),
      )
  }
  return [...combined.values()]
}

/** The options that are worth comparing: where they are too many, those with the fewest fetches. */
export function withinBounds<TOption extends { readonly paths: Option }>(
  options: readonly TOption[],
  pathsMax: number,
): readonly TOption[] {
  const pathCount = options.reduce((sum, { paths }) => sum + paths.length, 0)
  if (pathCount <= pathsMax) return options
  const kept = Math.max(OPTIONS_MIN, Math.floor((options.length * pathsMax) / pathCount / 2))
  return options
    .map(option => ({
      option,
      sources: new Set(option.paths.map(({ tail }) => tail.source)).size,
      jumps: jumpsOf(option.paths),
    }))
    .toSorted((a, b) => a.sources - b.sources || a.jumps - b.jumps)
    .slice(0, kept)
    .map(({ option }) => option)
}

/** By how many implementations they answer, the most first. */
function sourcesOf(choices: readonly (readonly Option[])[]): string[] {
  const counts = new Map<string, number>()
  for (const options of choices)
    for (const source of new Set(options.flat().map(({ tail }) => tail.source)))
      counts.set(source, (counts.get(source) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([source]) => source)
}

function ordersOf(sources: readonly string[]): (readonly string[])[] {
  if (sources.length > ORDERED_MAX) return sources.map(first => [first, ...sources.filter(each => each !== first)])
  if (sources.length < 2) return [sources]
  return sources.flatMap(first => ordersOf(sources.filter(each => each !== first)).map(others => [first, ...others]))
}

/** The index of the option whose subgraphs come first in an order; of equal ones, that with the fewest jumps. */
function preferred(options: readonly Option[], order: readonly string[]): number {
  const rank = new Map(order.map((source, index) => [source, index]))
  const costs = options.map(paths => ({
    rank: paths.reduce((sum, { tail }) => sum + (rank.get(tail.source) ?? 0), 0),
    jumps: jumpsOf(paths),
  }))
  let best = 0
  for (const [index, cost] of costs.entries()) {
    const least = costs[best]
    if (least && (cost.rank < least.rank || (cost.rank === least.rank && cost.jumps < least.jumps))) best = index
  }
  return best
}

const jumpsOf = (paths: Option): number => paths.reduce((sum, path) => sum + path.subgraphJumps(), 0)
