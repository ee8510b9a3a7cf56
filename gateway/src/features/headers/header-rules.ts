import * as z from 'zod'

/** A client's header that is forwarded to subgraphs. */
export interface RequestHeaderRule {
  readonly name: string
  /** Under which name subgraphs get it. */
  readonly as: string
  /** Null for all of them. */
  readonly subgraphs: ReadonlySet<string> | null
  /** For requests that lack it; null sends nothing. */
  readonly byDefault: string | null
}

/** A subgraph's header that comes back to the client. */
export interface ResponseHeaderRule {
  readonly name: string
  readonly as: string
  readonly subgraphs: ReadonlySet<string> | null
  /** When several answers have one: the first, the last, or all of them in a list. */
  readonly merge: 'first' | 'last' | 'append'
}

export interface HeaderRules {
  readonly request: readonly RequestHeaderRule[]
  readonly response: readonly ResponseHeaderRule[]
}

const RULES_MAX = 100

/**
 * Headers of one connection or of the message's encoding: forwarding them breaks the next message. RFC 9110,
 * 7.6.1.
 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
  'content-type',
  'content-range',
  'accept-encoding',
  'accept',
  'expect',
  'host',
])
/**
 * Security headers that rules may not propagate: only the gateway sets the client's identity, and credentials
 * of the gateway and of subgraphs go no further.
 */
const SECURITY = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'www-authenticate',
  'forwarded',
  'origin',
  'referer',
  'x-client-address',
  'x-client-address-signature',
  'x-request-id',
  'traceparent',
  'tracestate',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'strict-transport-security',
  'content-security-policy',
  'x-frame-options',
  'x-content-type-options',
  'clear-site-data',
  'location',
  'vary',
  'cache-control',
  'retry-after',
])
const PREFIXES = ['x-forwarded-', 'sec-', 'access-control-', 'proxy-']

const isForbidden = (name: string): boolean =>
  HOP_BY_HOP.has(name) || SECURITY.has(name) || PREFIXES.some(prefix => name.startsWith(prefix))

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]{1,100}$/, 'is no name of a header')
  .transform(name => name.toLowerCase())
  .refine(name => !isForbidden(name), 'is never propagated: it belongs to one connection, or to security')
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]{0,1000}$/, 'is no value of a header')
const subgraphs = z
  .array(z.string().min(1))
  .min(1)
  .transform(names => new Set(names))
  .optional()

const common = { name: headerName, as: headerName.optional(), subgraphs }
const requestRule = z.strictObject({ ...common, default: headerValue.optional() }).transform(
  (rule): RequestHeaderRule => ({
    name: rule.name,
    as: rule.as ?? rule.name,
    subgraphs: rule.subgraphs ?? null,
    byDefault: rule.default ?? null,
  }),
)
const responseRule = z
  .strictObject({ ...common, merge: z.enum(['first', 'last', 'append']).default('first') })
  .transform(
    (rule): ResponseHeaderRule => ({
      name: rule.name,
      as: rule.as ?? rule.name,
      subgraphs: rule.subgraphs ?? null,
      merge: rule.merge,
    }),
  )

/** `{ "request": [{ name, as?, subgraphs?, default? }], "response": [{ name, as?, subgraphs?, merge? }] }` */
export const headerRules: z.ZodType<HeaderRules> = z.strictObject({
  request: z.array(requestRule).max(RULES_MAX).default([]),
  response: z.array(responseRule).max(RULES_MAX).default([]),
})
