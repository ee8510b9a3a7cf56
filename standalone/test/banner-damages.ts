import { damage, type Damage } from './damage.js'

const broken = (title: string, ...statements: readonly string[]) => damage(title, 'gacha', ...statements)

/**
 * For every invariant of banners with a model, what breaks it where no such banner is; gacha's own tests break those of
 * pulls on them.
 */
export const bannerDamages: readonly Damage[] = [
  ...broken(
    'What banners remember is within the bounds of their models',
    `INSERT INTO banner_memory VALUES (gen_random_uuid(), 'group:nowhere', '{"since": 1}', '{}')`,
    `INSERT INTO banner_memory SELECT gen_random_uuid(), 'banner:' || id, '{}', '{"A.all": [1]}' FROM banner LIMIT 1`,
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
    'Each pull of a model is one of its orders, at its price',
    `UPDATE pull SET order_name = 'ten' WHERE status = 'REFUSED'`,
  ),
]
