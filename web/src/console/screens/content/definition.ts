/** A definition as the editor shows it; keys keep their order. */
export const definitionText = (definition: unknown): string => JSON.stringify(definition, null, 2)

/** @returns the definition, or null and why the text is none: the parser's own words, which name the place. */
export function parseDefinition(
  text: string,
): { readonly definition: object; readonly problem: null } | { readonly definition: null; readonly problem: string } {
  try {
    const definition: unknown = JSON.parse(text)
    if (typeof definition !== 'object' || definition === null || Array.isArray(definition))
      return { definition: null, problem: 'Expected an object: { … }' }
    return { definition, problem: null }
  } catch (error) {
    return { definition: null, problem: error instanceof Error ? error.message : String(error) }
  }
}
