import * as z from 'zod'

/** Parts that the disclosure of a banner can have. */
export const disclosureParts = [
  'PRICES',
  'MONEY',
  'CHANCES',
  'ITEMS',
  'CURVES',
  'COUNTERS',
  'GUARANTEES',
  'COSTS',
  'STOCK',
  'DUPLICATES',
] as const
export type DisclosurePart = (typeof disclosureParts)[number]

const AGE_MAX = 30
const RETENTION_DAYS_MAX = 3_650
const MINOR_UNITS_MAX = 1_000_000_000
const TEXT_MAX = 500

const text = z.string().min(1).max(TEXT_MAX)
const age = z.number().int().min(1).max(AGE_MAX)

/** A permission to sell something: to everybody, to nobody, from an age on, or below an age with a parent's consent. */
const permission = z.union([
  z.enum(['allowed', 'forbidden']),
  z.strictObject({ adultsOnly: age }),
  z.strictObject({ withConsent: age }),
])
export type Permission = z.infer<typeof permission>

const minorUnits = z.number().int().min(0).max(MINOR_UNITS_MAX)

const cap = z
  .strictObject({
    /** ISO 4217. */
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217, such as USD'),
    /** In the smallest unit of the currency. */
    perDay: minorUnits.optional(),
    perMonth: minorUnits.optional(),
  })
  .refine(({ perDay, perMonth }) => perDay !== undefined || perMonth !== undefined, 'must have perDay or perMonth')
export type Cap = z.infer<typeof cap>

const disclosing = z.strictObject({
  /** The body that set it. */
  authority: text,
  /** Parts that have to be shown before a purchase. */
  parts: z.array(z.enum(disclosureParts)).min(1),
  source: z.strictObject({ title: text, url: z.url({ protocol: /^https?$/ }) }),
})

/** One jurisdiction. A field that a country leaves out is that of its union, else that of default.json. */
export const ruleFile = z.strictObject({
  /** Of a union: its countries. */
  members: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .optional(),
  /** Draws that are paid in a currency that can be bought. */
  paidRandomItems: permission.optional(),
  /** Purchases of currency. */
  purchases: permission.optional(),
  /** Of purchases, by the currency of their money. */
  caps: z.array(cap).optional(),
  /** Adds to those of the union and of default.json. */
  mustShow: z.array(disclosing).optional(),
  /** An order that is paid has to name the odds that its player was shown. */
  oddsMustBeNamed: z.boolean().optional(),
  /** The wording of a parent's consent. Another version asks for the consent again. */
  consentWording: text.optional(),
  /** For how many days the results of draws are kept at least; the longest of those that hold counts. */
  retentionDays: z.number().int().min(0).max(RETENTION_DAYS_MAX).optional(),
  /** The sources of the rules but mustShow. */
  sources: z
    .array(
      z.strictObject({
        says: text,
        title: text,
        /** Null: no text was read. */
        url: z.url({ protocol: /^https?$/ }).nullable(),
      }),
    )
    .optional(),
})
export type RuleFile = z.infer<typeof ruleFile>
export type Disclosing = z.infer<typeof disclosing> & {
  /** The file that it is from; null: it holds everywhere. */
  readonly jurisdiction: string | null
}
