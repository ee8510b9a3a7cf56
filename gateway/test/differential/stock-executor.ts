import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'
// oxlint-disable-next-line import/no-unassigned-import -- for the variable that it sets before Apollo's package is loaded
import '../../src/config.js'
import type { executeQueryPlan, ServiceMap } from '@apollo/gateway/dist/executeQueryPlan.js'
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface'
import type { DataSource, Operation } from '@waystone/federation/contract'
import { toApolloDataSource } from '../../src/data-sources/apollo-data-source.js'
import type { Epoch } from '@waystone/federation/source/epoch/epoch'
import type { QueryPlan } from '@apollo/query-planner'
import { stockRepairs, type StockRepair } from './stock-repairs.js'
import { testContext } from './test-context.js'

type ExecuteQueryPlan = typeof executeQueryPlan

export type StockExecutor = (
  planned: { plan: QueryPlan; operation: Operation; epoch: Epoch },
  request: { variables: Record<string, unknown>; sources: Readonly<Record<string, DataSource>> },
) => Promise<GatewayExecutionResult>

const require = createRequire(import.meta.url)
const DIST = '@apollo/gateway/dist/'

/** Apollo's executor: as it is, or with repairs. */
export function createStockExecutor(repairs: readonly StockRepair[] = stockRepairs): StockExecutor {
  const { executeQueryPlan: execute } = loadRepaired('executeQueryPlan.js', repairs) as {
    executeQueryPlan: ExecuteQueryPlan
  }
  return async ({ plan, operation, epoch }, { variables, sources }) => {
    const services: ServiceMap = {}
    for (const [name, source] of Object.entries(sources)) services[name] = toApolloDataSource(source, () => testContext)
    const request = { request: { variables }, context: testContext, metrics: {}, logger: console }
    return await execute(
      plan,
      services,
      request as unknown as GatewayGraphQLRequestContext,
      { schema: epoch.schema, operation: operation.definition, fragments: { ...operation.fragments } },
      epoch.supergraphSchema,
      epoch.federationSchema,
    )
  }
}

/** Loads one file of Apollo's gateway, and the files that it needs and that a repair is for, with the repairs made. */
function loadRepaired(file: string, repairs: readonly StockRepair[]): unknown {
  const resolved = require.resolve(`${DIST}${file}`)
  const requireThere = createRequire(resolved)
  const requireRepaired = (name: string): unknown => {
    const needed = repairs.find(
      repair => name.startsWith('.') && requireThere.resolve(name) === require.resolve(`${DIST}${repair.file}`),
    )
    return needed === undefined ? (requireThere(name) as unknown) : loadRepaired(needed.file, repairs)
  }
  const exports: Record<string, unknown> = {}
  compileFunction(repairedText(file, repairs), ['exports', 'require'], { filename: resolved })(exports, requireRepaired)
  return exports
}

/** @throws Error when the text that a repair replaces is not there: Apollo has changed it. */
function repairedText(file: string, repairs: readonly StockRepair[]): string {
  let text = readFileSync(require.resolve(`${DIST}${file}`), 'utf8')
  for (const repair of repairs.filter(candidate => candidate.file === file)) {
    for (const { from, to } of repair.changes) {
      if (text.split(from).length !== 2) throw new Error(`"${from}" is not in ${file} exactly once`)
      text = text.replace(from, () => to)
    }
  }
  return text
}
