/** Codes of request faults; docs/errors.md says of each what the caller can do, and a test keeps the two equal. */
export const requestFaults = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  DOCUMENT_NOT_TRUSTED: 403,
  BAD_REQUEST: 400,
  PERSISTED_QUERY_MISMATCH: 400,
  BAD_USER_INPUT: 200,
  LIMIT_EXCEEDED: 400,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
} as const
export type RequestFaultCode = keyof typeof requestFaults

/** A fault of the request, shown to the caller as it is. Anything else that is thrown is a bug and gets masked. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault'
  readonly code: RequestFaultCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: RequestFaultCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** Ends a start for a reason that its operator can remove: runMain prints the message without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** Marks a branch that the types rule out. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`)
}

export { inputRules, refuseInput, type InputProblem, type InputRule } from './input-problem.js'
