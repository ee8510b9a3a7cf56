import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  require_graphql
} from "./chunk-L2BSKKEH.mjs";
import "./chunk-TTH6ZA7C.mjs";
export default require_graphql();
//# sourceMappingURL=graphql-PIZLWACM.mjs.map
