// `node tools/production.mjs <directory>`: puts what production runs into a new directory, from a clone that
// is built: the programs, and the packages that they need. The Dockerfile's image is this directory.
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { productionPackages } from './production-packages.mjs'

/**
 * Files that only development reads: Node runs no TypeScript in packages, and does not use their maps.
 * Licences stay.
 */
const UNUSED_OF_PACKAGES =
  /\.(map|[cm]?ts|flow|tsbuildinfo)$|^(?!licen[cs]e|notice).*\.(md|markdown)$|^(\.bin|\.github|node_modules)$/i
/** @prisma/client brings its query compiler for each kind of database, in two sizes and two module systems. */
const UNUSED_OF_PRISMA = /^query_compiler_(small_|.*\.(cockroachdb|mysql|sqlite|sqlserver)\.)/
const UNUSED_OF_WORKSPACES =
  /^(src|test|node_modules|\.turbo|\.env.*)$|\.([cm]?ts|tsbuildinfo)$|^tsconfig\.json$|\.d\.ts\.map$/

const [, , target] = process.argv
const root = path.dirname(import.meta.dirname)
if (target === undefined) fail('Usage: node tools/production.mjs <directory>')
if (existsSync(target) && readdirSync(target).length > 0) fail(`${target} is not empty`)
if (!['gateway/dist/main.js', 'web/dist/player.html'].every(file => existsSync(path.join(root, file))))
  fail('Nothing is built: npm run build comes first')

const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
for (const place of productionPackages(lock)) {
  const isPackage = place.includes('node_modules/')
  // An optional one for another platform is in the lock, and not here.
  if (isPackage && !existsSync(path.join(root, place))) continue
  if (lock.packages[place].link === true) link(place, lock.packages[place].resolved)
  else copyFolder(place, isPackage ? isUnusedOfPackage : name => UNUSED_OF_WORKSPACES.test(name))
}
// The pages are bundled: none of their packages is needed.
copyFolder('web/dist', () => false)
copyFile('package.json')
link('node_modules/.bin/waystone', 'standalone/waystone.mjs')
copyFile('LICENSE')

function isUnusedOfPackage(name, folder) {
  return UNUSED_OF_PACKAGES.test(name) || (folder.endsWith('@prisma/client/runtime') && UNUSED_OF_PRISMA.test(name))
}

function copyFolder(folder, isUnused) {
  mkdirSync(path.join(target, folder), { recursive: true })
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    if (isUnused(entry.name, folder)) continue
    const place = `${folder}/${entry.name}`
    if (entry.isDirectory()) copyFolder(place, isUnused)
    else if (entry.isFile()) copyFile(place)
  }
}

/** Another name for the same file where that is possible: a copy of twenty thousand takes long. */
function copyFile(place) {
  const [from, to] = [path.join(root, place), path.join(target, place)]
  try {
    linkSync(from, to)
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK'].includes(error.code)) throw error
    copyFileSync(from, to)
  }
}

function link(place, resolved) {
  const at = path.join(target, place)
  mkdirSync(path.dirname(at), { recursive: true })
  if (lstatSync(at, { throwIfNoEntry: false }) === undefined)
    symlinkSync(path.relative(path.dirname(at), path.join(target, resolved)), at)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
