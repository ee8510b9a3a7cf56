import type { GatewayContext } from './context.js'

/**
 * What one part of the gateway notes about each request: a WeakMap by context, of which the garbage collector
 * knows nothing. A copy of a context is another request.
 */
export interface RequestNotes<Note> {
  get(context: GatewayContext): Note | undefined
  set(context: GatewayContext, note: Note): void
  delete(context: GatewayContext): void
}

/** @param name for whoever looks at a context in a debugger. */
export function createRequestNotes<Note>(name: string): RequestNotes<Note> {
  const key = Symbol(name)
  type Noted = { [key]?: { readonly of: object; readonly note: Note } }
  return {
    get: context => {
      const noted = (context as Noted)[key]
      return noted !== undefined && noted.of === context ? noted.note : undefined
    },
    set: (context, note) => {
      ;(context as Noted)[key] = { of: context, note }
    },
    delete: context => {
      delete (context as Noted)[key]
    },
  }
}
