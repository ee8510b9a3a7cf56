import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  ApolloServerPluginLandingPageLocalDefault,
  ApolloServerPluginLandingPageProductionDefault,
  DEFAULT_APOLLO_SERVER_LANDING_PAGE_VERSION,
  DEFAULT_EMBEDDED_EXPLORER_VERSION,
  DEFAULT_EMBEDDED_SANDBOX_VERSION
} from "./chunk-H5GNUO5T.mjs";
import "./chunk-HZXHJTLA.mjs";
import "./chunk-K2AUZARY.mjs";
import "./chunk-TTH6ZA7C.mjs";
export {
  ApolloServerPluginLandingPageLocalDefault,
  ApolloServerPluginLandingPageProductionDefault,
  DEFAULT_APOLLO_SERVER_LANDING_PAGE_VERSION,
  DEFAULT_EMBEDDED_EXPLORER_VERSION,
  DEFAULT_EMBEDDED_SANDBOX_VERSION
};
//# sourceMappingURL=default-DLE7OR4V.mjs.map
