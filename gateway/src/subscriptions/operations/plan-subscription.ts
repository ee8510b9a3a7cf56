import { createHash } from 'node:crypto'
import { getVariableValues, GraphQLError, type DocumentNode } from 'graphql'
import type { GatewayContext } from '../../requests/gateway-context.js'
import { exactVariables } from '@waystone/federation/exact-numbers'
import { addRefusals, type Epoch, type PlannedSubscription } from '@waystone/federation'
import type { GatewayEpoch } from '../../requests/gateway-epoch.js'
import type { Operation, PolicyDecisions } from '@waystone/federation/contract'
import { afterOf, resumptionOf, type Resumption } from './resumption.js'
import { rootFieldOf } from './root-field.js'
import { isSharedSelection, withoutPlace } from './shared-selection.js'
import type { SharedEvents, SubscribeRequest, Subscription } from './subscription.js'
import type { SubscriptionDocuments } from './subscription-documents.js'

/** The most errors for variables in one answer: a client may send a thousand wrong ones. */
const VARIABLE_ERRORS_MAX = 20

/** A subscription that is valid, and so are its variables; nothing has been planned for it. */
export interface CheckedSubscription {
  readonly kind: 'checked'
  readonly request: SubscribeRequest
  readonly epoch: GatewayEpoch
  readonly document: DocumentNode
  /** SHA-256 of the document's text, in hexadecimal. */
  readonly hash: string
  readonly operation: Operation
  /** With defaults. */
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Refused {
  readonly kind: 'refused'
  readonly errors: readonly GraphQLError[]
}

/**
 * Everything that can be said of a request before there is an event. A repeat on the same epoch costs a few
 * look-ups.
 */
export interface SubscriptionPlanner {
  /** @returns `other` for what is no subscription. */
  check(epoch: GatewayEpoch, request: SubscribeRequest): CheckedSubscription | Refused | { readonly kind: 'other' }
  /** True when the policies that it needs were decided when the client subscribed, all of them. */
  isDecided(checked: CheckedSubscription): boolean
  /** Decides who may see what, with whom it is shared, and what is asked of the owner. */
  plan(checked: CheckedSubscription): { readonly kind: 'planned'; readonly subscription: Subscription } | Refused
}

export function createSubscriptionPlanner(options: {
  documents: SubscriptionDocuments
  /** Root fields whose events are the same for all clients, signed in or not. */
  publicFields: ReadonlySet<string>
  /** Coordinates of shared fields besides those that the supergraph tags. */
  sharedFields: ReadonlySet<string>
}): SubscriptionPlanner {
  const { documents, publicFields, sharedFields } = options
  const sharedSelections = new WeakMap<Operation, boolean>()
  const isShared = ({ operation, epoch }: CheckedSubscription): boolean => {
    const known = sharedSelections.get(operation) ?? isSharedSelection(operation, epoch, sharedFields)
    sharedSelections.set(operation, known)
    return known
  }
  const resumptions = new WeakMap<PlannedSubscription['source'], { resumption: Resumption | null }>()
  const resumptionFor = (source: PlannedSubscription['source'], epoch: Epoch): Resumption | null => {
    const known = resumptions.get(source) ?? { resumption: resumptionOf(source, epoch) }
    resumptions.set(source, known)
    return known.resumption
  }

  /**
   * True for subscriptions that are the same for all clients: the request is anonymous, or the field is
   * public and no access rule applies below it.
   */
  const isForEveryone = ({ request, epoch, operation }: CheckedSubscription): boolean =>
    request.context.authorization === null ||
    (publicFields.has(rootFieldOf(operation).name.value) && epoch.access.rulesIn(operation, epoch.schema).length === 0)

  const plan: SubscriptionPlanner['plan'] = checked => {
    const { request, epoch, document, hash, operation, variables } = checked
    const isPublic = isForEveryone(checked)
    // Created once, because the forwarded headers are signed for a context, not for each event.
    const context: GatewayContext = { ...(isPublic ? nobody(request.context) : request.context), isOfEvent: true }
    const prepared = epoch.operations.prepare(document, {
      key: hash,
      operationName: request.operationName,
      grants: epoch.access.grantsOf(context.viewer, request.policies),
      overrides: epoch.overrides.activeFor(context.viewer?.userId),
    })
    const planned = epoch.subscribe(prepared)
    if (planned === null) {
      const { context: own, policies } = request
      const { errors = [] } = addRefusals({ data: {} }, { prepared, variables, epoch, viewer: own.viewer, policies })
      return { kind: 'refused', errors }
    }
    const { serviceName, query, operationName, numbers, verbatim } = planned.source
    const resumption = resumptionFor(planned.source, epoch)
    const subscription: Subscription = {
      key: keyOf([
        epoch.id,
        hash,
        request.operationName ?? '',
        stable(variables),
        context.authorization ?? '',
        // Another connection with the same token may come to other decisions.
        ...decisionsOf(request.policies),
      ]),
      request,
      epoch,
      planned,
      context,
      owner: { name: serviceName, url: epoch.subgraphs.find(({ name }) => name === serviceName)?.url ?? '' },
      source: {
        query,
        operationName,
        variables: planned.sourceVariables(request.variables ?? {}),
        numbers,
        context,
        resumption,
        verbatim:
          verbatim === null || resumption !== null
            ? null
            : { query: verbatim, operationName: request.operationName, variables: request.variables ?? {} },
      },
      isPublic,
      isReplay: afterOf(epoch, rootFieldOf(operation), variables) !== null,
      shared: null,
      isShared: false,
    }
    const mayShare = !isPublic && resumption !== null && prepared.refused.size === 0 && isShared(checked)
    const shared = mayShare ? sharedEvents(checked, subscription) : null
    return { kind: 'planned', subscription: shared === null ? subscription : { ...subscription, shared } }
  }

  return {
    check: (epoch, given) => {
      const examined = documents(epoch, given.query, given.operationName)
      if (examined.kind !== 'subscription') return examined
      const { document, hash, operation } = examined
      const definitions = operation.definition.variableDefinitions ?? []
      const { variables = {}, parseExactly } = given
      const request = {
        ...given,
        variables: exactVariables(operation.definition, epoch.schema, { variables, parseExactly }),
      }
      const { errors, coerced } = getVariableValues(epoch.schema, definitions, request.variables, {
        maxErrors: VARIABLE_ERRORS_MAX,
      })
      if (errors !== undefined) return { kind: 'refused', errors: errors.map(badVariable) }
      return { kind: 'checked', request, epoch, document, hash, operation, variables: coerced }
    },
    isDecided: ({ request, epoch, document, hash: key }) => {
      const { operationName, variables = {}, policies } = request
      return epoch.policiesOf({ document, key, operationName, variables }).every(policy => policies?.has(policy))
    },
    plan: checked => {
      try {
        return plan(checked)
      } catch (error) {
        if (error instanceof GraphQLError) return { kind: 'refused', errors: [error] }
        throw error
      }
    },
  }
}

/** Null where the events depend on the place that the viewer goes on from. */
function sharedEvents(
  { request, epoch, hash, operation, variables }: CheckedSubscription,
  { planned, source, context }: Subscription,
): SharedEvents | null {
  const root = rootFieldOf(operation)
  const [given, coerced] = [request.variables ?? {}, variables].map(each => withoutPlace(operation, root, each))
  const after = afterOf(epoch, root, variables)
  if (!given || !coerced || (after !== null && typeof after !== 'string')) return null
  return {
    key: keyOf([epoch.id, hash, request.operationName ?? '', stable(coerced), 'shared']),
    source: { ...source, variables: planned.sourceVariables(given), verbatim: null, startAfter: null, forAll: true },
    context: { ...nobody(context), isOfEvent: true },
    after,
  }
}

/** Public fields are queried anonymously: without a token, no answer can depend on one. */
const nobody = (context: GatewayContext): GatewayContext => ({
  ...context,
  viewer: null,
  authorization: null,
  remoteAddress: '',
  userAgent: null,
  headers: new Map(),
})

const decisionsOf = (policies: PolicyDecisions = new Map()): readonly string[] =>
  [...policies].map(([policy, granted]) => `${granted ? '+' : '-'}${policy}`).toSorted()

const badVariable = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } })

const keyOf = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64')

/** JSON with the keys of objects in order: the same values have the same text. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
