import { damage, type Damage } from './damage.js'

const broken = (title: string, ...statements: readonly string[]) => damage(title, 'gacha', ...statements)

/** A change on a banner that has no choice and no box. */
const aChange = ({ kind = 'TARGET', before = `'{}'`, after }: { kind?: string; before?: string; after: string }) =>
  `INSERT INTO memory_change SELECT gen_random_uuid(), s.user_id, v.banner_id, v.version, '${kind}', ${kind === 'TARGET' ? 'i.id' : 'NULL'}, NULL,
     s.id, 1000, ${before}, ${after}, now(), ${kind === 'WISHES' ? 'ARRAY[i.id]' : 'NULL'} FROM fairness_seed s, banner_version v, item i WHERE v.version = 1 LIMIT 1`

/**
 * For every invariant of banners with a model, what breaks it where no such banner is; gacha's own tests break those of
 * pulls on them.
 */
export const bannerDamages: readonly Damage[] = [
  ...broken(
    'What banners remember is within the bounds of their models',
    `INSERT INTO banner_memory VALUES (gen_random_uuid(), 'group:nowhere', '{"since": 1}', '{}')`,
    `INSERT INTO banner_memory SELECT gen_random_uuid(), 'banner:' || id, '{}', '{"A.all": [1]}' FROM banner LIMIT 1`,
    `INSERT INTO banner_memory SELECT gen_random_uuid(), 'banner:' || b.id, '{}', '{}', NULL, ARRAY[i.id] FROM banner b, item i LIMIT 1`,
  ),
  ...broken(
    'What a banner alone remembers is what its last pull has left',
    `INSERT INTO banner_memory SELECT gen_random_uuid(), 'banner:' || id, '{}', '{}' FROM banner LIMIT 1`,
  ),
  ...broken('Each item of a model is of its pool', `UPDATE pulled_item SET outcome = 'A.all' WHERE index = 0`),
  ...broken(
    'Pools of items that players do not own leave owned ones out, as the proof states them',
    `UPDATE pull SET memory_before = '{"owned": ["00000000-0000-4000-8000-000000000000"]}' WHERE status = 'REFUSED'`,
  ),
  ...broken(
    'Each copy of an item has given the shards of its tier, once',
    `UPDATE pulled_item SET shard_item_id = item_id, shard_amount = 1 WHERE index = 0`,
    `UPDATE pulled_item SET copy = 3 WHERE NOT duplicate`,
    `INSERT INTO item_receipt SELECT 'DUPLICATE', p.id, i.id, p.user_id, 1, now() FROM pull p, item i LIMIT 1`,
  ),
  ...broken(
    'Each limit of an order counts its orders',
    `INSERT INTO order_count SELECT gen_random_uuid(), id, 'free', 'infinity', 1, 1 FROM banner LIMIT 1`,
  ),
  ...broken(
    'Each change between draws is one that its model allows',
    aChange({ after: `jsonb_build_object('target', i.id)` }),
    aChange({ kind: 'REFILL', after: `'{}'` }),
    aChange({ kind: 'WISHES', after: `jsonb_build_object('wishes', jsonb_build_array(i.id))` }),
  ),
  ...broken(
    'Each draw and change of a banner begins with the choice that the one before it left',
    aChange({ before: `jsonb_build_object('target', i.id)`, after: `'{}'` }),
  ),
  ...broken(
    'Each draw and change of a banner begins with the list that the one before it left',
    aChange({ before: `jsonb_build_object('wishes', jsonb_build_array(i.id))`, after: `'{}'` }),
  ),
  ...broken(
    'No banner is drawn from once it has closed for its player',
    `WITH closing AS (UPDATE banner_version SET definition = definition || '{"closesOn": "*"}' WHERE version = 1)
     ${aChange({ before: `'{"closed": true}'`, after: `'{}'` })}`,
  ),
  ...broken(
    'Each pull of a model is one of its orders, at its price',
    `UPDATE pull SET order_name = 'ten' WHERE status = 'REFUSED'`,
  ),
]
