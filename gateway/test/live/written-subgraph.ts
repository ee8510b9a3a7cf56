import {
  createLocalExecutor,
  createSubgraphSchema,
  PartlyWrittenResult,
  WrittenResult,
  type TakeEvent,
} from '@waystone/kit/graphql'
import { createTestSubgraphApp, serveForTest } from '@waystone/kit/testing'
import { Kind, type GraphQLResolveInfo } from 'graphql'
import { createFeed } from './feed.js'

const typeDefs = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@inaccessible"])
  type Query { none: Int }
  type Subscription { beat: Beat! }
  type Beat { number: Int! filler: String! mood: Mood! secret: Int @authenticated drummer: Drummer! broken: Int! }
  type Drummer @key(fields: "id") { id: ID! }
  enum Mood { CALM WILD @inaccessible }
`

/** An event. One that is partly written has resolvers asked for the rest. */
export type Beat = { readonly number: number; readonly isPartly?: true; readonly filler?: string }

/** A subgraph of kit's that writes the results of `beat` itself, in this process or over WebSocket. */
export function createWrittenSubgraph({ forwards = false } = {}) {
  const feed = createFeed<Beat>()
  let read = 0
  const tokens: (string | null)[] = []
  const resolvers = {
    Subscription: {
      beat: {
        subscribe: (_: unknown, __: unknown, ___: unknown, info: GraphQLResolveInfo) =>
          written(feed.listen(), info, { forwards, onRead: () => read++ }),
        resolve: (beat: Beat) => beat,
      },
    },
    Beat: {
      broken: () => {
        throw new Error('a secret of the house')
      },
      drummer: () => ({ id: 'd1' }),
    },
  }
  const schema = createSubgraphSchema({ typeDefs, resolvers })
  const app = createTestSubgraphApp({
    name: 'band',
    schema,
    context: async ({ headers, requestId }) => {
      tokens.push(headers.get('authorization') ?? null)
      return { requestId, viewer: null, remoteAddress: '', userAgent: null }
    },
  })
  return {
    feed,
    sdl: typeDefs,
    local: createLocalExecutor(app),
    serve: () => serveForTest(app),
    metrics: app.metrics,
    /** The authorization of each context that was made. */
    tokens: () => tokens,
    /** Events that were read so far. */
    read: () => read,
  }
}

/** The text of each beat for the selection that the stream was opened with; fields of it have no fragments. */
function written(
  beats: AsyncIterableIterator<Beat>,
  { fieldNodes, path }: GraphQLResolveInfo,
  { forwards, onRead }: { forwards: boolean; onRead: () => void },
) {
  const fields = (fieldNodes[0]?.selectionSet?.selections ?? []).flatMap(field =>
    field.kind === Kind.FIELD ? [{ key: (field.alias ?? field.name).value, name: field.name.value }] : [],
  )
  const valueOf = (name: string, { number, filler = 'f' }: Beat): unknown =>
    ({ __typename: 'Beat', number, filler, mood: 'WILD', drummer: { __typename: 'Drummer', id: 'd1' } })[name] ?? null
  const resultOf = (beat: Beat) => {
    const values = Object.fromEntries(fields.map(({ key, name }) => [key, valueOf(name, beat)]))
    const result = new WrittenResult(partsOf(JSON.stringify({ data: { [path.key]: values } })))
    if (beat.isPartly !== true) return result
    return new PartlyWrittenResult(beat, executed => (executed.errors === undefined ? result : executed))
  }
  const next = async () => {
    const { done = false, value } = await beats.next()
    onRead()
    return done ? { done, value } : { done, value: resultOf(value as Beat) }
  }
  const results = {
    next,
    return: async () => await beats.return?.(),
    ...(forwards && { forward: forwardFrom(next) }),
    [Symbol.asyncIterator]: () => results,
  }
  return results
}

const forwardFrom =
  <Event>(next: () => Promise<{ readonly done: boolean; readonly value: Event }>) =>
  async (take: TakeEvent<Event>): Promise<void> => {
    for (let event = await next(); !event.done; event = await next()) await take(event.value)
  }

/** The first byte, the last, and one memory for all that is between: as a subgraph that shares it has it. */
function partsOf(json: string): readonly Buffer[] {
  if (json.length > SHARED_MAX) return [Buffer.from(json)]
  const inner = json.slice(1, -1)
  const known = shared.get(inner) ?? Buffer.from(inner)
  shared.set(inner, known)
  return [Buffer.from('{'), known, Buffer.from('}')]
}

const SHARED_MAX = 1_000
const shared = new Map<string, Buffer>()
