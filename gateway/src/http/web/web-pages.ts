import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { fileResponse, IMMUTABLE, REVALIDATED } from './file-response.js'
import { readWebFolder, type WebFile, type WebFolder } from './web-folder.js'

/** The documents that the pages send by their hashes; the gateway reads them itself. */
export const PERSISTED_DOCUMENTS = 'persisted-documents.json'
const PAGES = { player: 'player.html', console: 'console.html' } as const

type Head = Pick<HttpRequest, 'method' | 'path' | 'headers'>

/** The player app and the operator console, as they were built. */
export interface WebPages {
  /** Of hashed assets, each of which is known or does not exist. */
  readonly routes: readonly Route[]
  /** The page for a browser that navigates to a path; null for any other request. */
  navigation(request: Head): HttpResponse | null
  /** For a path of no route: a file of the build, or the page of a navigation; null for any other. */
  fallback(request: Head): HttpResponse | null
  /** The text of the documents that the pages send by hash; null when the build has none. */
  readonly persistedDocuments: string | null
}

/** @returns null where nothing is built, or nothing is to be served. @throws ConfigError as readWebFolder. */
export function openWebPages(options: {
  directory: string | undefined
  isOn: boolean
  logger: Logger
}): WebPages | null {
  const { directory, isOn, logger } = options
  if (!isOn || directory === undefined) return null
  const folder = readWebFolder(directory)
  if (folder === null) {
    logger.info({ directory }, 'no pages are served: they are not built')
    return null
  }
  for (const page of Object.values(PAGES))
    if (!folder.has(page)) logger.warn({ directory, page }, 'a page is not served: the build lacks it')
  return webPages(folder)
}

function webPages(folder: WebFolder): WebPages {
  const navigation = (request: Head): HttpResponse | null => {
    const file = isNavigation(request) ? folder.get(pageFor(request.path)) : undefined
    return file === undefined ? null : fileResponse(file, { request, cacheControl: REVALIDATED })
  }
  const fallback = (request: Head): HttpResponse | null => {
    const file = isRead(request) ? fileAt(folder, request.path) : undefined
    return file === undefined ? navigation(request) : fileResponse(file, { request, cacheControl: REVALIDATED })
  }
  const asset = (request: Head): HttpResponse => {
    const file = fileAt(folder, request.path)
    if (file === undefined) return json(404, { errors: [{ message: 'There is no such asset' }] })
    return fileResponse(file, { request, cacheControl: IMMUTABLE })
  }
  return {
    routes: [{ path: '/assets/*', methods: ['GET', 'HEAD'], handle: asset }],
    navigation,
    fallback,
    persistedDocuments: folder.get(PERSISTED_DOCUMENTS)?.content.toString('utf8') ?? null,
  }
}

const pageFor = (path: string): string =>
  path === '/console' || path.startsWith('/console/') ? PAGES.console : PAGES.player

function fileAt(folder: WebFolder, path: string): WebFile | undefined {
  const name = decoded(path.slice(1))
  return name === PERSISTED_DOCUMENTS ? undefined : folder.get(name)
}

const isRead = ({ method }: Head): boolean => method === 'GET' || method === 'HEAD'

/** A browser that opens a page names HTML in its Accept header; scripts, pictures and API clients do not. */
const isNavigation = (request: Head): boolean =>
  isRead(request) && /\btext\/html\b/i.test(request.headers.get('accept') ?? '')

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Malformed escapes name no file.
    return ''
  }
}
