import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Ignore } from '@balena/dockerignore'
import { environmentOf, parseDockerfile } from '@waystone/ops/image'
import { afterAll, describe, expect, it } from 'vitest'

/** Names of files in which people and tools keep secrets. */
const SECRET_FILES = `
  .env .env.local .env.production production.env .envrc
  server.pem tls.key apple.p8 client.p12 client.pfx release.jks upload.keystore private.asc
  id_rsa id_ed25519 id_ecdsa.old secrets.json internal-secrets.json databases.json service-account-play.json
  credentials.json .netrc .pgpass .aws/credentials .ssh/config .kube/config .docker/config.json
  .data/secrets.json .data/distributed/redis/users.acl
  backup/distributed/internal-secrets.json backup/distributed/postgres/superuser-password
  backup/postgres/data/base/5/2619
`
  .trim()
  .split(/\s+/)
/** By their content. */
const SECRET_CONTENT =
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\r?\n[A-Za-z0-9+/]|\bsk_live_\w{10}|\bwhsec_\w{20}|\bAKIA[0-9A-Z]{16}\b|^_authToken=|(?:^|\n)(?:export )?\w*(?:SIGNING_KEY|SECRET|PASSWORD)=["']?[\w+/=-]{24}/
const FILE_BYTES_MAX = 1_000_000
const PLACES = ['', 'gateway/', 'subgraphs/users/', 'packages/kit/src/redis/', 'ops/redis/']

// Its types say that it has a default export; it has none.
const dockerignore = createRequire(import.meta.url)('@balena/dockerignore') as () => Ignore
const ignored = dockerignore().add(readFileSync('.dockerignore', 'utf8'))

/** The files that `docker build` would send. */
function sentBelow(root: string, folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const place = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (ignored.ignores(place)) return []
    if (entry.isDirectory()) return sentBelow(root, place)
    return entry.isFile() ? [place] : []
  })
}

const suspicious = (root: string, files: readonly string[]): string[] =>
  files.filter(file => {
    const name = path.basename(file)
    if (SECRET_FILES.some(secret => !secret.includes('/') && secret === name)) return true
    const place = path.join(root, file)
    return statSync(place).size <= FILE_BYTES_MAX && SECRET_CONTENT.test(readFileSync(place, 'latin1'))
  })

describe('what is sent to build the image', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-context-'))
  afterAll(() => rmSync(directory, { recursive: true }))

  it('has no file in it whose name or content is that of a secret', () => {
    const sent = sentBelow('.')
    expect(sent).toContain('package-lock.json')
    expect(sent).toContain('gateway/src/main.ts')
    expect(suspicious('.', sent)).toEqual([])
  })

  it.each(PLACES)('leaves out every kind of secret below "%s", and git does as well', place => {
    const files = SECRET_FILES.map(name => `${place}${name}`)
    expect(files.filter(file => !isIgnored(file))).toEqual([])
    const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '--stdin'], {
      input: files.join('\n'),
      encoding: 'utf8',
    })
    const known = new Set(stdout.split('\n'))
    expect(files.filter(file => !known.has(file))).toEqual([])
  })

  it('is found out where a secret would be sent', () => {
    const key = ['-----BEGIN', 'PRIVATE KEY-----\nMIIE'].join(' ')
    const planted = {
      'gateway/src/notes.txt': key,
      'deploy.sh': ['export INTERNAL', `SECRET=${'x'.repeat(32)}`].join('_'),
      'ops/payments.ts': ['const key = "sk', 'live', `${'a'.repeat(24)}"`].join('_'),
      'README.md': 'set INTERNAL_SECRET to a random text',
    }
    for (const [file, content] of Object.entries(planted)) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true })
      writeFileSync(path.join(directory, file), content)
    }
    expect(suspicious(directory, sentBelow(directory)).toSorted()).toEqual([
      'deploy.sh',
      'gateway/src/notes.txt',
      'ops/payments.ts',
    ])
  })
})

/** Docker leaves a file out with any folder above it. */
const isIgnored = (file: string): boolean =>
  file.split('/').some((_, depth, parts) => ignored.ignores(parts.slice(0, depth + 1).join('/')))

describe('the Dockerfile', () => {
  const text = readFileSync('Dockerfile', 'utf8')

  it('has two stages, of which npm run ops:image follows every instruction', () => {
    const [build, last] = parseDockerfile(text)
    expect(build?.name).toBe('build')
    expect(build?.instructions.map(({ name }) => name)).toEqual(['WORKDIR', 'COPY', 'RUN'])
    expect(last?.instructions.map(({ name }) => name)).toEqual(['ENV', 'WORKDIR', 'COPY', 'USER', 'CMD'])
    expect(last && environmentOf(last, { PATH: '/usr/bin' })).toEqual({
      NODE_ENV: 'production',
      PATH: '/app/node_modules/.bin:/usr/bin',
    })
  })

  it('may have no instruction that npm run ops:image would leave out', () => {
    expect(() => parseDockerfile(`${text}\nVOLUME /data`)).toThrow('not "VOLUME /data"')
    expect(parseDockerfile('FROM a\nRUN one && \\\n  two')[0]?.instructions).toEqual([
      { name: 'RUN', value: 'one &&    two' },
    ])
  })
})

describe('the image', () => {
  const stages = readFileSync('Dockerfile', 'utf8').split(/^FROM /m)
  const last = stages.at(-1) ?? ''

  it('copies only what runs, owned by root, and runs as another user', () => {
    const copies = last.match(/^(?:COPY|ADD) .*$/gm)
    expect(copies).toEqual(['COPY --from=build --chown=root:root /production /app'])
    expect(last.match(/^USER .*$/gm)).toEqual(['USER node'])
    expect(last.indexOf('USER node')).toBeGreaterThan(last.indexOf('COPY'))
  })

  it('is given no secret by its build', () => {
    expect(stages.join('').match(/^(?:ARG|ENV) .*$/gm)).toEqual([
      'ENV NODE_ENV=production PATH=/app/node_modules/.bin:$PATH',
    ])
  })
})
