export { readJurisdictions } from './read-rules.js'
