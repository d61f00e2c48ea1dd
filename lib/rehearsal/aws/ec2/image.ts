/**
 * What a rehearsal is told about machine images. Nobody can look into a real image here, so an image is what it is
 * declared to be, and one that is not declared fits.
 */
import type { World } from '../../world/world';

export type Architecture = 'arm64' | 'x86_64';

/** What is known of an image. */
export interface ImageFacts {
  /**
   * Kubernetes minor of its kubelet, such as `1.35`.
   *
   * @default - the control plane's when the image is first used
   */
  readonly kubernetesVersion?: string;
  /** @default - that of the instance types that it is used with, as far as they are literals; else `x86_64` when it is looked up */
  readonly architecture?: Architecture;
  /**
   * Whether a node that boots from it ever gets well.
   *
   * @default true
   */
  readonly healthy?: boolean;
}

const DECLARED = new WeakMap<World, Map<string, ImageFacts>>();
const ASSUMED = new WeakMap<World, Map<string, Architecture>>();
const FIRST_USED_WITH = new WeakMap<World, Map<string, string>>();

/** Says what images are like, by id. What was said of one before is replaced. */
export function declareImages(world: World, images: { readonly [imageId: string]: ImageFacts }): void {
  const known = mapOf(DECLARED, world);
  Object.entries(images).forEach(([id, facts]) => known.set(id, facts));
}

/** What was declared of an image. */
export function imageFacts(world: World, imageId: string): ImageFacts {
  return DECLARED.get(world)?.get(imageId) ?? {};
}

/** Says which architecture images have as long as nobody declares another. An image does not change: what was said first stays. */
export function assumeArchitectures(world: World, architectures: ReadonlyMap<string, Architecture>): void {
  const assumed = mapOf(ASSUMED, world);
  architectures.forEach((architecture, id) => assumed.set(id, assumed.get(id) ?? architecture));
}

/** Architecture of an image: what was declared, or else assumed. */
export function imageArchitecture(world: World, imageId: string): Architecture | undefined {
  return imageFacts(world, imageId).architecture ?? ASSUMED.get(world)?.get(imageId);
}

/** Kubernetes minor of an image: what was declared, or else what fitted the control plane when it was first used. */
export function kubernetesVersionOf(world: World, imageId: string, controlPlaneVersion: string): string {
  const firstUsedWith = mapOf(FIRST_USED_WITH, world);
  const version =
    imageFacts(world, imageId).kubernetesVersion ?? firstUsedWith.get(imageId) ?? controlPlaneVersion;
  firstUsedWith.set(imageId, version);
  return version;
}

/**
 * Graviton types carry a `g` right behind the number of their generation, as in `m7g` and `c6gd`; the first of them is `a1`.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture {
  return /^(a1|[a-z]+\d+g[a-z-]*)\./.test(instanceType) ? 'arm64' : 'x86_64';
}

/** How many minors one Kubernetes version is newer than another. */
export function minorsAhead(version: string, other: string): number {
  return minor(version) - minor(other);
}

function minor(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}

function mapOf<Value>(maps: WeakMap<World, Map<string, Value>>, world: World): Map<string, Value> {
  const map = maps.get(world) ?? new Map<string, Value>();
  maps.set(world, map);
  return map;
}
