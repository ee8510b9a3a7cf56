import { RequestFault } from '../errors/index.js'
import { mayCall, type InternalHandler, type ServiceClient } from './service-call.js'

/** Calls the handlers of services that run in the same process: no network, the same checks of input and output. */
export function createInProcessServiceClient(options: {
  self: string
  /** Asked at each call, so that services may start in any order. */
  find: (service: string) => readonly InternalHandler[]
}): ServiceClient {
  const { self, find } = options
  return {
    call: async (call, input) => {
      const handler = find(call.service).find(({ operation }) => operation === call.operation)
      if (handler === undefined) {
        throw new RequestFault(
          'SERVICE_UNAVAILABLE',
          `${call.service} does not answer ${call.operation} in this process`,
          { serviceName: call.service },
        )
      }
      if (!mayCall(handler, self)) throw new Error(`The service "${self}" may not call ${call.operation}`)
      return call.output.parse(await handler.answer(input, self))
    },
    close: async () => {},
  }
}
