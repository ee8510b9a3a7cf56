import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import type { PolicyDecider } from './policy-decider.js'

/**
 * Asks once for the policies that an operation needs, before it is planned. An operation that needs none asks
 * nothing. A subscription asks when it begins; a client whose token is renewed subscribes again.
 */
export const usePolicies = (decide: PolicyDecider): GatewayPlugin => ({
  onOperation: running => {
    const { epoch, document, documentHash: key, request, variables, context } = running
    const policies = epoch.policiesOf({ document, key, operationName: request.operationName, variables })
    if (policies.length === 0) return undefined
    const { viewer, requestId } = context
    return decide({ policies, viewer, requestId }).then(decisions => {
      running.policies = decisions
    })
  },
})
