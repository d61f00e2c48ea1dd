/**
 * Tries the harness itself with real Terraform: that it finds faults where they are, and that it tells what it did not
 * run. Everything in one file, so that a machine without Terraform shows one block of skipped tests.
 */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { describeTerraform } from './describe-terraform';
import {
  clusterWithAccess,
  existingCluster,
  halfSwitchedAutoMode,
  kubernetesStack,
  misspeltNodePool,
  preconditionOnSubnet,
  twoStacks,
  validStack,
} from './fixtures';
import { BOUND_AWS_VERSION } from './provider-compatibility';
import { RealTerraform } from './real-terraform';
import type { PlanResult } from './results';
import { changeOf, expectRan } from './results';
import { synthesize, type SynthesizedApp } from './synthesize';
import { listStacks } from './synthesized-stack';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

describeTerraform('the real-Terraform harness', (terraform) => {
  const apps: SynthesizedApp[] = [];

  function stackOf(name: string, build: (app: App) => void): string {
    const app = synthesize(build);
    apps.push(app);
    return app.stackDirectory(name);
  }

  afterEach(() => {
    apps.splice(0).forEach((app) => {
      app.dispose();
    });
  });

  it('reports a misspelt Auto Mode node pool at validate', async () => {
    const result = expectRan(await terraform.validate(stackOf('misspelt', misspeltNodePool)));
    expect(result.succeeded).toBe(false);
    expect(result.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'error',
        address: 'aws_eks_cluster.cluster',
        constructPath: 'misspelt/cluster',
        summary: expect.stringMatching(/expected compute_config\.0\.node_pools\.0 to be one of/),
      }),
    ]);
  });

  it('reports a half-switched Auto Mode at plan, which validate accepts', async () => {
    const directory = stackOf('half-switched', halfSwitchedAutoMode);
    expect(expectRan(await terraform.validate(directory))).toMatchObject({
      succeeded: true,
      diagnostics: [],
    });
    const plan = expectRan(await terraform.plan(directory));
    expect(plan.succeeded).toBe(false);
    expect(plan.changes).toEqual([]);
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'error',
        address: 'aws_eks_cluster.cluster',
        summary: expect.stringMatching(/must all be set to either true or false/),
      }),
    ]);
  });

  it('finds nothing wrong with a valid stack, and plans to create all of it', async () => {
    const directory = stackOf('valid', validStack);
    expect(expectRan(await terraform.init(directory))).toMatchObject({ succeeded: true, diagnostics: [] });
    expect(expectRan(await terraform.validate(directory))).toMatchObject({
      succeeded: true,
      diagnostics: [],
    });
    const plan = expectRan(await terraform.plan(directory));
    expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
    expect(plan.changes.map(({ address, action }) => `${action} ${address}`).sort()).toEqual([
      'create aws_eks_cluster.cluster',
      'create aws_iam_role.role',
      'create aws_subnet.subnet-a',
      'create aws_subnet.subnet-b',
      'create aws_vpc.vpc',
    ]);
    expect(changeOf(plan, 'valid/cluster').after).toMatchObject({ name: 'main', version: '1.33' });
  });

  it('removes what the provider at hand does not know, and reports it', async () => {
    const { removed } = expectRan(await terraform.init(stackOf('valid', validStack)));
    const older = compareVersions(terraform.installation.mirror.awsVersion, '6.9.0') < 0;
    expect(removed.map(({ address, argument }) => `${address} ${argument}`)).toEqual(
      older ? ['aws_eks_cluster.cluster deletion_protection'] : [],
    );
  });

  it('reads the dependencies of Terraform', async () => {
    const { graph } = expectRan(await terraform.graph(stackOf('valid', validStack)));
    expect(graph.dependsOn('aws_eks_cluster.cluster', 'aws_vpc.vpc')).toBe(true);
    expect(graph.dependsOn('aws_vpc.vpc', 'aws_eks_cluster.cluster')).toBe(false);
    expect(() => graph.dependsOn('aws_eks_cluster.cluster', 'aws_vpc.other')).toThrow(/no aws_vpc\.other/);
  });

  it.each([
    ['a cluster with access', 'access', clusterWithAccess()],
    ['a plan that is refused', 'half-switched', halfSwitchedAutoMode],
  ] as const)(
    'gets the same of a shared provider as of one that Terraform starts: %s',
    async (_what, name, build) => {
      const directory = stackOf(name, build);
      const [shared, alone] = [terraform, new RealTerraform(terraform.installation)].map((runner) =>
        runner.plan(directory),
      );
      const timelessly = (plan: PlanResult): PlanResult => ({
        ...plan,
        milliseconds: 0,
        document: { ...plan.document, timestamp: '' },
      });
      const timeless = timelessly(expectRan(await alone!));
      expect(timelessly(expectRan(await shared!))).toEqual(timeless);
      expect(timeless.changes.length + timeless.diagnostics.length).toBeGreaterThan(0);
    },
  );

  it('tells the steps to whoever watches', async () => {
    const steps: string[] = [];
    const watched = new RealTerraform(terraform.installation, {
      onProgress: ({ stack, step, milliseconds }) =>
        steps.push(`${stack} ${step} ${milliseconds === undefined ? 'begins' : 'ends'}`),
    });
    await watched.init(stackOf('valid', validStack));
    expect(steps).toEqual(['valid init begins', 'valid init ends']);
  });
});

