import { setImmediate } from 'node:timers/promises'
import { RequestFault } from '@waystone/kit/errors'
import type { HttpRequest } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import { clientOf } from '../../features/client-name.js'
import type { TrustedDocument, TrustedDocuments } from '../../features/trusted-documents/trusted-manifest.js'
import type { GatewayEpoch } from '../../requests/gateway-epoch.js'
import { readTool, type Tool } from './tools.js'

/** Documents for all clients that are offered as tools, and documents of one client. */
const TOOL_DOCUMENTS_MAX = 2_000
/** Clients with documents of their own whose tools are kept. */
const CLIENTS_MAX = 1_000
/** Documents that the summary of a build names. */
const NAMED_MAX = 10

export interface ToolBox {
  /** By name. */
  readonly tools: readonly Tool[]
  /** The id of the tool's document. */
  readonly documentOf: (name: string) => string | undefined
}

export interface CurrentEpoch {
  current(): Pick<GatewayEpoch, 'id' | 'schema'> | null
}

/** By the name of the tool. */
type Tools = ReadonlyMap<string, { readonly id: string; readonly tool: Tool }>

interface BuildOptions {
  readonly schema: GraphQLSchema
  readonly documentsMax: number
  readonly logger: Logger
}

/** All that is built of one manifest on one schema. */
interface Kept {
  readonly documents: TrustedDocuments
  readonly epochId: string
  readonly shared: () => Promise<{ readonly tools: Tools; readonly toolBox: ToolBox }>
  /** Of clients with documents of their own. */
  readonly own: LRUCache<string, () => Promise<ToolBox>>
}

/**
 * The tools of a client: its documents with a named query or mutation that is valid on the schema. Of several with
 * one name, that of the client alone counts, then the first. Documents for all clients are read once for a manifest
 * and a schema, beside other requests, and those of a client at its first request.
 * @returns a function that throws RequestFault SERVICE_UNAVAILABLE before the first supergraph.
 */
export function createToolBoxes({
  documents,
  epochs,
  documentsMax = TOOL_DOCUMENTS_MAX,
  logger,
}: {
  readonly documents: () => TrustedDocuments
  readonly epochs: CurrentEpoch
  readonly documentsMax?: number
  readonly logger: Logger
}): (request: Pick<HttpRequest, 'headers'>) => Promise<ToolBox> {
  const build = { documentsMax, logger }
  let kept: Kept | null = null
  return async request => {
    const epoch = epochs.current()
    if (epoch === null) throw new RequestFault('SERVICE_UNAVAILABLE', 'The gateway has no supergraph yet')
    const current = documents()
    if (kept?.documents !== current || kept.epochId !== epoch.id)
      kept = keptOf(current, { ...build, id: epoch.id, schema: epoch.schema })
    const { name } = clientOf(request)
    if (name === null || current.documentsOf(name).length === 0) return (await kept.shared()).toolBox
    const found = kept.own.get(name) ?? once(ownBuild(kept, { ...build, clientName: name, schema: epoch.schema }))
    kept.own.set(name, found)
    return await found()
  }
}

const keptOf = (documents: TrustedDocuments, { id, ...build }: BuildOptions & { id: string }): Kept => ({
  documents,
  epochId: id,
  shared: once(async () => {
    const tools = await buildTools(documents.documentsOf(null), { ...build, clientName: null })
    return { tools, toolBox: toolBoxOf(tools) }
  }),
  own: new LRUCache({ max: CLIENTS_MAX }),
})

/** Lays a client's tools over the shared ones, without those whose documents the client's override. */
function ownBuild({ documents, shared }: Kept, options: BuildOptions & { clientName: string }): () => Promise<ToolBox> {
  return async () => {
    const own = documents.documentsOf(options.clientName)
    const { tools } = await shared()
    const overridden = new Set(own.map(({ id }) => id))
    const rest = [...tools].filter(([, { id }]) => !overridden.has(id))
    return toolBoxOf(new Map([...rest, ...(await buildTools(own, options))]))
  }
}

const toolBoxOf = (tools: Tools): ToolBox => ({
  tools: [...tools.values()].map(({ tool }) => tool).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  documentOf: name => tools.get(name)?.id,
})

/** Leaves the event loop to other requests after each document; all that are no tools are logged in one line. */
async function buildTools(
  documents: readonly TrustedDocument[],
  { clientName, schema, documentsMax, logger }: BuildOptions & { clientName: string | null },
): Promise<Tools> {
  const tools = new Map<string, { readonly id: string; readonly tool: Tool }>()
  const others: { readonly document: string; readonly reason: string }[] = []
  for (const document of documents.slice(0, documentsMax)) {
    const read = readTool(document, schema)
    if (typeof read === 'string') others.push({ document: document.id, reason: read })
    else if (tools.has(read.name)) others.push({ document: document.id, reason: `another is named ${read.name}` })
    else tools.set(read.name, { id: document.id, tool: read })
    await setImmediate()
  }
  const beyond = Math.max(0, documents.length - documentsMax)
  if (beyond > 0)
    logger.warn({ clientName, beyond, max: documentsMax }, 'trusted documents beyond the first are no tools')
  if (others.length > 0)
    logger.warn(
      { clientName, count: others.length, some: others.slice(0, NAMED_MAX) },
      'trusted documents are no tools',
    )
  return tools
}

/** Shares one run of an asynchronous function; the call after a failed one runs it again. */
function once<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= run().catch((error: unknown) => {
      running = null
      throw error
    })
    return running
  }
}
