/** One statement. With a name it is prepared once a connection. */
export interface Statement {
  readonly name?: string
  readonly text: string
  readonly values?: readonly unknown[]
}

/** The executor of a statement: the pool, or a transaction. */
export interface Queryable {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as in node-pg, the caller says what rows the statement answers
  query<Row extends object>(statement: Statement): Promise<{ rows: Row[]; rowCount: number | null }>
}
