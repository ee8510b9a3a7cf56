import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Kind, parse } from 'graphql'
import type { Plugin } from 'vite'
import { WORLD_DOCUMENTS } from '../packages/live-client/src/world/documents.js'

const root = import.meta.dirname
/** The name under which the gateway reads what it trusts of the pages. */
const MANIFEST = 'persisted-documents.json'
const GENERATED = path.join(root, 'src/generated')

/** `{ "<sha256>": "<document>" }`, as graphql-codegen has written it. */
const readManifest = (): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(path.join(GENERATED, MANIFEST), 'utf8')) as Record<string, string>

const CALL = /\bgraphql\(\s*`([^`]*)`,?\s*\)/g
const IMPORT = /^import \{ graphql \} from '[./]*\/generated\/gql\.js'\n/m

/**
 * Puts the document in the place of each `graphql(...)` of a build. The module of graphql-codegen that looks them up
 * has those of all screens of both pages: 26 KB, compressed, before the first of them is drawn.
 */
export function inlineDocuments(): Plugin {
  let documentOf = new Map<string, string>()
  return {
    name: 'inline-documents',
    apply: 'build',
    enforce: 'pre',
    buildStart: () => {
      documentOf = new Map(
        Object.entries(readManifest()).map(([hash, text]) => [nameOf(text) ?? '', literal(text, hash)]),
      )
    },
    transform: (code, id) => {
      if (!id.startsWith(path.join(root, 'src')) || id.startsWith(GENERATED) || !IMPORT.test(code)) return undefined
      const inlined = code.replace(IMPORT, '').replaceAll(CALL, (_, source: string) => {
        const name = nameOf(source)
        // A fragment by itself is in the documents that spread it.
        if (name === undefined) return 'null'
        const document = documentOf.get(name)
        if (document === undefined) throw new Error(`${id}: ${name} is not generated; run "npm run generate web"`)
        return document
      })
      if (/\bgraphql\(/.test(inlined)) throw new Error(`${id}: expected graphql(\`...\`) with a text alone`)
      return { code: inlined, map: null }
    },
  }
}

/** Writes the manifest: documents of the pages, and those that the live client sends for them. */
export const trustedDocuments = (): Plugin => ({
  name: 'trusted-documents',
  apply: 'build',
  generateBundle() {
    const ofWorld = WORLD_DOCUMENTS.map(text => [createHash('sha256').update(text).digest('hex'), text] as const)
    const source = JSON.stringify({ ...readManifest(), ...Object.fromEntries(ofWorld) })
    this.emitFile({ type: 'asset', fileName: MANIFEST, source })
  },
})

/** The name of the operation; undefined for fragments. */
const nameOf = (text: string): string | undefined =>
  parse(text, { noLocation: true }).definitions.find(node => node.kind === Kind.OPERATION_DEFINITION)?.name?.value

/** As graphql-codegen writes it, with the hash that `hashOf` reads. */
const literal = (text: string, hash: string): string =>
  JSON.stringify({ __meta__: { hash }, ...parse(text, { noLocation: true }) })
