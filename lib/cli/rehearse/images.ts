/**
 * Reads what `--image` says of machine images.
 */
import type { Architecture, ImageFacts } from '../../rehearsal/aws/ec2/image';
import { UsageError } from '../command';

const FORM = 'ID=VERSION or ID=VERSION/ARCHITECTURE, such as ami-0123456789abcdef0=1.35/arm64';

/** As EC2 calls them, and what people and other tools call the same. */
const ARCHITECTURES: { readonly [name: string]: Architecture } = { x86_64: 'x86_64', arm64: 'arm64' };
const OTHER_NAMES: { readonly [name: string]: Architecture } = {
  amd64: 'x86_64',
  'x86-64': 'x86_64',
  aarch64: 'arm64',
};

/**
 * What is known of images, by id.
 *
 * @param assignments such as `ami-0123456789abcdef0=1.35/arm64`
 * @throws UsageError when one makes no sense
 */
export function readImages(assignments: readonly string[]): { readonly [id: string]: ImageFacts } {
  const images = new Map<string, ImageFacts>();
  for (const assignment of assignments) {
    const [id, facts] = readImage(assignment);
    const before = images.get(id);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(facts)) {
      throw new UsageError(`--image says two things of ${id}. An image is made for one version.`);
    }
    images.set(id, facts);
  }
  return Object.fromEntries(images);
}

function readImage(assignment: string): readonly [string, ImageFacts] {
  const [, id, kubernetesVersion = '', architecture] =
    /^(ami-[0-9a-z-]+)=([^/]+)(?:\/(.*))?$/.exec(assignment) ?? [];
  if (id === undefined) {
    throw new UsageError(`--image needs ${FORM}, and ${assignment} is not that.`);
  }
  if (!/^1\.\d\d$/.test(kubernetesVersion)) {
    throw new UsageError(
      `--image ${assignment}: ${kubernetesVersion} is no minor version of Kubernetes. Give one such as 1.35.`,
    );
  }
  return [
    id,
    architecture === undefined
      ? { kubernetesVersion }
      : { kubernetesVersion, architecture: architectureNamed(architecture, assignment) },
  ];
}

function architectureNamed(name: string, assignment: string): Architecture {
  const found = ARCHITECTURES[name];
  if (found === undefined) {
    const meant = OTHER_NAMES[name.toLowerCase()];
    const help = meant === undefined ? 'Give x86_64 or arm64.' : `EC2 calls it ${meant}.`;
    throw new UsageError(`--image ${assignment}: ${name} is no architecture of an image. ${help}`);
  }
  return found;
}
