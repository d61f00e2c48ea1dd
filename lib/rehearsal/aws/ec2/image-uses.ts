/**
 * Which architecture an image must have, to judge by what boots from it. A data source that looks an image up is read before
 * anything boots, so what it answers about an image that nobody declared has to be known from the configuration.
 *
 * Ids and instance types count where they are literals; templates of a mixed policy's own overrides are not told apart.
 */
import type { Architecture } from './image';
import { architectureOf } from './image';

const TEMPLATE = 'aws_launch_template';
/** How arguments are called that say which instance types there are to be. */
const TYPE_ARGUMENTS = ['instance_type', 'instance_types'];
/** Likewise for the image. */
const IMAGE_ARGUMENTS = ['image_id', 'ami'];

/** A part of a `cdk.tf.json`. */
interface Block {
  readonly [name: string]: unknown;
}

/**
 * The architectures of images by id. An image that is used with several is left out, since it cannot fit.
 *
 * @param configuration the parsed `cdk.tf.json`
 */
export function architecturesInUse(configuration: Block): ReadonlyMap<string, Architecture> {
  const found = new Map<string, Set<Architecture>>();
  const blocks = blocksOf(configuration);
  const templates = new Map(
    blocks.filter(({ type }) => type === TEMPLATE).map(({ name, block }) => [name, block]),
  );
  for (const { block } of blocks) {
    const architectures = literalsOf(block, TYPE_ARGUMENTS).map(architectureOf);
    const used = templatesNamedIn(block).flatMap((name) => templates.get(name) ?? []);
    const images = [block, ...used].flatMap((each) => literalsOf(each, IMAGE_ARGUMENTS));
    for (const id of images) {
      found.set(id, new Set([...(found.get(id) ?? []), ...architectures]));
    }
  }
  return new Map(
    [...found].flatMap(([id, [architecture, ...others]]) =>
      architecture === undefined || others.length > 0 ? [] : [[id, architecture] as const],
    ),
  );
}

function blocksOf(
  configuration: Block,
): readonly { readonly type: string; readonly name: string; readonly block: Block }[] {
  return Object.entries((configuration['resource'] ?? {}) as Block).flatMap(([type, byName]) =>
    Object.entries(byName as Block).map(([name, block]) => ({ type, name, block: block as Block })),
  );
}

/** The texts of arguments at any depth; references are none. */
function literalsOf(value: unknown, names: readonly string[]): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((element) => literalsOf(element, names));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    names.includes(name)
      ? [inner].flat().filter((text): text is string => typeof text === 'string' && !text.includes('${'))
      : literalsOf(inner, names),
  );
}

function templatesNamedIn(block: Block): readonly string[] {
  const references = JSON.stringify(block).matchAll(/\baws_launch_template\.([A-Za-z_][\w-]*)/g);
  return [...new Set([...references].map(([, name = '']) => name))];
}
