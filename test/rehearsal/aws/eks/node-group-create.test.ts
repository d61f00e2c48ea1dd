import { describe, expect, test } from '@jest/globals';
import { declareImages } from '../../../../lib/rehearsal/aws/ec2/image';
import { setNodeMode } from '../../../../lib/rehearsal/aws/eks/node-mode';
import { bootstrap, groupArguments, NodeStage, ROLE_ARN, sized } from './node-support';

const POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonEKS_CNI_Policy'];

function addRole(stage: NodeStage, policies: readonly string[]): void {
  stage.world.add({
    kind: 'aws_iam_role',
    id: 'nodes',
    region: 'eu-west-1',
    address: 'aws_iam_role.nodes',
    attributes: { name: 'nodes', arn: ROLE_ARN },
  });
  policies.forEach((policy) => {
    attach(stage, policy);
  });
}

function attach(stage: NodeStage, policy: string): void {
  const policyArn = `arn:aws:iam::aws:policy/${policy}`;
  stage.world.add({
    kind: 'aws_iam_role_policy_attachment',
    id: `nodes-${policy}`,
    region: 'eu-west-1',
    address: `aws_iam_role_policy_attachment.${policy}`,
    attributes: { role: 'nodes', policy_arn: policyArn },
  });
}

function detach(stage: NodeStage, policy: string): void {
  const found = stage.world.find('aws_iam_role_policy_attachment', {
    policy_arn: `arn:aws:iam::aws:policy/${policy}`,
  });
  if (found !== undefined) {
    stage.world.remove(found);
  }
}

describe('a node group that goes well', () => {
  test('has Ready nodes, an entry for its role and interfaces in its subnets', async () => {
    const stage = new NodeStage();
    const { object, minutes, error } = await stage.group();
    expect(error).toBeUndefined();
    expect(minutes).toBeGreaterThanOrEqual(2);
    expect(minutes).toBeLessThanOrEqual(4);
    expect(object?.id).toBe('main:workers');
    expect(object?.attributes).toMatchObject({
      status: 'ACTIVE',
      version: '1.34',
      ami_type: 'AL2023_x86_64_STANDARD',
      capacity_type: 'ON_DEMAND',
      instance_types: ['t3.medium'],
    });
    expect(stage.cluster.nodes.map(({ status }) => status)).toEqual(['Ready', 'Ready']);
    expect(stage.cluster.nodes.map(({ subnetId }) => subnetId)).toEqual(['subnet-a', 'subnet-b']);
    expect(stage.cluster.accessEntries.get(ROLE_ARN)?.type).toBe('EC2_LINUX');
    expect(stage.world.all('network-interface').map(({ attributes }) => attributes['node'])).toEqual(
      stage.cluster.nodes.map(({ name }) => name),
    );
    expect(stage.violations).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5])('is well with the durations of seed %i, the same on every run', async (seed) => {
    const run = async (): Promise<NodeStage> => {
      const stage = new NodeStage({ seed });
      setNodeMode(stage.world, 'strict');
      await stage.runningGroup({ scaling_config: sized(3) });
      return stage;
    };
    const stage = await run();
    expect(stage.violations).toEqual([]);
    expect((await run()).world.events).toEqual(stage.world.events);
  });

  test('takes part in the timeline, step by step', async () => {
    const stage = new NodeStage();
    await stage.runningGroup({ scaling_config: sized(1) });
    const [node] = stage.cluster.nodes;
    const events = stage.world.events.filter(({ subject }) => subject === `workers/${node!.name}`);
    expect(events.map(({ what }) => what)).toEqual(['node-started', 'node-joined', 'node-ready']);
  });

  test('gets the end of its name from the provider when it has a prefix', async () => {
    const stage = new NodeStage();
    const { object } = await stage.group({ node_group_name: null, node_group_name_prefix: 'workers-' });
    expect(object?.attributes['node_group_name']).toMatch(/^workers-\d{26}$/);
  });

  test('is there without any node when none is wanted', async () => {
    const { error } = await new NodeStage().group({ scaling_config: sized(0) });
    expect(error).toBeUndefined();
  });
});

