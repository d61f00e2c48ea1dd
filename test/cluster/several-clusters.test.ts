/**
 * Several clusters in one app, in regions and accounts of their own: nothing is taken from the wrong AWS provider.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { describe, expect, it } from '@jest/globals';
import type { App, TerraformStack } from 'cdktf';
import type { SafeEksCluster } from '../../lib';
import {
  AccessEntryType,
  AccessPolicy,
  AccessScope,
  AddonName,
  AddonVersion,
  Ami,
  EksNetwork,
  EksVpc,
  LogPattern,
  RollingCustomAmiNodeGroup,
  Scaling,
} from '../../lib';
import { DeferredProviders, TokenSource } from '../../lib/kubernetes';
import type { GraphNode, SynthesizedApp, SynthesizedStack } from '../../lib/testing';
import { AMI_ID, bareCluster, importedCluster, newCluster } from '../support/cluster';
import { newApp, newStack, problemsOf, synth } from '../support/synth';

interface Site {
  readonly name: string;
  readonly region: string;
  readonly partition: string;
  readonly accountId: string;
}

const SITES: readonly Site[] = [
  { name: 'ireland', region: 'eu-west-1', partition: 'aws', accountId: '111122223333' },
  { name: 'beijing', region: 'cn-north-1', partition: 'aws-cn', accountId: '444455556666' },
];

const deployerOf = ({ partition, accountId }: Site): string =>
  `arn:${partition}:iam::${accountId}:role/deployer`;

/** The AWS provider of a site; the default one of the stack is for somewhere else altogether. */
function awsOf(stack: TerraformStack, site: Site): AwsProvider {
  return new AwsProvider(stack, `aws-${site.name}`, {
    alias: site.name,
    region: site.region,
    profile: site.name,
    assumeRole: [{ roleArn: deployerOf(site) }],
  });
}

/** A cluster with everything that there is, at `<stack>/<name>` and `<stack>/<name>-network`. */
function everything(stack: TerraformStack, site: Site, provider?: AwsProvider): SafeEksCluster {
  const zones = ['a', 'b'].map((letter) => `${site.region}${letter}`);
  const network = new EksVpc(stack, `${site.name}-network`, {
    availabilityZones: zones,
    flowLogs: {},
    provider,
  });
  const cluster = bareCluster(stack, { clusterName: site.name, network, provider }, site.name);
  const arn = (kind: string): string => `arn:${site.partition}:iam::${site.accountId}:${kind}`;
  cluster.grantClusterAdmin('deployer', deployerOf(site));
  cluster.grantAccess('viewer', arn('role/viewer'), [AccessPolicy.view(AccessScope.CLUSTER)]);
  cluster.access.registerNodes('old', arn('role/old-nodes'), AccessEntryType.EC2_LINUX);
  cluster.addNodeGroup('workers', { ami: Ami.al2023({ id: AMI_ID }) });
  cluster.addNodeGroup('found', {
    ami: Ami.al2023Lookup({ owner: site.accountId, name: 'golden-1.34-*' }),
  });
  cluster.addNodeGroup('rocket', { ami: Ami.bottlerocketEksOptimized() });
  cluster.addSelfManagedNodeGroup('own', {
    ami: Ami.al2023({ id: AMI_ID }),
    instanceTypes: ['m6i.large'],
    scaling: Scaling.external({ min: 0, max: 3 }),
    labels: { pool: 'own' },
  });
  cluster.addFargateProfile('jobs', { selectors: [{ namespace: 'jobs' }] });
  cluster.addAddon(AddonName.METRICS_SERVER, { version: AddonVersion.LATEST });
  cluster.addAddon(AddonName.AWS_EBS_CSI_DRIVER);
  cluster.addOpenIdConnectProvider('OpenIdConnect').addServiceAccountRole('orders', {
    namespace: 'jobs',
    serviceAccount: 'orders',
    managedPolicies: ['AmazonSQSReadOnlyAccess'],
  });
  cluster.addControlPlaneLogAlarm('Refused', { pattern: LogPattern.FARGATE_ROLE_NOT_FOUND });
  return cluster;
}

/** Everything of AWS at a site: what is at or below its cluster and its network. */
function nodesOf({ graph }: SynthesizedStack, { name }: Site): readonly GraphNode[] {
  const found = graph.nodes.filter(
    ({ path }) => path.startsWith(`${name}/`) || path.startsWith(`${name}-network/`),
  );
  expect(new Set(found.map(({ type }) => type)).size).toBeGreaterThan(30);
  return found;
}

const providersIn = (nodes: readonly GraphNode[]): unknown[] => [
  ...new Set(nodes.map(({ block }) => block['provider'])),
];

/** How each alias of the kubernetes providers asks for tokens. */
function tokensIn(app: SynthesizedApp): object {
  const { provider } = app.stack('workloads').configuration as {
    provider: { kubernetes: { alias: string; exec: [{ args: string[] }] }[] };
  };
  const tokens = provider.kubernetes.map(({ alias, exec: [{ args }] }) => [alias, args.join(' ')]);
  return Object.fromEntries(tokens) as object;
}

const expectedTokens = (ofSites: readonly Site[]): object =>
  Object.fromEntries(
    ofSites.map((site) => [
      site.name,
      `eks get-token --cluster-name ${site.name} --region ${site.region} --output json ` +
        `--profile ${site.name} --role-arn ${deployerOf(site)}`,
    ]),
  );

