/// <reference types="vite/client" />

/** True in a build: operations are sent by their hash, and the gateway trusts them. */
declare const __BY_HASH__: boolean

declare module 'virtual:schema' {
  import type { IntrospectionData } from '@urql/exchange-graphcache'
  const schema: IntrospectionData
  export default schema
}
