import { GraphQLError } from 'graphql'
import type { AnswerErrors } from '../fetching/answer-errors.js'
import { ErrorIndex } from './error-index.js'
import { isJsonObject, valueAt } from '../json/json.js'
import type { FetchSite, SitesOf } from '../fetching/fetch-site.js'
import { linkTo, type Path } from '../fetching/positions.js'
import type { Run } from '../fetching/run.js'
import { subgraphError } from '../fetching/subgraph-errors.js'
import { clientPath, type NullProblem } from '../projection/projection-run.js'

/** The data that explains why an answer contains a null. */
export interface NullExplanation {
  readonly run: Run
  /** The errors that the client is told; the explanations are added. */
  readonly errors: AnswerErrors
  /** The errors that the client was told with an earlier part. */
  readonly earlier?: readonly GraphQLError[]
  readonly sitesOf: SitesOf
  readonly clientKey: (planned: string) => string
}

/**
 * Adds one error for each null that no subgraph answered, unless an error at it or above it says why: one of
 * the subgraph that should have answered, or of one that had to be asked before. Called only when there are
 * such nulls. Where errors have been left out, nothing is added: the reasons may be among them.
 */
export function explainNulls(problems: readonly NullProblem[], explanation: NullExplanation): void {
  const { run, errors, earlier = [], sitesOf } = explanation
  if (errors.isFull) return
  const known = new ErrorIndex([...earlier, ...errors.told])
  let missed: ErrorIndex | undefined
  const namer = namerOf(run)
  for (const problem of problems) {
    const path = clientPath(problem.path, explanation)
    const sites = sitesOf(keysOf(problem.path), problem.typeName)
    const services = new Set(sites.flatMap(({ node, before }) => [node.serviceName, ...before]))
    const isReason = ({ extensions }: GraphQLError) => {
      const { serviceName, code } = extensions
      // Such an error names the subgraph that is away, which may stand behind the one that was asked.
      return typeof serviceName !== 'string' || services.has(serviceName) || code === 'SERVICE_UNAVAILABLE'
    }
    if (known.find(path, isReason) !== undefined) continue
    errors.add(() => {
      missed ??= new ErrorIndex(missedEntities(run, explanation))
      const error = missed.find(path, isReason) ?? errorFor(problem, path, { sites, run, namer })
      known.add(error)
      return error
    })
  }
}

const keysOf = (path: Path): string[] => path.filter(key => typeof key === 'string')

function* missedEntities(run: Run, names: Pick<NullExplanation, 'clientKey'>): Generator<GraphQLError> {
  for (const { serviceName, paths } of run.missed) {
    const message = `Subgraph "${serviceName}" does not have this entity`
    for (const path of paths())
      yield subgraphError(
        { message, extensions: { reason: 'not found' } },
        { serviceName, path: clientPath(path, names) },
      )
  }
}

/**
 * Finds the subgraph that returned an impossible type name for the entity at a path; the other subgraphs'
 * responses there were valid.
 */
type Namer = (path: Path) => string | undefined

function namerOf({ misnamed }: Run): Namer {
  let names: ReadonlyMap<string, string> | undefined
  return path => {
    if (misnamed.length === 0) return undefined
    names ??= new Map(
      misnamed.flatMap(({ serviceName, paths }) => paths().map(at => [at.join(' '), serviceName] as const)),
    )
    return names.get(path.join(' '))
  }
}

function errorFor(
  { kind, message, path: fetchedPath }: NullProblem,
  path: Path,
  how: { sites: readonly FetchSite[]; run: Run; namer: Namer },
): GraphQLError {
  const [site] = how.sites
  const serviceName = (kind === 'invalid' ? how.namer(fetchedPath) : undefined) ?? site?.node.serviceName
  const because = (text: string, extensions: Record<string, unknown>) =>
    serviceName === undefined
      ? new GraphQLError(text, { path, extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions } })
      : subgraphError({ message: text, extensions }, { serviceName, path })
  if (kind === 'invalid') return because(message, { code: 'INVALID_GRAPHQL' })
  if (kind === 'untyped') return because(message, {})
  if (serviceName === undefined) return because(`No subgraph can be asked for ${message}`, { reason: 'not asked' })
  return wasAsked(site, fetchedPath, how.run)
    ? because(`Subgraph "${serviceName}" did not answer ${message}`, { reason: 'invalid answer' })
    : because(`Subgraph "${serviceName}" could not be asked for ${message}: something that it needs is missing`, {
        reason: 'not asked',
      })
}

/** Checks that the fetch of a field had its inputs; entities without them are not requested. */
function wasAsked(site: FetchSite | undefined, path: Path, run: Run): boolean {
  if (site?.canAsk === undefined) return true
  const place = path.slice(0, lengthOf(path, site.path.length))
  const object = valueAt(run.fetched, place)
  return isJsonObject(object) && site.canAsk(run, { object, link: linkTo(place) })
}

/** The length of a path's beginning with so many names, and the list indices after the last of them. */
function lengthOf(path: Path, names: number): number {
  let left = names
  const end = path.findIndex(key => typeof key === 'string' && left-- === 0)
  return end === -1 ? path.length : end
}
