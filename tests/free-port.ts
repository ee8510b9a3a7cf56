/** Of the house's own, for all tests: they start what restarts on the same ports. */
export { freePort } from '@waystone/kit/process'
