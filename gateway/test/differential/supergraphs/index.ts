import { readFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { catalog } from './catalog.js'
import { chains } from './chains.js'
import { contexts } from './contexts.js'
import { media } from './media.js'

/** Stands before the SDL of each subgraph. */
export const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@provides", "@override", "@inaccessible", "@interfaceObject", "@context", "@fromContext", "@authenticated"
])`

/** The supergraphs that operations are made for: ours, and some that use what federation has. */
export const supergraphs = {
  waystone: () => readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8'),
  catalog: () => compose(catalog),
  media: () => compose(media),
  chains: () => compose(chains),
  contexts: () => compose(contexts),
} as const

/** @param subgraphs their SDL by name, without the link to federation. */
export function compose(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.invalid`,
      typeDefs: parse(`${FEDERATION}\n${sdl}`),
    })),
  )
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}
