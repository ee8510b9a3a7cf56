/**
 * Outcomes of policies for one operation of one viewer, by their names in the supergraph. A policy that is not
 * in it has not been decided: it counts as not fulfilled, and the error of a field says so.
 */
export type PolicyDecisions = ReadonlyMap<string, boolean>
