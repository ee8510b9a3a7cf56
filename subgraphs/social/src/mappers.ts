/** The parent types of this subgraph's resolvers; codegen.ts names them. */

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}
