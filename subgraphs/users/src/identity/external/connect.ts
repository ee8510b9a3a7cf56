import { remoteKeys } from '@waystone/kit/auth'
import { ConfigError } from '@waystone/kit/config'
import type { Pool } from '@waystone/kit/postgres'
import { createLocalJWKSet } from 'jose'
import { hasOwnUsers } from '../../repositories/external-account.js'
import { readColumns, readExternalKeys, type ExternalStore } from '../../repositories/external-store.js'
import { readCredential, type Credential, type JwtRules } from './credentials.js'
import { mapTable, tableNameOf, type ExternalMapping } from './mapping.js'

/** The application that owns the accounts. */
export interface ExternalAccounts {
  readonly store: ExternalStore
  /** @returns null for what the application has not issued. */
  readCredential(credential: string): Promise<Credential | null>
  readonly idNamespace: string
}

export interface ExternalSettings {
  readonly EXTERNAL_AUTH_SECRET?: string | undefined
  readonly EXTERNAL_MAPPING: ExternalMapping
  readonly EXTERNAL_JWT_ISSUER?: string | undefined
  readonly EXTERNAL_JWT_AUDIENCE?: string | undefined
  readonly EXTERNAL_JWKS_URL?: string | undefined
  readonly EXTERNAL_JWT_SESSION_CLAIM: string
  readonly EXTERNAL_ID_NAMESPACE: string
}

/**
 * Finds the application's tables in its database.
 * @param pools.own of this subgraph
 * @throws ConfigError naming everything that does not fit.
 */
export async function connectExternal(
  settings: ExternalSettings,
  pools: { external: Pool; own: Pool },
): Promise<ExternalAccounts> {
  const { tables, problems } = await findTables(settings, pools.external)
  if (await hasOwnUsers(pools.own)) {
    problems.push('DATABASE_URL: it holds accounts that Waystone made; AUTH_MODE=external needs a database of its own')
  }
  if (tables === null || problems.length > 0) throw new ConfigError(problems)
  const store = { pool: pools.external, ...tables }
  const secret = settings.EXTERNAL_AUTH_SECRET ?? ''
  const jwt = jwtRules(settings, store)
  return {
    store,
    readCredential: credential => readCredential(credential, { secret, jwt }),
    idNamespace: settings.EXTERNAL_ID_NAMESPACE,
  }
}

async function findTables(
  settings: ExternalSettings,
  pool: Pool,
): Promise<{ tables: Omit<ExternalStore, 'pool'> | null; problems: string[] }> {
  const mapping = settings.EXTERNAL_MAPPING
  const names = (['user', 'session', 'jwks'] as const).map(table => tableNameOf(mapping, table))
  let found: Awaited<ReturnType<typeof readColumns>>
  try {
    found = await readColumns(pool, { schema: mapping.schema, tables: names })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { tables: null, problems: [`EXTERNAL_DATABASE_URL: the database cannot be read: ${reason}`] }
  }
  const [user, session] = [mapTable('user', mapping, found), mapTable('session', mapping, found)]
  const needsKeys = settings.EXTERNAL_JWT_ISSUER !== undefined && settings.EXTERNAL_JWKS_URL === undefined
  const jwks = needsKeys ? mapTable('jwks', mapping, found) : null
  return {
    tables: { user: user.table, session: session.table, jwks: jwks?.table ?? null },
    problems: [...user.problems, ...session.problems, ...(jwks?.problems ?? [])],
  }
}

function jwtRules(settings: ExternalSettings, store: ExternalStore): JwtRules | null {
  const issuer = settings.EXTERNAL_JWT_ISSUER
  if (issuer === undefined) return null
  const url = settings.EXTERNAL_JWKS_URL
  return {
    issuer,
    audience: settings.EXTERNAL_JWT_AUDIENCE ?? issuer,
    sessionClaim: settings.EXTERNAL_JWT_SESSION_CLAIM,
    // Read for each JWT, which is exchanged every few minutes at most: a key that the application takes back
    // is not used again.
    keys:
      url === undefined ? async (header, token) => await (await keysOf(store))(header, token) : remoteKeys([url]).find,
  }
}

async function keysOf(store: ExternalStore): Promise<ReturnType<typeof createLocalJWKSet>> {
  const keys = await readExternalKeys(store)
  return createLocalJWKSet({
    keys: keys.map(({ id, jwk, alg, crv }) => ({
      ...jwk,
      kid: id,
      ...(alg !== null && { alg }),
      ...(crv !== null && { crv }),
    })),
  })
}
