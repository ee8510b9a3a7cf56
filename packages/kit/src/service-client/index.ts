export { defineCall, type ServiceCall, type ServiceClient, type InternalHandler, answerCall } from './service-call.js'
export { createHttpServiceClient } from './http-service-client.js'
export { createInProcessServiceClient } from './in-process-service-client.js'
export { internalRoute } from './internal-route.js'
