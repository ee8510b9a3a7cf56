import type { GatewayContext } from './gateway-context.js'

/**
 * Notes of one part of the gateway about each request: behaves like a WeakMap by context, at no cost to the
 * garbage collector. A copy of a context counts as another request.
 */
export interface RequestNotes<Note> {
  get(context: GatewayContext): Note | undefined
  set(context: GatewayContext, note: Note): void
  delete(context: GatewayContext): void
}

/** @param name shown when a context is inspected in a debugger. */
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
