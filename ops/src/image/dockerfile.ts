/** A line of a Dockerfile, such as `RUN npm ci`, with its continuation lines. */
export interface Instruction {
  readonly name: string
  readonly value: string
}

/** The instructions between one FROM and the next. */
export interface Stage {
  readonly image: string
  readonly name: string | null
  readonly instructions: readonly Instruction[]
}

/** The instructions that `npm run ops:image` knows how to follow: another one ends it. */
const KNOWN = new Set(['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'CMD'])

/** @throws Error that names an instruction which is not understood here */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { image: string; name: string | null; instructions: Instruction[] }[] = []
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n')
  for (const line of lines.filter(each => each.trim() !== '' && !each.startsWith('#'))) {
    const [, name = '', value = ''] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? []
    if (name === 'FROM') {
      const [, image = '', as = null] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(value) ?? []
      stages.push({ image, name: as, instructions: [] })
    } else if (KNOWN.has(name)) stages.at(-1)?.instructions.push({ name, value })
    else throw new Error(`Expected one of ${[...KNOWN].join(', ')} in the Dockerfile, not "${line}"`)
  }
  return stages
}

/** Of a stage, in order: the values of one instruction. */
export const valuesOf = ({ instructions }: Stage, name: string): readonly string[] =>
  instructions.filter(each => each.name === name).map(({ value }) => value)

/** Of the ENV lines, with `$NAME` taken from what the base image has. */
export function environmentOf(stage: Stage, base: Readonly<Record<string, string>>): Record<string, string> {
  const environment = { ...base }
  for (const value of valuesOf(stage, 'ENV'))
    for (const [, name = '', text = ''] of value.matchAll(/(\w+)=(\S+)/g))
      environment[name] = text.replaceAll(/\$\{?(\w+)\}?/g, (_, of: string) => environment[of] ?? '')
  return environment
}
