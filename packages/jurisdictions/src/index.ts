export { isCountry } from './country.js'
export { createJurisdictions, type Jurisdictions, type Law } from './jurisdictions.js'
export { barOf, bornBy, conditionOf, isDay, type Bar, type BarRule, type Player } from './permission.js'
export { disclosureParts, type Disclosing, type DisclosurePart } from './rule-file.js'
