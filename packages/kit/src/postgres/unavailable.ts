import { RequestFault } from '../errors/index.js'
import { layersOf } from './sql-errors.js'

/** The SQLSTATE of a write on a replica. */
export const READ_ONLY = '25006'

/** Of Node's sockets, and of the look-up of the host. */
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // The directory of PostgreSQL's socket is there only while the server is.
  'ENOENT',
])
/**
 * admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, and read_only_sql_transaction, which
 * a primary that was demoted answers; class 08 is checked by its prefix.
 */
const sqlStates = new Set(['57P01', '57P02', '57P03', '53300', READ_ONLY])
/** Prisma: unreachable, timeout of the connection, closed by the server, timeout of the pool, too many connections. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1017', 'P2024', 'P2037'])
const prismaKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'])
/** Errors of node-pg and its pool that carry no code. */
const messages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after calling end)/

/**
 * Checks that the database could not be reached, or had no connection to give in time: the statement is not
 * at fault. Knows the errors of node-pg, of its pool and of Prisma.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return layersOf(error).some(layer => {
    const { code, originalCode, kind, message, syscall } = layer
    // A missing file has the same code as a missing socket.
    if (typeof code === 'string' && socketCodes.has(code)) return code !== 'ENOENT' || syscall === 'connect'
    return (
      [code, originalCode].some(isUnavailableState) ||
      (typeof kind === 'string' && prismaKinds.has(kind)) ||
      (typeof message === 'string' && messages.test(message))
    )
  })
}

const isUnavailableState = (code: unknown): boolean =>
  typeof code === 'string' && (sqlStates.has(code) || prismaCodes.has(code) || /^08[0-9A-Z]{3}$/.test(code))

/** The error as callers may see it: a fault of the request as it is, and a database that is away; null for a bug. */
export function faultOf(error: unknown): RequestFault | null {
  if (error instanceof RequestFault) return error
  if (!isDatabaseUnavailable(error)) return null
  const fault = new RequestFault('SERVICE_UNAVAILABLE', 'The database cannot be reached at the moment')
  fault.cause = error
  return fault
}
