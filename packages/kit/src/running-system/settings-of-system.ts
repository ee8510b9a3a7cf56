import path from 'node:path'
import { ConfigError, withDatabaseUrls } from '../config/index.js'
import { readAnnouncement } from './announcement.js'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The settings of a command that works on a system: the environment as it is when it has what is `required`,
 * and with the settings of the system that runs on the data directory (or on one directly below it) when it
 * has none of that.
 * @throws ConfigError when the environment has a part of it only, or no system runs there, or several do.
 */
export async function settingsOfSystem(options: {
  env: Env
  required: readonly string[]
  directory: string
  /** Folders of `directory` where another way of running keeps its data. */
  below?: readonly string[]
}): Promise<Env> {
  const { required, directory, below = [] } = options
  const env = withDatabaseUrls(options.env)
  const missing = required.filter(name => (env[name] ?? '') === '')
  if (missing.length === 0) return env
  if (missing.length < required.length)
    throw new ConfigError(missing.map(name => `${name}: the environment names others, so it must name this, too`))

  const places = [directory, ...below.map(folder => path.join(directory, folder))]
  const running = []
  for (const place of places) {
    const found = await readAnnouncement(place)
    if (found !== null) running.push({ place, settings: found.settings })
  }
  const [one, ...others] = running
  if (one === undefined) {
    throw new ConfigError(required.map(name => `${name}: is not set, and nothing runs on ${places.join(' or ')}`))
  }
  if (others.length > 0)
    throw new ConfigError([
      `several systems run: say which one with --data ${running.map(({ place }) => place).join(' or ')}`,
    ])
  const unnamed = required.filter(name => one.settings[name] === undefined)
  if (unnamed.length > 0) throw new ConfigError(unnamed.map(name => `${name}: the system on ${one.place} has none`))
  return { ...env, ...one.settings }
}
