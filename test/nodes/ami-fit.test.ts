/**
 * Whether an image fits the version and the architecture of its nodes: what synth sees, and the condition that it leaves to the
 * plan. What Terraform makes of the condition is in test/terraform.
 */
import { describe, expect, test } from '@jest/globals';
import { Ami, AmiArchitecture, AmiFit, KubernetesVersion } from '../../lib';
import type { LookupAmiOptions, NodeGroupOptions } from '../../lib';
import { addWorkers, AMI_ID, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

interface Condition {
  readonly condition: string;
  readonly error_message: string;
}

function rendered(options: Partial<NodeGroupOptions>): {
  readonly conditions: readonly Condition[];
  readonly sources: readonly Readonly<Record<string, unknown>>[];
} {
  const app = newApp();
  addWorkers(newCluster(newStack(app)), options, 'extra');
  const { graph } = synth(app).stack('stack');
  const lifecycle = graph.at('Cluster/extra/LaunchTemplate/Resource').block['lifecycle'];
  return {
    conditions: (lifecycle as { precondition?: Condition[] } | undefined)?.precondition ?? [],
    sources: graph
      .ofType('aws_ami')
      .filter(({ path }) => path.startsWith('Cluster/extra'))
      .map(({ block }) => block),
  };
}

const found = 'data.aws_ami.Cluster_extra_LaunchTemplate_Image_';

describe('an image by its id', () => {
  test('is looked up, and must carry version and architecture', () => {
    const { conditions, sources } = rendered({ ami: Ami.al2023({ id: AMI_ID }) });

    expect(sources).toMatchObject([
      { filter: [{ name: 'image-id', values: [AMI_ID] }], include_deprecated: true },
    ]);
    expect(sources[0]).not.toHaveProperty('depends_on');
    expect(conditions.map(({ condition }) => condition)).toEqual([
      expect.stringMatching(/\.architecture == "x86_64"\}$/),
      expect.stringContaining('regex("(^|[^0-9.])1[.]34([^0-9]|$)", text)'),
    ]);
    expect(conditions[1]!.condition).toContain(found);
    expect(conditions[1]!.error_message).toContain(
      'carries Kubernetes 1.34 neither in its name nor in its tag kubernetes',
    );
  });

  test('of another architecture is compared with that', () => {
    const { conditions } = rendered({
      ami: Ami.al2023({ id: AMI_ID, architecture: AmiArchitecture.ARM_64 }),
    });
    expect(conditions[0]!.condition).toMatch(/\.architecture == "arm64"\}$/);
  });

  test('of nodes that are held back must carry their version', () => {
    const { conditions } = rendered({ version: KubernetesVersion.V1_33 });
    expect(conditions[1]!.condition).toContain('1[.]33');
  });

  test('names its version as the user says', () => {
    const fit = AmiFit.nameOrTag({ pattern: '-k{version}$', tag: 'k8s' });
    const { conditions } = rendered({ ami: Ami.al2023({ id: AMI_ID, fit }) });
    expect(conditions[1]!.condition).toContain('regex("-k1[.]34$", text)');
    expect(conditions[1]!.condition).toContain('"k8s", "")');
  });

  test('may be compared less, or not at all, with a reason', () => {
    const less = rendered({ ami: Ami.al2023({ id: AMI_ID, fit: AmiFit.architectureOnly('Named by date') }) });
    expect(less.conditions).toHaveLength(1);
    const not = rendered({ ami: Ami.al2023({ id: AMI_ID, fit: AmiFit.unchecked('Plans may not see it') }) });
    expect(not).toEqual({ conditions: [], sources: [] });
  });
});

describe('an image by its name', () => {
  const lookup = (options: Partial<LookupAmiOptions>): Ami =>
    Ami.bottlerocketLookup({ owner: 'self', name: 'golden-*', ...options });

  test('is looked for with its architecture, and compared as well', () => {
    const { conditions, sources } = rendered({ ami: lookup({}) });
    expect(sources).toHaveLength(1);
    expect(conditions).toHaveLength(2);
    expect(rendered({ ami: lookup({ fit: AmiFit.unchecked('Reviewed by hand') }) })).toMatchObject({
      conditions: [],
      sources: [{ owners: ['self'] }],
    });
  });
});

test('an image of EKS is not compared: EKS takes the right one', () => {
  expect(rendered({ ami: Ami.eksOptimized() })).toEqual({ conditions: [], sources: [] });
});

const AT = 'stack/Cluster/extra';
const withAmi = (options: Partial<LookupAmiOptions>, version?: KubernetesVersion): string[] => {
  const app = newApp();
  const ami = Ami.al2023Lookup({ owner: 'self', name: 'golden-*', ...options });
  addWorkers(newCluster(newStack(app)), { ami, version }, 'extra');
  return messagesOf(app);
};

describe('what is wrong already at synth', () => {
  test.each(['golden-1.33-*', 'v1.33.5-golden', 'golden-1.33'])('the name %s', (name) => {
    expect(withAmi({ name })).toEqual([
      `${AT}: ami.name '${name}' names Kubernetes 1.33, and the nodes are to have 1.34 (SEKS2016). Look for an image that is ` +
        'made for 1.34, or hold the nodes back with version.',
    ]);
  });

  test.each([
    'golden-1.34-*',
    'golden-11.33',
    'golden-2021.33',
    'build-3.1.33',
    'from-1.33-to-1.34',
    'x-1.333',
  ])('but not the name %s', (name) => {
    expect(withAmi({ name })).toEqual([]);
  });

  test('a pattern that fits every version, an empty tag, an empty reason', () => {
    expect(withAmi({ fit: AmiFit.nameOrTag({ pattern: 'golden', tag: ' ' }) })).toEqual([
      `${AT}: ami.fit.pattern 'golden' does not hold {version}, so it would fit every version (SEKS1002). Write {version} ` +
        'where the minor version stands.',
      `${AT}: ami.fit.tag is empty (SEKS1002). Name a tag.`,
    ]);
    expect(withAmi({ fit: AmiFit.unchecked('') })).toEqual([
      `${AT}: ami.fit gives no reason for checking less (SEKS1002). Say why, so that whoever reads it next year knows.`,
    ]);
  });

  test.each([
    ['1.35', 'version 1.35 is newer than the control plane, which has 1.34'],
    ['1.30', 'version 1.30 is more than three minor versions older than the control plane, which has 1.34'],
    ['v1.33', "version 'v1.33' is not a minor version of Kubernetes"],
  ])('nodes of %s', (version, what) => {
    expect(withAmi({}, KubernetesVersion.of(version))).toEqual([
      `${AT}: ${what} (SEKS2017). Give a version from 1.31 to 1.34.`,
    ]);
  });
});
