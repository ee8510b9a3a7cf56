/**
 * The port finder of the production code, for all tests: they start processes that restart on the same ports.
 */
export { freePort } from '@waystone/kit/process'
