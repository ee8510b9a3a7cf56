import { RequestFault } from '@waystone/kit/errors'
import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { WarehouseAnswer } from '@waystone/kit/warehouse-answers'
import type { WebPages } from '../web/web-pages.js'
import { operatorOf, type ConsoleTrust } from './console-viewer.js'
import { csvOf } from './export-rows.js'
import type { WarehouseFiles } from './warehouse-files.js'

const HEADERS = { 'cache-control': 'no-store', vary: 'accept', 'x-content-type-options': 'nosniff' }

/**
 * `GET /console/warehouse`: the questions that the warehouse has answered, and when; with `?question=` the answer
 * to one of them, and with `&format=csv` as a file. A browser that navigates gets the page.
 */
export function warehouseRoute(options: {
  files: WarehouseFiles
  trust: ConsoleTrust
  navigation: WebPages['navigation'] | undefined
}): Route {
  const { files, trust, navigation } = options
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const page = navigation?.(request)
    if (page !== undefined && page !== null) return page
    await operatorOf(request, trust)
    const index = await files.index()
    const { question, format } = askedOf(request)
    if (question === null) return json(200, { ranAt: index?.ranAt ?? null, questions: index?.questions ?? [] }, HEADERS)
    const names = (index?.questions ?? []).map(({ name }) => name)
    if (!names.includes(question))
      throw new RequestFault(
        'BAD_REQUEST',
        names.length === 0 ? 'The warehouse has answered nothing yet' : `Expected a question of ${names.join(', ')}`,
      )
    const answer = await files.answer(question)
    return format === 'csv' ? csvFile(answer) : json(200, answer, HEADERS)
  }
  return { path: '/console/warehouse', methods: ['GET', 'HEAD'], handle }
}

function askedOf({ search }: Pick<HttpRequest, 'search'>): { question: string | null; format: 'csv' | 'json' } {
  const asked = new URLSearchParams(search)
  const format = asked.get('format') ?? 'json'
  if (format !== 'csv' && format !== 'json') throw new RequestFault('BAD_REQUEST', 'format: expected csv or json')
  return { question: asked.get('question'), format }
}

function csvFile({ question, ranAt, columns, rows }: WarehouseAnswer): HttpResponse {
  const format = csvOf(columns.map(name => [name]))
  const nodes = rows.map(row => Object.fromEntries(columns.map((name, index) => [name, row[index]])))
  return {
    status: 200,
    headers: {
      ...HEADERS,
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="${question}-${ranAt.slice(0, 10)}.csv"`,
    },
    body: format.opening + format.rows(nodes, true),
  }
}
