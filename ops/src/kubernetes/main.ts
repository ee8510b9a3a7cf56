import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand, print } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import { manifests } from './base/manifests.js'
import { findProblems } from './check/find-problems.js'
import { newSecrets } from './new-secrets.js'
import { render } from './render.js'
import { makeSchemas } from './schemas/make-schemas.js'

const place = fileURLToPath(new URL('../../kubernetes', import.meta.url))
const SECRETS_FILE = 'secrets.env'

runMain(async () => {
  const program = createCommand('ops:kubernetes').description(
    'The manifests of ops/kubernetes. An overlay is named by its folder in ops/kubernetes/overlays, or by a path.',
  )
  program
    .command('check')
    .description('render an overlay and find everything that is wrong with it; nothing is applied')
    .argument('<overlay>')
    .action(check)
  program
    .command('secrets')
    .description(`make all secrets anew into the ${SECRETS_FILE} of an overlay, which git ignores`)
    .argument('<overlay>')
    .action(secrets)
  program.command('generate').description('write base and components from the code').action(generate)
  program
    .command('schemas')
    .description('write ops/kubernetes/schemas from what sources.json names')
    .argument('<downloads>', 'where the sources were downloaded to')
    .action((downloads: string) => makeSchemas({ directory: path.join(place, 'schemas'), downloads }).forEach(print))
  await program.parseAsync()
})

function check(overlay: string): void {
  const directory = directoryOf(overlay)
  if (
    readFileSync(path.join(directory, 'kustomization.yaml'), 'utf8').includes(SECRETS_FILE) &&
    !existsSync(path.join(directory, SECRETS_FILE))
  )
    throw new StartError(
      `${overlay} takes its secrets from ${SECRETS_FILE}, which is not there: "npm run ops:kubernetes -- secrets ${overlay}" makes it`,
    )
  const objects = render(directory)
  const problems = findProblems(objects)
  if (problems.length > 0)
    throw new StartError(
      `${overlay} has ${problems.length} problem(s):\n${problems.map(each => `  - ${each}`).join('\n')}`,
    )
  print(`${overlay}: ${objects.length} objects are in order`)
}

function secrets(overlay: string): void {
  const file = path.join(directoryOf(overlay), SECRETS_FILE)
  const lines = Object.entries(newSecrets()).map(([key, value]) => `${key}=${value}\n`)
  try {
    writeFileSync(file, lines.join(''), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new StartError(`${file} is there already: with other secrets, what they have encrypted is lost`)
  }
  print(`${lines.length} secrets are in ${file}`)
}

function generate(): void {
  for (const [file, text] of manifests()) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true })
    writeFileSync(path.join(place, file), text)
    print(file)
  }
}

function directoryOf(overlay: string): string {
  const found = [path.join(place, 'overlays', overlay), path.resolve(overlay)].find(each =>
    existsSync(path.join(each, 'kustomization.yaml')),
  )
  if (found === undefined)
    throw new StartError(`There is no overlay ${overlay}: expected a folder with a kustomization.yaml`)
  return found
}
