import { parse, print } from 'graphql'

/**
 * Follows which contract of each subgraph the gateway serves while the files are edited, and says so at the
 * terminal.
 */
export interface SchemasInUse {
  /** The file gives a schema; the gateway composes it within a moment, where it composes at all. */
  changed(name: string, text: string): void
  /** The file has no valid schema: the one in use stays. */
  broken(name: string, reason: string): void
  /** The gateway serves what it has composed. */
  served(): void
}

/** @param contracts the files' texts at the start, by subgraph */
export function createSchemasInUse(
  contracts: Readonly<Record<string, string>>,
  say: (text: string) => void,
): SchemasInUse {
  // Without comments and layout: a change of those reaches no supergraph.
  const contentOf = (text: string) => print(parse(text))
  const inUse = new Map(Object.entries(contracts).map(([name, text]) => [name, contentOf(text)]))
  const waiting = new Map<string, string>()
  const use = (name: string, content: string) => {
    inUse.set(name, content)
    say(`  ✓ schema of ${name} is in use`)
  }
  return {
    changed: (name, text) => {
      const content = contentOf(text)
      waiting.delete(name)
      // Taken back: the gateway never stopped serving it.
      if (content === inUse.get(name)) use(name, content)
      else waiting.set(name, content)
    },
    broken: (name, reason) => {
      waiting.delete(name)
      say(`  ✗ schema of ${name} cannot be used, the one before stays: ${reason}`)
    },
    served: () => {
      for (const [name, content] of waiting) use(name, content)
      waiting.clear()
    },
  }
}
