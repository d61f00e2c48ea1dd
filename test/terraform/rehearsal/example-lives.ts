/**
 * The lives of the examples: the forms that each takes, one after the other, and what may change from form to form.
 */
import { rmSync } from 'node:fs';
import type { ImageFacts } from '../../../lib/rehearsal/aws/ec2/image';
import type { Edits } from '../../support/example';
import { stepsOf, synthesizeExample } from '../../support/example';

/** A change in the life of an example. */
interface ExampleChange {
  /** What the reader of a `main.ts` edits; a change that has a file of its own is called like the file. */
  readonly edits?: Edits;
  /** All that the apply does, each action and type once, sorted. */
  readonly does: readonly string[];
  /** Whether a node group is updated without any of its nodes being replaced, for its tags alone. */
  readonly keepsNodes?: boolean;
}

/** What is known of an example beside its code. */
interface ExampleFacts {
  /** Whether what stands for another tool comes first, which knows no order. */
  readonly beginsWithOthers?: boolean;
  /** Images that are made for a version, so that nodes at the wrong time would fail. */
  readonly images?: { readonly [id: string]: ImageFacts };
  /** By title, in their order. Edits add up. */
  readonly changes: Readonly<Record<string, ExampleChange>>;
}

const UPGRADE = { 'KubernetesVersion.V1_35': 'KubernetesVersion.V1_36' };
const MOVES_CLUSTER = ['update aws_eks_addon', 'update aws_eks_cluster'];
const ROLLS_NODES = ['update aws_eks_node_group', 'update aws_launch_template'];

const FACTS: Readonly<Record<string, ExampleFacts>> = {
  quickstart: {
    changes: {
      'the next Kubernetes version': { edits: UPGRADE, does: MOVES_CLUSTER },
      'a new image': { edits: { 'ami-0123456789abcdef0': 'ami-0fedcba9876543210' }, does: ROLLS_NODES },
    },
  },
  bottlerocket: {
    changes: {
      // Nodes of the image that EKS makes follow the control plane by themselves.
      'the next Kubernetes version, and a new image': {
        edits: { ...UPGRADE, 'ami-0135b0771e50c3e70': 'ami-0136b0771e50c3e70' },
        does: [...MOVES_CLUSTER, ...ROLLS_NODES],
      },
    },
  },
  'self-managed': {
    changes: {
      'the next Kubernetes version, and a new image': {
        edits: { ...UPGRADE, 'ami-0123456789abcdef0': 'ami-0fedcba9876543210' },
        does: ['update aws_autoscaling_group', ...MOVES_CLUSTER, ...ROLLS_NODES],
      },
    },
  },
  'custom-ami-upgrade': {
    images: {
      'ami-0134a1b2c3d4e5f60': { kubernetesVersion: '1.34', architecture: 'x86_64' },
      'ami-0135a1b2c3d4e5f60': { kubernetesVersion: '1.35', architecture: 'x86_64' },
    },
    changes: { '2-after': { does: [...MOVES_CLUSTER, ...ROLLS_NODES] } },
  },
  fargate: {
    changes: {
      'the next Kubernetes version': { edits: UPGRADE, does: MOVES_CLUSTER },
      'a namespace more': {
        edits: { "{ namespace: 'shop' }]": "{ namespace: 'shop' }, { namespace: 'pay' }]" },
        does: ['create aws_eks_fargate_profile', 'delete aws_eks_fargate_profile'],
      },
    },
  },
  'auto-mode': {
    changes: {
      'the next Kubernetes version': { edits: UPGRADE, does: MOVES_CLUSTER },
    },
  },
  'auto-mode-migration': {
    changes: {
      '2-both': { does: ['update aws_eks_cluster'] },
      '3-both-without-node-group': {
        does: [
          'delete aws_eks_node_group',
          'delete aws_iam_role',
          'delete aws_iam_role_policy_attachment',
          'delete aws_launch_template',
        ],
      },
      '4-auto-only': {
        does: ['delete aws_eks_addon', 'delete aws_iam_role', 'delete aws_iam_role_policy_attachment'],
      },
      '5-both-again': {
        does: [
          'create aws_eks_addon',
          'create aws_eks_node_group',
          'create aws_iam_role',
          'create aws_iam_role_policy_attachment',
          'create aws_launch_template',
        ],
      },
    },
  },
  'migrate-from-aws-auth': {
    changes: {
      '2-both': {
        does: [
          'create aws_eks_access_entry',
          'create aws_eks_access_policy_association',
          'update aws_eks_cluster',
        ],
      },
      '3-api': { does: ['update aws_eks_cluster'] },
    },
  },
  fleet: {
    changes: {
      'the next Kubernetes version for one of them': {
        edits: {
          "'fleet-test', region: 'eu-west-1', version: KubernetesVersion.V1_35":
            "'fleet-test', region: 'eu-west-1', version: KubernetesVersion.V1_36",
        },
        // Nodes of the image that EKS makes follow the control plane by themselves.
        does: [...MOVES_CLUSTER, 'update aws_eks_node_group'],
      },
    },
  },
  'existing-cluster': {
    changes: {
      // Theirs first, then the nodes of both.
      'the next Kubernetes version': {
        edits: UPGRADE,
        does: [...MOVES_CLUSTER, 'update aws_eks_node_group'],
      },
    },
  },
  'adopt-terraform-aws-modules': {
    beginsWithOthers: true,
    changes: {
      '2-adopted': {
        keepsNodes: true,
        does: [
          'create aws_eks_addon',
          'create aws_iam_role',
          'create aws_iam_role_policy_attachment',
          'update aws_cloudwatch_log_group',
          'update aws_eks_access_entry',
          'update aws_eks_addon',
          'update aws_eks_cluster',
          'update aws_eks_node_group',
        ],
      },
      '3-ours': {
        does: [
          'create aws_eks_node_group',
          'create aws_iam_role',
          'create aws_iam_role_policy_attachment',
          'create aws_launch_template',
          'delete aws_eks_node_group',
          'update aws_eks_addon',
          'update aws_eks_cluster',
        ],
      },
    },
  },
  complete: {
    changes: {
      'the next Kubernetes version': {
        edits: UPGRADE,
        does: [...MOVES_CLUSTER, 'update aws_eks_node_group'],
      },
    },
  },
  'blue-green': {
    changes: {
      '2-after': {
        does: ['create aws_eks_node_group', 'delete aws_eks_node_group', 'update aws_launch_template'],
      },
    },
  },
};