describeTerraform('preconditions and what AWS would answer', (terraform) => {
  let app: SynthesizedApp;
  let directory: string;

  beforeEach(() => {
    app = synthesize(preconditionOnSubnet);
    directory = app.stackDirectory('precondition');
  });

  afterEach(() => {
    app.dispose();
  });

  const answering = (count: number) => ({ 'data.aws_subnet.subnet': { available_ip_address_count: count } });

  it('terraform test reports a precondition that fails, at the right address', async () => {
    const result = expectRan(
      await terraform.test(directory, [
        { name: 'enough', data: answering(16) },
        { name: 'too few', data: answering(3) },
        { name: 'too few, and expected', data: answering(3), expectFailures: ['aws_eks_cluster.cluster'] },
        {
          name: 'enough, but expected to fail',
          data: answering(16),
          expectFailures: ['aws_eks_cluster.cluster'],
        },
      ]),
    );
    expect(result.succeeded).toBe(false);
    expect(result.scenarios.map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'enough: pass',
      'too few: error',
      'too few, and expected: pass',
      'enough, but expected to fail: error',
    ]);
    expect(result.scenarios[1]?.diagnostics).toEqual([
      expect.objectContaining({
        address: 'aws_eks_cluster.cluster',
        constructPath: 'precondition/cluster',
        context: 'resource.aws_eks_cluster.cluster.lifecycle.precondition[0]',
        summary: 'Resource precondition failed',
        detail: expect.stringMatching(/has 3 free addresses/),
        values: ['data.aws_subnet.subnet.available_ip_address_count is 3'],
      }),
    ]);
  });

  it('plan reports it too, with the real provider, when the answer of AWS is given', async () => {
    const values = { id: 'subnet-1', available_ip_address_count: 3 };
    const plan = expectRan(await terraform.plan(directory, { data: { 'data.aws_subnet.subnet': values } }));
    expect(plan.succeeded).toBe(false);
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        address: 'aws_eks_cluster.cluster',
        summary: 'Resource precondition failed',
        detail: expect.stringMatching(/Subnet subnet-1 has 3 free addresses/),
      }),
    ]);
  });

  it('plan does not run when only AWS could answer', async () => {
    expect(await terraform.plan(directory)).toMatchObject({
      outcome: 'notRun',
      missingValues: ['data.aws_subnet.subnet'],
    });
  });

  it('plan refuses answers to questions that the stack does not ask', async () => {
    const data = { 'data.aws_subnet.subnett': {} };
    await expect(terraform.plan(directory, { data })).rejects.toThrow(/no data\.aws_subnet\.subnett/);
  });
});

describeTerraform('existing infrastructure', (terraform) => {
  const apps: SynthesizedApp[] = [];

  async function planWith(build: (app: App) => void) {
    const app = synthesize(build);
    apps.push(app);
    return expectRan(await terraform.plan(app.stackDirectory('access'), { state: existingCluster() }));
  }

  afterEach(() => {
    apps.splice(0).forEach((app) => {
      app.dispose();
    });
  });

  it('is left alone by the configuration that made it', async () => {
    expect(changeOf(await planWith(clusterWithAccess()), 'aws_eks_cluster.cluster').action).toBe('no-op');
  });

  it('is replaced when an access_config without the create-only flag is added', async () => {
    const plan = await planWith(clusterWithAccess({ authenticationMode: 'API_AND_CONFIG_MAP' }));
    expect(changeOf(plan, 'access/cluster')).toMatchObject({
      action: 'replace',
      reason: 'replace_because_cannot_update',
      replacePaths: [['access_config', 0, 'bootstrap_cluster_creator_admin_permissions']],
    });
  });

  it('is updated in place when the flag is written as it is', async () => {
    const plan = await planWith(
      clusterWithAccess({
        authenticationMode: 'API_AND_CONFIG_MAP',
        bootstrapClusterCreatorAdminPermissions: true,
      }),
    );
    expect(changeOf(plan, 'access/cluster')).toMatchObject({ action: 'update', replacePaths: [] });
  });
});

describeTerraform('apps of several stacks', (terraform) => {
  let app: SynthesizedApp;

  beforeEach(() => {
    app = synthesize((scope) => {
      twoStacks(scope);
      kubernetesStack(scope);
    });
  });

  afterEach(() => {
    app.dispose();
  });

  it('lists them in the order in which they are applied', () => {
    const names = listStacks(app.outputDirectory).map(({ name }) => name);
    expect(names).toEqual(['kubernetes', 'network', 'subnets']);
  });

  it('does not run a stack whose provider the mirror does not hold', async () => {
    const missing = 'registry.terraform.io/hashicorp/kubernetes';
    for (const result of [
      await terraform.validate(app.stackDirectory('kubernetes')),
      await terraform.plan(app.stackDirectory('kubernetes')),
    ]) {
      // A machine with a fuller mirror has nothing to miss.
      if (result.outcome === 'ran') {
        expect(terraform.installation.mirror.awsVersion).toBe(BOUND_AWS_VERSION);
        continue;
      }
      expect(result).toEqual({
        outcome: 'notRun',
        stack: 'kubernetes',
        reason: `The plugin mirror holds no ${missing}, which kubernetes needs.`,
        missingProviders: [missing],
        missingValues: [],
      });
      expect(() => expectRan(result)).toThrow(/kubernetes was not run/);
    }
  });

  it('does not plan a stack that reads an unapplied one, until the outputs are given', async () => {
    const directory = app.stackDirectory('subnets');
    expect(expectRan(await terraform.validate(directory))).toMatchObject({
      succeeded: true,
      diagnostics: [],
    });
    expect(await terraform.plan(directory)).toMatchObject({
      outcome: 'notRun',
      missingValues: ['aws_vpc.vpc.id'],
    });
    const plan = expectRan(await terraform.plan(directory, { outputs: { 'aws_vpc.vpc.id': 'vpc-123' } }));
    expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
    expect(changeOf(plan, 'subnets/subnet').after).toMatchObject({ vpc_id: 'vpc-123' });
  });
});
