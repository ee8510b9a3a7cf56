/** The changes that publishing would make, or every problem of the given content. */
export type Preview =
  | { readonly problems: readonly string[] }
  | {
      readonly problems: null
      /** As it is published now, and its version; null and 0 for something new. */
      readonly current: unknown
      readonly version: number
      readonly next: unknown
    }

export interface Published {
  readonly id: string
  readonly version: number
}

/** One kind of content: how it is checked, and how it becomes current. */
export interface Publisher {
  preview(given: { id: string | null; content: unknown }): Promise<Preview>
  /** @returns a sentence where it is refused: it was changed since the preview, or what it refers to was. */
  publish(request: {
    id: string | null
    content: unknown
    /** The version that the preview has shown. */
    basedOn: number
    actor: string
  }): Promise<Published | string>
  close(): Promise<void>
}

/** A message of a refusal names all problems, one behind the other. */
export const problemsIn = ({ field, message }: { field: string; message: string }): readonly string[] => {
  const [first = '', ...rest] = message.split('; ')
  return [first.startsWith(field) ? first : `${field}: ${first}`, ...rest]
}
