import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);

// node_modules/@apollo/server/dist/esm/utils/UnreachableCaseError.js
var UnreachableCaseError = class extends Error {
  constructor(val) {
    super(`Unreachable case: ${val}`);
  }
};

export {
  UnreachableCaseError
};
//# sourceMappingURL=chunk-FPG4M3TM.mjs.map
