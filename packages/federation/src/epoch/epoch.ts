import { createHash } from 'node:crypto'
import { Supergraph, type Schema } from '@apollo/federation-internals'
import { isInterfaceType, type GraphQLSchema } from 'graphql'
import { readAccessRules, type AccessRules } from '../access/access-rules.js'
import type { PolicyMode } from '../access/policy-outcome.js'
import { keepLiterals } from '../planning/literals.js'
import { avoidClashes, type PlannedOperation } from '../planning/avoid-clashes.js'
import { planOrFail } from '../planning/check-plan.js'
import { readClashes } from '../planning/clashes.js'
import { askForConditionalObjects } from '../planning/conditional-objects.js'
import { planImplemented } from '../planning/unimplemented-interfaces.js'
import { applyContract } from './apply-contract.js'
import type { SchemaContract } from './contract-rules.js'
import { readCostRules, type CostRules } from './cost-rules.js'
import type { Operation } from '../contract/operation.js'
import { internNames } from './intern-names.js'
import { limitsOf, type EngineLimits } from './limits.js'
import { createOperations, type Operations } from './operations.js'
import { readOverrideLabels, type OverrideLabels, type OverrideShares } from './override-labels.js'
import { createPlanner } from '../planning/planner.js'
import { readSharedFields } from './shared-fields.js'
import { supportedFeatures } from '../planning/supported-features.js'

/** The schema of federation-internals, as its planner and Apollo's executor take it. */
type FederationSchema = ReturnType<Supergraph['apiSchema']>

/** One composed supergraph with everything derived from it. Nothing in it ever changes; a reload makes a new one. */
export interface Epoch {
  /** The start of the SHA-256 of the supergraph, with what its contract hides. */
  readonly id: string
  /** As it was given, without the contract. */
  readonly supergraphSdl: string
  /** The API schema that clients see. */
  readonly schema: GraphQLSchema
  readonly federationSchema: FederationSchema
  /** The schema that `requires` selections and rewrites of a plan refer to. */
  readonly supergraphSchema: GraphQLSchema
  /** An operation under the names with which it is planned. */
  readonly forPlanning: (operation: Operation) => PlannedOperation
  /** With the routing URLs that the supergraph names. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[]
  /** Checks that a subgraph by itself has a field of an object or interface type. */
  readonly hasField: (subgraph: string, type: string, field: string) => boolean
  readonly access: AccessRules
  /** Coordinates of fields whose values are the same for all viewers who may subscribe, by the supergraph's tags. */
  readonly sharedFields: ReadonlySet<string>
  /** Labels of its progressive @override. */
  readonly overrides: OverrideLabels
  /** The parts of it that have no effect here, in sentences. */
  readonly warnings: readonly string[]
  readonly limits: EngineLimits
  /** The costs that the supergraph declares. */
  readonly costs: CostRules
  /**
   * The prepared form of each operation: its access rules, its selections that a viewer may see, its plan.
   */
  readonly operations: Operations
}

export interface EpochOptions {
  /** Hears of each look-up of a plan. */
  readonly countPlans?: (outcome: 'known' | 'made') => void
  /** Of the labels of @override that are no percentage. */
  readonly overrideShares?: OverrideShares
  /** Bounds on what operations may take, where they differ from the defaults. */
  readonly limits?: { readonly [Name in keyof EngineLimits]?: number | undefined } | undefined
  /** Hides a part of the supergraph from all clients. */
  readonly contract?: SchemaContract | undefined
  /** The basis of @policy: scopes of the same names by default, or the decisions that each request comes with. */
  readonly policies?: PolicyMode | undefined
}

/**
 * @throws Error saying what is wrong with the supergraph: it does not parse, or needs a feature that this
 * gateway lacks; or what its contract leaves is no schema.
 */
export function createEpoch(given: string, options: EpochOptions = {}): Epoch {
  const { countPlans, overrideShares = {}, contract } = options
  const limits = limitsOf(options.limits)
  const supergraphSdl = contract === undefined ? given : applyContract(given, contract)
  internNames(supergraphSdl)
  const { schema: supergraphSchema } = Supergraph.build(supergraphSdl, { supportedFeatures })
  // Composition has checked the subgraphs; taking them out of a valid supergraph need not check each of them again.
  const supergraph = new Supergraph(supergraphSchema, null, false)
  const federationSchema = supergraph.apiSchema()
  const schema = federationSchema.toGraphQLJSSchema({ includeDefer: true })
  const plan = createPlanner(supergraph, supergraphSdl, limits)
  const overrides = readOverrideLabels(supergraphSchema, overrideShares)
  const access = readAccessRules(supergraphSchema, options.policies)
  const clashes = readClashes(supergraphSdl)
  const forPlanning = (operation: Operation): PlannedOperation => {
    const planned = avoidClashes(operation, clashes)
    return { ...planned, operation: keepLiterals(planned.operation, schema) }
  }
  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12),
    supergraphSdl: given,
    schema,
    federationSchema,
    supergraphSchema: supergraphSchema.toGraphQLJSSchema(),
    forPlanning,
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    hasField: (subgraph, typeName, field) => {
      const type = supergraph.subgraphs().get(subgraph)?.schema.type(typeName)
      return type !== undefined && 'field' in type && type.field(field) !== undefined
    },
    access,
    sharedFields: readSharedFields(supergraph.schema),
    overrides,
    warnings: warningsOf({ supergraphSchema, schema, overrides }),
    limits,
    costs: readCostRules(supergraph.schema, schema),
    operations: createOperations({
      schema,
      access,
      plan: (operation, conditions) =>
        planOrFail(() =>
          planImplemented(askForConditionalObjects(forPlanning(operation).operation), {
            schema,
            plan: implemented => plan(implemented, conditions),
          }),
        ),
      countPlans,
      operationsMax: limits.operations,
    }),
  }
}

function warningsOf(of: { supergraphSchema: Schema; schema: GraphQLSchema; overrides: OverrideLabels }): string[] {
  const { supergraphSchema, schema, overrides } = of
  const isCached = supergraphSchema.coreFeatures?.getByIdentity('https://specs.apollo.dev/cacheTag') !== undefined
  const empty = interfacesLeftEmpty(supergraphSchema, schema)
  return [
    ...(isCached ? ['@cacheTag has no effect: entities are not invalidated by tags'] : []),
    ...(overrides.unset.length > 0
      ? [`@override with a label that OVERRIDE_LABELS does not name has no effect: ${overrides.unset.join(', ')}`]
      : []),
    ...(empty.length > 0
      ? [`Fields of interfaces whose objects are all hidden answer nothing: ${empty.join(', ')}`]
      : []),
  ]
}

/** Names of interfaces that clients see, but none of their objects. */
const interfacesLeftEmpty = (supergraph: Schema, schema: GraphQLSchema): string[] =>
  supergraph
    .interfaceTypes()
    .filter(({ name }) => {
      const type = schema.getType(name)
      return isInterfaceType(type) && schema.getPossibleTypes(type).length === 0
    })
    .filter(type => type.possibleRuntimeTypes().length > 0)
    .map(({ name }) => name)
