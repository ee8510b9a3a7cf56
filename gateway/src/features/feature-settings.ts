import { readFileSync } from 'node:fs'
import { flagSetting } from '@waystone/kit/config'
import * as z from 'zod'
import type { CachePolicy } from './cache-control/cache-policy.js'
import { headerRules } from './headers/header-rules.js'

const count = z.coerce.number().int().min(0)

/** A JSON file that is read with the settings, so that what is wrong with it is told with the rest. */
const jsonFile = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .min(1)
    .transform((path, problems): unknown => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'))
      } catch (error) {
        problems.addIssue(`${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
        return z.NEVER
      }
    })
    .pipe(schema)

/**
 * `Type=seconds,Type=seconds:PUBLIC`: how long entities are kept of which subgraphs say nothing; private
 * unless it says PUBLIC.
 */
const entityPolicies = z.string().transform((value, problems) => {
  const policies = new Map<string, CachePolicy>()
  for (const entry of value.split(',').map(part => part.trim())) {
    const [, type, seconds, scope] = /^(\w+)=(\d{1,6})(?::(PUBLIC|PRIVATE))?$/.exec(entry) ?? []
    if (type === undefined) problems.addIssue(`every entry must be <type>=<seconds>[:PUBLIC|:PRIVATE], not "${entry}"`)
    else policies.set(type, { maxAgeSeconds: Number(seconds), scope: scope === 'PUBLIC' ? 'PUBLIC' : 'PRIVATE' })
  }
  return policies
})

/** Metrics and logs name it: a secret has a setting of its own. */
const policyUrl = z
  .url({ protocol: /^https?$/ })
  .refine(url => /^[^?#@]*$/.test(url), 'it must have no user, query or fragment: POLICY_TOKEN is for a secret')

/** Settings of the features under features/: without any, all of them are off, or safe. */
export const featureSettings = {
  /** A manifest: Apollo's format, or `{ "<id>": "<document>" }`. */
  TRUSTED_DOCUMENTS: z.string().min(1).optional(),
  TRUSTED_DOCUMENTS_MODE: z.enum(['log', 'allow', 'only']).default('only'),
  /** on: the documents of the manifest are tools of the Model Context Protocol at /mcp. */
  MCP: z.enum(['on', 'off']).default('off'),
  /** enforce: operations over LIMIT_COST are refused. measure: their cost is only recorded. */
  COST_MODE: z.enum(['measure', 'enforce']).default('enforce'),
  /** Requests in a window; 0 does not limit. Without them production limits, and development does not. */
  RATE_LIMIT_USER: count.optional(),
  RATE_LIMIT_ADDRESS: count.optional(),
  RATE_LIMIT_WINDOW_S: z.coerce.number().int().min(1).max(86_400).default(60),
  /** A JSON file: which headers go to subgraphs, and which come back. */
  HEADERS: jsonFile(headerRules).optional(),
  /** A service that decides what @policy asks for; without it, scopes of the same names grant policies. */
  POLICY_URL: policyUrl.optional(),
  POLICY_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'it must be visible ASCII characters')
    .optional(),
  POLICY_TIMEOUT_MS: z.coerce.number().int().min(1).max(30_000).default(1_000),
  /** Milliseconds for which a decision counts for the same session and policy; 0 asks for each operation. */
  POLICY_CACHE_MS: count.max(60_000).default(0),
  ENTITY_CACHE: flagSetting(false),
  ENTITY_CACHE_TYPES: entityPolicies.default(new Map()),
  OTEL_SERVICE_NAME: z.string().min(1).default('waystone-gateway'),
  /** A file for JSON lines; "log" writes them to the log. */
  USAGE_LOG: z.string().min(1).optional(),
  USAGE_LOG_INTERVAL_MS: z.coerce.number().int().min(100).default(60_000),
}
