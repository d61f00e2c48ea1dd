/**
 * An example in the forms that its life takes: as it is, one Kubernetes minor later, and from a newer image.
 */
import { rmSync } from 'node:fs';
import { synthesizeExample } from '../../support/example';

export const FIRST_IMAGE = 'ami-0123456789abcdef0';
export const NEXT_IMAGE = 'ami-0fedcba9876543210';

const UPGRADE = { 'KubernetesVersion.V1_35': 'KubernetesVersion.V1_36' };
const NEW_IMAGE = { [FIRST_IMAGE]: NEXT_IMAGE };

/** The output folders. */
export interface ExampleLives {
  readonly first: string;
  readonly upgraded: string;
  readonly newImage: string;
  dispose(): void;
}

/** Synthesizes an example in its three forms. */
export function livesOf(name: string): ExampleLives {
  const lives = {
    first: synthesizeExample(name),
    upgraded: synthesizeExample(name, UPGRADE),
    newImage: synthesizeExample(name, { ...UPGRADE, ...NEW_IMAGE }),
  };
  return {
    ...lives,
    dispose: () => {
      Object.values(lives).forEach((folder) => {
        rmSync(folder, { recursive: true, force: true });
      });
    },
  };
}
