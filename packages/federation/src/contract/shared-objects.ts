/**
 * Marks a response or a result whose objects are shared with other requests: no receiver may change them, even
 * where its data source gives responses that are owned. No name that a subgraph could answer.
 */
export const sharedObjects = Symbol('shared objects')