describe('nodes and their CNI', () => {
  test('without a CNI the group fails after 25 minutes, its nodes NotReady, and stays', async () => {
    const stage = new NodeStage();
    stage.setCni('CREATING');
    const { object, error, minutes } = await stage.group();
    expect(minutes).toBeGreaterThanOrEqual(25);
    expect(minutes).toBeLessThan(27);
    expect(error).toContain(
      "waiting for EKS Node Group (main:workers) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: i-",
    );
    expect(error).toContain('NodeCreationFailure: Unhealthy nodes in the kubernetes cluster');
    expect(error).toContain('NetworkReady=false reason:NetworkPluginNotReady');
    expect(error).toContain('cni plugin not initialized');
    expect(object?.attributes['node_group_name']).toBe('workers');
    expect(stage.cluster.nodeGroups.get('workers')?.status).toBe('CREATE_FAILED');
    expect(stage.messageOf('node-before-cni')).toMatch(
      /^2 nodes of the node group workers in the cluster main joined without a CNI/,
    );
  });

  test('a CNI that comes late still makes the group well, and the race is a violation', async () => {
    const stage = new NodeStage();
    stage.setCni('CREATING');
    stage.world.clock.later(10 * 60_000, 'CNI', () => {
      stage.setCni('ACTIVE');
    });
    const { error, minutes } = await stage.group();
    expect(error).toBeUndefined();
    expect(minutes).toBeGreaterThan(10);
    expect(stage.violations).toEqual(['node-before-cni']);
    expect(stage.messageOf('node-before-cni')).toMatch(/2 nodes .* got it only after 8 min/);
  });

  test('in strict mode a node that joined before the CNI never gets its network', async () => {
    const stage = new NodeStage();
    setNodeMode(stage.world, 'strict');
    stage.setCni('CREATING');
    stage.world.clock.later(5 * 60_000, 'CNI', () => {
      stage.setCni('ACTIVE');
    });
    const { error } = await stage.group();
    expect(error).toContain('cni plugin not initialized');
  });

  test('in strict mode a node that joins after the CNI is Ready', async () => {
    const stage = new NodeStage();
    setNodeMode(stage.world, 'strict');
    expect((await stage.group()).error).toBeUndefined();
  });
});

describe('what nodes need to join', () => {
  test('without a policy on their role they do not', async () => {
    const stage = new NodeStage();
    addRole(stage, POLICIES.slice(1));
    const { error, object } = await stage.group();
    expect(error).toContain('NodeCreationFailure: Instances failed to join the kubernetes cluster');
    expect(error).toContain(`${stage.cluster.nodes[0]!.name}, ${stage.cluster.nodes[1]!.name}: `);
    expect(object).toBeDefined();
    expect(stage.messageOf('node-before-role-policies')).toContain('AmazonEKSWorkerNodePolicy');
  });

  test('with a policy that comes late they do, and the race is a violation', async () => {
    const stage = new NodeStage();
    addRole(stage, POLICIES.slice(1));
    stage.world.clock.later(5 * 60_000, 'policy', () => {
      attach(stage, 'AmazonEKSWorkerNodeMinimalPolicy');
    });
    expect((await stage.group()).error).toBeUndefined();
    expect(stage.violations).toEqual(['node-before-role-policies']);
  });

  test('with their policies they do at once', async () => {
    const stage = new NodeStage();
    addRole(stage, POLICIES);
    expect((await stage.group()).error).toBeUndefined();
    expect(stage.violations).toEqual([]);
  });

  test('subnets that lose their way to AWS keep them out', async () => {
    const stage = new NodeStage();
    stage.world.clock.later(1000, 'subnets', () => {
      stage.world.vanish('subnet-a');
      stage.world.vanish('subnet-b');
    });
    const { error } = await stage.group();
    expect(error).toContain('Instances failed to join the kubernetes cluster');
    expect(stage.messageOf('node-before-route')).toContain('a route from subnet-a to the API of AWS');
  });
});

