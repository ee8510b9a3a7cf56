/// <reference types="vite/client" />

/** True in a build: operations are sent by their hash, and the gateway trusts them. */
declare const __BY_HASH__: boolean

declare module 'virtual:schema' {
  /** As graphcache takes it. */
  const schema: unknown
  export default schema
}
