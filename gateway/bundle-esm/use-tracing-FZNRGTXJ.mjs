import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  clientOf,
  createRequestNotes
} from "./chunk-U3JKHCT6.mjs";
import {
  require_src
} from "./chunk-U3F2NJ6L.mjs";
import {
  __toESM
} from "./chunk-TTH6ZA7C.mjs";

// gateway/src/plugins/use-tracing.ts
var import_api = __toESM(require_src(), 1);

// gateway/src/plugins/trace-context.ts
var TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;
var SAMPLED = 1;
function parseTraceparent(header) {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header?.trim() ?? "") ?? [];
  if (traceId === void 0 || spanId === void 0 || flags === void 0) return void 0;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return void 0;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
}
var formatTraceparent = ({ traceId, spanId, traceFlags }) => `00-${traceId}-${spanId}-${(traceFlags & SAMPLED).toString().padStart(2, "0")}`;

// gateway/src/plugins/use-tracing.ts
var NAME_CHARACTERS_MAX = 100;
function useTracing(tracer) {
  const traces = createRequestNotes("trace");
  const begin = ({ context, headers, elapsedMs }) => {
    const parent = parseTraceparent(headers.get("traceparent"));
    const around = parent === void 0 ? import_api.ROOT_CONTEXT : import_api.trace.setSpanContext(import_api.ROOT_CONTEXT, parent);
    const startTime = startedBefore(elapsedMs());
    const root = tracer.startSpan(
      "graphql",
      { kind: import_api.SpanKind.SERVER, startTime, attributes: { "waystone.request.id": context.requestId } },
      around
    );
    traces.set(context, { root, context: import_api.trace.setSpan(around, root), plan: void 0 });
  };
  const endPlan = (request) => {
    request.plan?.end();
    request.plan = void 0;
  };
  return {
    plugin: {
      onRequest: begin,
      onOperation: ({ context, operation, operationName, documentHash, request }) => {
        const known = traces.get(context);
        if (known === void 0) return;
        const kind = operation.definition.operation;
        const name = operationName?.slice(0, NAME_CHARACTERS_MAX);
        known.root.updateName(name === void 0 ? kind : `${kind} ${name}`);
        known.root.setAttributes({
          "graphql.operation.type": kind,
          "graphql.document.hash": documentHash,
          ...name !== void 0 && { "graphql.operation.name": name }
        });
        const client = clientOf(request).name;
        if (client !== null) known.root.setAttribute("graphql.client.name", client.slice(0, NAME_CHARACTERS_MAX));
        known.plan = tracer.startSpan("plan", {}, known.context);
      },
      onResult: ({ context }) => {
        const known = traces.get(context);
        if (known !== void 0) endPlan(known);
      },
      onEnd: ({ request, status, errorCount, outcome }) => {
        const known = traces.get(request.context);
        if (known === void 0) return;
        traces.delete(request.context);
        endPlan(known);
        known.root.setAttributes({ "http.response.status_code": status, "graphql.errors": errorCount });
        if (outcome !== "ok") known.root.setStatus({ code: import_api.SpanStatusCode.ERROR });
        known.root.end();
      }
    },
    wrap: (subgraph, source) => ({
      ...source,
      execute: async (request) => {
        const known = traces.get(request.context);
        if (known === void 0) return await source.execute(request);
        endPlan(known);
        const attributes = { "graphql.subgraph": subgraph };
        const span = tracer.startSpan(`fetch ${subgraph}`, { kind: import_api.SpanKind.CLIENT, attributes }, known.context);
        const response = await source.execute({ ...request, traceparent: formatTraceparent(span.spanContext()) });
        const errors = response.errors?.length ?? 0;
        span.setAttribute("graphql.errors", errors);
        if (errors > 0) span.setStatus({ code: import_api.SpanStatusCode.ERROR });
        span.end();
        return response;
      }
    })
  };
}
var startedBefore = (elapsedMs) => performance.timeOrigin + performance.now() - elapsedMs;
export {
  useTracing
};
//# sourceMappingURL=use-tracing-FZNRGTXJ.mjs.map