describe('images', () => {
  const group = async (stage: NodeStage, data: Parameters<NodeStage['template']>[0], more = {}) => {
    const template = await stage.template({ image_id: 'ami-own', user_data: bootstrap(), ...data });
    return stage.group({ launch_template: [{ id: template.id, version: '1' }], ...more });
  };

  test('an own image with user data that names the cluster joins', async () => {
    const stage = new NodeStage();
    const { error, object } = await group(stage, {});
    expect(error).toBeUndefined();
    expect(object?.attributes).toMatchObject({ ami_type: 'CUSTOM', release_version: 'ami-own' });
    expect(object?.attributes['launch_template']).toEqual([
      expect.objectContaining({ name: 'nodes', version: '1' }),
    ]);
  });

  test.each([
    ['no user data', null],
    ['user data for another cluster', bootstrap('other')],
    ['user data for another endpoint', bootstrap('main', 'https://other')],
  ])('an own image with %s never joins', async (_what, userData) => {
    const { error } = await group(new NodeStage(), { user_data: userData });
    expect(error).toContain('Instances failed to join the kubernetes cluster');
  });

  test('an image of another architecture never starts', async () => {
    const stage = new NodeStage();
    declareImages(stage.world, { 'ami-own': { architecture: 'x86_64' } });
    const { error } = await group(stage, {}, { instance_types: ['m7g.large'] });
    expect(error).toContain('AsgInstanceLaunchFailures: Could not launch On-Demand Instances.');
    expect(error).toContain("The architecture 'arm64' of the specified instance type does not match");
    expect(stage.cluster.nodes).toEqual([]);
  });

  test('an image of another architecture is refused at once when the type stands in the template', async () => {
    const stage = new NodeStage();
    declareImages(stage.world, { 'ami-own': { architecture: 'x86_64' } });
    const { error, object } = await group(stage, { instance_type: 'm7g.large' });
    expect(error).toMatch(/^InvalidRequestException: The architecture 'arm64'/);
    expect(object).toBeUndefined();
  });

  test.each(['1.35', '1.30'])(
    'an image of Kubernetes %s does not fit a control plane of 1.34',
    async (minor) => {
      const stage = new NodeStage();
      declareImages(stage.world, { 'ami-own': { kubernetesVersion: minor } });
      expect((await group(stage, {})).error).toContain('Instances failed to join the kubernetes cluster');
    },
  );

  test('an image of the right minor and architecture fits', async () => {
    const stage = new NodeStage();
    declareImages(stage.world, { 'ami-own': { kubernetesVersion: '1.34', architecture: 'arm64' } });
    expect((await group(stage, {}, { instance_types: ['m7g.large'] })).error).toBeUndefined();
  });

  test('nodes of a broken image join and stay NotReady', async () => {
    const stage = new NodeStage();
    declareImages(stage.world, { 'ami-own': { healthy: false } });
    const { error } = await group(stage, {});
    expect(error).toContain('Unhealthy nodes in the kubernetes cluster: container runtime is down');
    expect(stage.violations).toEqual([]);
  });

  test.each([
    ['version', '1.34', 'kubernetesVersion'],
    ['release_version', '1.34.1-20260101', 'releaseVersion'],
    ['ami_type', 'AL2023_x86_64_STANDARD', 'amiType'],
  ])('an own image together with %s is refused', async (argument, value, field) => {
    const { error } = await group(new NodeStage(), {}, { [argument]: value });
    expect(error).toBe(
      `InvalidParameterException: You cannot specify the field ${field} when using custom AMIs`,
    );
  });
});

describe('a release that is asked for', () => {
  test.each([
    ['AL2023_x86_64_STANDARD', '1.34.2-20251112'],
    ['BOTTLEROCKET_x86_64', '1.50.0-cf31ab6f'],
    ['WINDOWS_CORE_2022_x86_64', '1.34-2025.11.14'],
  ])('of %s is what nodes get', async (ami_type, release_version) => {
    const { error, object } = await new NodeStage().group({ ami_type, release_version });
    expect(error).toBeUndefined();
    expect(object?.attributes['release_version']).toBe(release_version);
  });

  test.each([
    ['AL2023_x86_64_STANDARD', '1.35.2-20251112'],
    ['WINDOWS_CORE_2022_x86_64', '1.35-2025.11.14'],
  ])('of %s for another Kubernetes version is refused', async (ami_type, release_version) => {
    const { error } = await new NodeStage().group({ ami_type, release_version });
    expect(error).toContain(
      `Requested release version ${release_version} is not valid for kubernetes version 1.34`,
    );
  });
});

