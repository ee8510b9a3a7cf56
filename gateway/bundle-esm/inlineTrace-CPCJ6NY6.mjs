import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  Trace,
  TraceTreeBuilder
} from "./chunk-JNJLU6R4.mjs";
import "./chunk-HFMXAF6L.mjs";
import "./chunk-FPG4M3TM.mjs";
import {
  schemaIsSubgraph
} from "./chunk-QZ4BKD5M.mjs";
import "./chunk-L2BSKKEH.mjs";
import {
  internalPlugin
} from "./chunk-YMYH6IE5.mjs";
import "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/server/dist/esm/plugin/inlineTrace/index.js
function ApolloServerPluginInlineTrace(options = /* @__PURE__ */ Object.create(null)) {
  let enabled = options.__onlyIfSchemaIsSubgraph ? null : true;
  return internalPlugin({
    __internal_plugin_id__: "InlineTrace",
    __is_disabled_plugin__: false,
    async serverWillStart({ schema, logger }) {
      if (enabled === null) {
        enabled = schemaIsSubgraph(schema);
        if (enabled) {
          logger.info("Enabling inline tracing for this subgraph. To disable, use ApolloServerPluginInlineTraceDisabled.");
        }
      }
    },
    async requestDidStart({ request: { http }, metrics }) {
      if (!enabled) {
        return;
      }
      const treeBuilder = new TraceTreeBuilder({
        maskedBy: "ApolloServerPluginInlineTrace",
        sendErrors: options.includeErrors
      });
      if (http?.headers.get("apollo-federation-include-trace") !== "ftv1") {
        return;
      }
      if (metrics.captureTraces === false) {
        return;
      }
      metrics.captureTraces = true;
      treeBuilder.startTiming();
      return {
        async executionDidStart() {
          return {
            willResolveField({ info }) {
              return treeBuilder.willResolveField(info);
            }
          };
        },
        async didEncounterErrors({ errors }) {
          treeBuilder.didEncounterErrors(errors);
        },
        async willSendResponse({ response }) {
          treeBuilder.stopTiming();
          if (response.body.kind === "incremental") {
            return;
          }
          if (metrics.queryPlanTrace) {
            treeBuilder.trace.queryPlan = metrics.queryPlanTrace;
          }
          const encodedUint8Array = Trace.encode(treeBuilder.trace).finish();
          const encodedBuffer = Buffer.from(encodedUint8Array, encodedUint8Array.byteOffset, encodedUint8Array.byteLength);
          const extensions = response.body.singleResult.extensions || (response.body.singleResult.extensions = /* @__PURE__ */ Object.create(null));
          if (typeof extensions.ftv1 !== "undefined") {
            throw new Error("The `ftv1` extension was already present.");
          }
          extensions.ftv1 = encodedBuffer.toString("base64");
        }
      };
    }
  });
}
export {
  ApolloServerPluginInlineTrace
};
//# sourceMappingURL=inlineTrace-CPCJ6NY6.mjs.map
