import type { Clock } from '@waystone/kit/clock'
import { RequestFault } from '@waystone/kit/errors'
import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { Epochs } from '../../supergraph/epochs.js'
import type { AskAs } from '../own-requests.js'
import { jsonObjectOf } from '../same-origin.js'
import { operatorOf, type ConsoleTrust } from './console-viewer.js'
import { columnsOf } from './export-columns.js'
import { PageRefused, pageOf, type Page } from './export-pages.js'
import { readExportRequest, type ExportRequest } from './export-request.js'
import { csvOf, jsonRows, type RowFormat } from './export-rows.js'

const BODY_MAX_BYTES = 200_000
export const EXPORTED_ROWS_MAX = 1_000_000
/** Of this process, at a time: each asks for pages as fast as its client takes them. */
const EXPORTS_MAX = 4

interface ExportOptions {
  readonly askAs: AskAs
  readonly epochs: Pick<Epochs, 'current'>
  readonly trust: ConsoleTrust
  readonly textOf: (documentId: string) => string | undefined
  readonly clock: Clock
  readonly logger: Logger
  readonly rowsMax?: number
}

/**
 * `POST /console/export`: all rows of a connection, page by page, with the rights of the operator who asks.
 * The first page is answered before anything is sent, so that what is wrong with the request is an answer of
 * its own. An error later on aborts the response: its client sees that it is not whole.
 */
export function exportRoute(options: ExportOptions): Route {
  let running = 0
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    await operatorOf(request, options.trust)
    const asked = readExportRequest(jsonObjectOf(request), options.textOf)
    if (running >= EXPORTS_MAX)
      throw new RequestFault('TOO_MANY_REQUESTS', `${EXPORTS_MAX} exports run at the moment; try again later`)
    running++
    let isOver = false
    const leave = () => {
      if (!isOver) running--
      isOver = true
    }
    try {
      return await begin(request, asked, { ...options, leave })
    } catch (error) {
      leave()
      if (error instanceof PageRefused) return refusal(error)
      throw error
    }
  }
  return { path: '/console/export', methods: ['POST'], bodyMaxBytes: BODY_MAX_BYTES, handle }
}

async function begin(
  request: HttpRequest,
  asked: ExportRequest,
  options: ExportOptions & { leave: () => void },
): Promise<HttpResponse> {
  const read = pageReader(request, asked, options.askAs)
  const first = await read(asked.variables['after'], false)
  const format = formatOf(asked, options.epochs)
  const file = `${asked.path.at(-1)}-${options.clock.now().toISOString().slice(0, 10)}.${asked.format}`
  return {
    status: 200,
    headers: {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: rowsOf(first, read, { ...options, format, requestId: request.requestId }),
  }
}

type ReadPage = (after: unknown, isContinued: boolean) => Promise<Page>

const pageReader =
  (request: HttpRequest, { query, operationName, variables, path }: ExportRequest, askAs: AskAs): ReadPage =>
  async (after, isContinued) =>
    pageOf(await askAs(request, { query, operationName, variables: { ...variables, after } }, { isContinued }), path)

/** The document is valid: it was answered. */
function formatOf({ document, operation, path, format }: ExportRequest, epochs: Pick<Epochs, 'current'>): RowFormat {
  if (format === 'json') return jsonRows
  const schema = epochs.current()?.schema
  const columns = schema && columnsOf(schema, { document, selectionSet: operation.selectionSet, path })
  if (!columns) throw new RequestFault('BAD_REQUEST', `The path ${path.join('.')} leads to no connection`)
  return csvOf(columns)
}

/** A chunk is asked for when the client has taken the one before; it is over when the client has gone. */
async function* rowsOf(
  first: Page,
  read: ReadPage,
  options: Pick<ExportOptions, 'logger' | 'rowsMax'> & { format: RowFormat; leave: () => void; requestId: string },
): AsyncGenerator<string> {
  const { format, logger, requestId, rowsMax = EXPORTED_ROWS_MAX } = options
  let rows = 0
  try {
    let page = first
    yield format.opening
    for (;;) {
      if (rows + page.nodes.length > rowsMax) throw new Error(`An export has at most ${rowsMax} rows`)
      const text = format.rows(page.nodes, rows === 0)
      rows += page.nodes.length
      if (text !== '') yield text
      const { next } = page
      if (next === null) break
      page = await read(next, true)
      if (page.next === next) throw new Error('The pages of the connection do not go on')
    }
    yield format.closing
    logger.info({ requestId, rows }, 'an export is complete')
  } catch (error) {
    const { code } = (error instanceof PageRefused && error.answer.errors?.[0]?.extensions) || {}
    logger.warn({ err: error, code, rows, requestId }, 'an export was cut off')
    throw error
  } finally {
    options.leave()
  }
}

/** As the endpoint answers it; an error beside data has the status of a fault, too, since nothing is exported. */
function refusal({ answer }: PageRefused): HttpResponse {
  const retryAfter = answer.headers['retry-after']
  const isForbidden = answer.errors?.some(({ extensions }) =>
    /^(FORBIDDEN|UNAUTHORIZED)/.test(String(extensions?.['code'])),
  )
  return json(
    answer.status === 200 ? (isForbidden ? 403 : 400) : answer.status,
    { errors: answer.errors ?? [] },
    { 'cache-control': 'no-store', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) },
  )
}