describe('what EKS refuses at once', () => {
  const refusal = async (prepare: (stage: NodeStage) => void, planned = {}) => {
    const stage = new NodeStage();
    prepare(stage);
    const { error, object, minutes } = await stage.group(planned);
    expect(object).toBeUndefined();
    expect(minutes).toBe(0);
    return error;
  };
  const nothing = (): void => undefined;

  test('a group in a cluster that is not there', async () => {
    expect(await refusal(nothing, { cluster_name: 'other' })).toContain('ResourceNotFoundException');
  });

  test('a group while the control plane is updated', async () => {
    const error = await refusal(({ cluster }) => {
      cluster.runningUpdate = 'VersionUpdate';
      cluster.status = 'UPDATING';
    });
    expect(error).toBe("InvalidRequestException: Cluster 'main' is not in ACTIVE status");
  });

  test('a group in a cluster that is not ACTIVE yet', async () => {
    const error = await refusal(({ cluster }) => {
      cluster.status = 'CREATING';
    });
    expect(error).toContain('InvalidRequestException');
  });

  test('subnets that are gone', async () => {
    const error = await refusal(({ world }) => {
      world.vanish('subnet-b');
    });
    expect(error).toBe("InvalidSubnetID.NotFound: The subnet ID 'subnet-b' does not exist");
  });

  test('a role that is gone', async () => {
    const error = await refusal(({ world }) => {
      world.vanish('nodes');
    });
    expect(error).toContain('The role with name nodes cannot be found');
  });

  test('another version than the control plane has', async () => {
    expect(await refusal(nothing, { version: '1.33' })).toContain(
      'nodegroup version 1.33, cluster version 1.34',
    );
  });

  test.each([
    ['more than the maximum', sized(5, 1, 4), "can't be greater than max size 4"],
    ['fewer than the minimum', sized(1, 2, 4), "can't be greater than desired size 1"],
    ['a minimum above the maximum', sized(1, 3, 2), "can't be greater than maximum size 2"],
  ])('%s', async (_what, scaling, text) => {
    expect(await refusal(nothing, { scaling_config: scaling })).toContain(text);
  });

  test('instance types that do not fit the AMI type', async () => {
    expect(await refusal(nothing, { instance_types: ['t4g.medium'] })).toBe(
      'InvalidParameterException: [t4g.medium] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD',
    );
  });

  test.each([
    ['disk_size', { disk_size: 50 }, {}, 'Disk size'],
    ['remote_access', { remote_access: [{ ec2_ssh_key: 'me' }] }, {}, 'Remote access'],
    [
      'instance types in both',
      { instance_types: ['t3.large'] },
      { instance_type: 't3.large' },
      'instance types',
    ],
  ])('%s beside a launch template', async (_what, planned, data, text) => {
    const stage = new NodeStage();
    const template = await stage.template(data);
    const { error } = await stage.group({ ...planned, launch_template: [{ id: template.id, version: '1' }] });
    expect(error).toContain(text);
  });

  test('a version of the launch template that is not there', async () => {
    const stage = new NodeStage();
    const template = await stage.template({});
    const { error } = await stage.group({ launch_template: [{ id: template.id, version: '2' }] });
    expect(error).toContain(
      'InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version 2',
    );
  });

  test('a second group of the same name, as create_before_destroy with a fixed name orders it', async () => {
    const stage = new NodeStage();
    await stage.runningGroup();
    const { error } = await stage.group();
    expect(error).toBe(
      'ResourceInUseException: NodeGroup already exists with name workers and cluster name main',
    );
  });
});

test('capacity that EC2 does not have fails the group after its patience', async () => {
  const stage = new NodeStage({
    faults: {
      strike: (operation) =>
        operation === 'ec2:RunInstances'
          ? {
              kind: 'fail',
              code: 'InsufficientInstanceCapacity',
              text: 'We currently do not have sufficient capacity.',
            }
          : undefined,
    },
  });
  const { error } = await stage.group();
  expect(error).toContain(
    'AsgInstanceLaunchFailures: Could not launch On-Demand Instances. InsufficientInstanceCapacity',
  );
});

test('a provider that loses patience leaves EKS at work', async () => {
  const stage = new NodeStage();
  const { error } = await stage.group({ timeouts: { create: '1m' } });
  expect(error).toBe(
    "waiting for EKS Node Group (main:workers) create: timeout while waiting for state to become 'ACTIVE' (last state: 'CREATING', timeout: 1m0s)",
  );
  expect(stage.cluster.nodeGroups.get('workers')?.status).toBe('ACTIVE');
});

test('a role that lost its policies while nodes run is a violation when the group is changed', async () => {
  const stage = new NodeStage();
  addRole(stage, POLICIES);
  const object = await stage.runningGroup();
  detach(stage, 'AmazonEKSWorkerNodePolicy');
  await stage.change(object, { ...groupArguments(), labels: { team: 'a' } });
  expect(stage.messageOf('role-lost-policies')).toContain(
    'AmazonEKSWorkerNodePolicy was taken from the role nodes',
  );
});

test('a role that keeps its policies is none', async () => {
  const stage = new NodeStage();
  addRole(stage, POLICIES);
  const object = await stage.runningGroup();
  await stage.change(object, { ...groupArguments(), labels: { team: 'a' } });
  expect(stage.violations).toEqual([]);
});
