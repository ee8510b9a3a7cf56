import * as z from 'zod'
import { titleOf, type KubernetesObject } from '../objects.js'

const secretKeyRef = z.object({ name: z.string(), key: z.string(), optional: z.boolean().default(false) })

const variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ secretKeyRef: secretKeyRef.optional(), fieldRef: z.object({}).optional() }).optional(),
})

const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }).optional(),
  exec: z.object({ command: z.array(z.string()) }).optional(),
})

const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
  resources: z.object({ limits: z.object({ memory: z.string() }) }).optional(),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.number() })).default([]),
  env: z.array(variable).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }).optional() })).default([]),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }).optional() }) }).optional(),
  securityContext: z.record(z.string(), z.unknown()).default({}),
})

const template = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({
    terminationGracePeriodSeconds: z.number().default(30),
    securityContext: z.record(z.string(), z.unknown()).default({}),
    containers: z.array(container).min(1),
    volumes: z
      .array(
        z.object({
          name: z.string(),
          emptyDir: z.object({}).optional(),
          configMap: z.object({ name: z.string() }).optional(),
          secret: z.object({ secretName: z.string(), optional: z.boolean().default(false) }).optional(),
        }),
      )
      .default([]),
  }),
})

const workload = z.object({
  spec: z.object({
    template: template.optional(),
    jobTemplate: z.object({ spec: z.object({ template }) }).optional(),
  }),
})

export type Container = z.infer<typeof container>
export type SecretReference = z.infer<typeof secretKeyRef>
export interface Pod extends z.infer<typeof template> {
  /** Of the object that makes it. */
  readonly title: string
  readonly kind: string
  readonly name: string
}

const WORKLOADS = new Set(['Deployment', 'Job', 'CronJob'])

/** The pods that objects make, but those of operators. */
export const podsOf = (objects: readonly KubernetesObject[]): readonly Pod[] =>
  objects
    .filter(({ kind }) => WORKLOADS.has(kind))
    .flatMap(object => {
      const { spec } = workload.parse(object)
      const found = spec.template ?? spec.jobTemplate?.spec.template
      return found === undefined
        ? []
        : [{ ...found, title: titleOf(object), kind: object.kind, name: object.metadata.name }]
    })

export const matches = (labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value)
