export { requireDebianTools } from './require-debian-tools.js'
export { findExecutable, libraryDirectories } from './find-executable.js'
export { unpackDebianPackage } from './unpack-debian-package.js'