describe.each<[string, (app: App) => { site: Site; stack: TerraformStack; provider?: AwsProvider }[]]>([
  [
    'in one stack, by aliases',
    (app) => {
      const stack = newStack(app, 'stack', 'us-gov-west-1');
      return SITES.map((site) => ({ site, stack, provider: awsOf(stack, site) }));
    },
  ],
  [
    'in a stack each, by aliases',
    (app) =>
      SITES.map((site) => {
        const stack = newStack(app, `stack-${site.name}`, 'us-gov-west-1');
        return { site, stack, provider: awsOf(stack, site) };
      }),
  ],
  [
    'in a stack each, by the default provider of it',
    (app) =>
      SITES.map((site) => {
        const signIn = { profile: site.name, assumeRole: [{ roleArn: deployerOf(site) }] };
        return { site, stack: newStack(app, `stack-${site.name}`, site.region, signIn) };
      }),
  ],
])('clusters of two regions and accounts %s', (_, arrange) => {
  const build = () => {
    const app = newApp();
    // An AWS provider of the workloads' stack is nobody's business.
    const workloads = newStack(app, 'workloads', 'us-gov-west-1');
    const made = arrange(app).map(({ site, stack, provider }) => {
      const cluster = everything(stack, site, provider);
      new DeferredProviders(workloads, site.name, { cluster, alias: site.name });
      return { site, stack: stack.node.id, alias: provider && `aws.${site.name}` };
    });
    return { app, made };
  };

  it('have each resource and data source at the provider of its cluster', () => {
    const { app, made } = build();
    expect(problemsOf(app)).toEqual([]);
    const output = synth(app);
    for (const { site, stack, alias } of made) {
      expect([site.name, providersIn(nodesOf(output.stack(stack), site))]).toEqual([site.name, [alias]]);
    }
  });

  it('have no other region, partition or account in what is rendered', () => {
    const { app, made } = build();
    const output = synth(app);
    for (const { site, stack } of made) {
      const text = JSON.stringify(nodesOf(output.stack(stack), site).map(({ block }) => block));
      const regions = text.match(/\b(eu-west|cn-north|us-gov-west)-1/g);
      expect([...new Set(regions)]).toEqual([site.region]);
      const partitions = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map(([, partition]) => partition);
      expect([...new Set(partitions)]).toEqual([site.partition]);
      const accounts = text.match(/\b(111122223333|444455556666)\b/g);
      expect([...new Set(accounts)]).toEqual([site.accountId]);
      const { name: other } = SITES.find((candidate) => candidate !== site)!;
      expect(text).not.toContain(other);
    }
  });

  it('have names that do not meet, should the accounts be one', () => {
    const { app, made } = build();
    const output = synth(app);
    const names = made.map(({ site, stack }) =>
      nodesOf(output.stack(stack), site)
        .filter(({ managed }) => managed)
        .filter(({ type }) =>
          /^aws_(iam_role|launch_template|kms_alias|cloudwatch_.*|autoscaling_group)$/.test(type),
        )
        .map(
          ({ type, block }) =>
            `${type} ${String(block['name'] ?? block['name_prefix'] ?? block['alarm_name'])}`,
        ),
    );
    const [one, two] = names as [string[], string[]];
    expect(one.filter((name) => two.includes(name))).toEqual([]);
    expect(new Set(one).size).toBe(one.length);
  });

  it('have tokens from where each of them is', () => {
    const { app } = build();
    expect(tokensIn(synth(app))).toEqual(expectedTokens(SITES));
  });
});

describe('a cluster on subnets of yours, and one that is imported', () => {
  it('ask and are added to by their own AWS provider, too', () => {
    const app = newApp();
    const stack = newStack(app, 'stack', 'us-gov-west-1');
    for (const site of SITES) {
      const provider = awsOf(stack, site);
      const network = EksNetwork.fromSubnetIds({
        controlPlaneSubnetIds: [`${site.name}-a`, `${site.name}-b`],
      });
      newCluster(stack, { clusterName: site.name, network, provider }, site.name);
      const imported = importedCluster(stack, { network, provider }, `${site.name}-imported`);
      new RollingCustomAmiNodeGroup(stack, `${site.name}-imported-workers`, {
        cluster: imported,
        ami: Ami.eksOptimized(),
      });
    }
    const { graph } = synth(app).stack('stack');
    for (const { name } of SITES) {
      const nodes = graph.nodes.filter(({ path }) => path.startsWith(name));
      expect(nodes.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['aws_subnet', 'aws_eks_cluster', 'aws_eks_node_group']),
      );
      expect([name, providersIn(nodes)]).toEqual([name, [`aws.${name}`]]);
    }
  });
});

describe('tokens that an AWS provider reads', () => {
  it('are read by the one that each cluster is given, in its region', () => {
    const app = newApp();
    const workloads = newStack(app, 'workloads', 'us-gov-west-1');
    for (const site of SITES) {
      const stack = newStack(app, `stack-${site.name}`, site.region);
      new DeferredProviders(workloads, site.name, {
        cluster: everything(stack, site),
        alias: site.name,
        tokenSource: TokenSource.DATA_SOURCE,
        awsProvider: awsOf(workloads, site),
      });
    }
    const { graph } = synth(app).stack('workloads');
    expect(
      SITES.map(({ name }) => {
        const { block } = graph.at(`${name}/Token`);
        return [block['name'], block['region'], block['provider']];
      }),
    ).toEqual(SITES.map(({ name, region }) => [name, region, `aws.${name}`]));
  });
});