/** A form of an example, synthesized. */
export interface ExampleForm {
  /** What made it of the form before it. */
  readonly title: string;
  readonly folder: string;
  /** All that the change to it does; nothing for the first form, which is created. */
  readonly does: readonly string[];
  readonly keepsNodes: boolean;
}

/** The life of an example. */
export interface ExampleLife {
  readonly beginsWithOthers: boolean;
  readonly images: { readonly [id: string]: ImageFacts };
  /** As it is created, and then change by change. */
  readonly forms: readonly ExampleForm[];
  dispose(): void;
}

/** Synthesizes an example in all its forms. */
export function lifeOf(example: string): ExampleLife {
  const { images = {}, changes, beginsWithOthers = false } = FACTS[example] ?? { changes: {} };
  const [first, ...later] = stepsOf(example);
  const forms: ExampleForm[] = [
    { title: first!.name, folder: synthesizeExample(example, {}, first), does: [], keepsNodes: false },
  ];
  for (const step of later) {
    const change = changes[step.name];
    if (change === undefined) {
      throw new Error(`What the change to examples/${example}/${step.name}.ts does is not said in FACTS.`);
    }
    const { does, keepsNodes = false } = change;
    forms.push({ title: step.name, folder: synthesizeExample(example, {}, step), does, keepsNodes });
  }
  let edits: Edits = {};
  for (const [title, { edits: more, does, keepsNodes = false }] of Object.entries(changes)) {
    if (more !== undefined) {
      edits = { ...edits, ...more };
      forms.push({ title, folder: synthesizeExample(example, edits), does, keepsNodes });
    }
  }
  return {
    beginsWithOthers,
    images,
    forms,
    dispose: () => {
      forms.forEach(({ folder }) => {
        rmSync(folder, { recursive: true, force: true });
      });
    },
  };
}
