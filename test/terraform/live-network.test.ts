/**
 * Live clusters and networks as the real AWS provider reads them, from a stand-in of AWS: what a rehearsal shows with invented answers holds
 * for the shapes of real ones.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { afterEach, expect, it } from '@jest/globals';
import { TerraformStack } from 'cdktf';
import type { ISafeEksCluster } from '../../lib';
import { Ami, EksNetwork, KubernetesVersion, RollingCustomAmiNodeGroup, SafeEksCluster } from '../../lib';
import { ADOPTED_ACCOUNTS } from '../support/adopted-accounts';
import type { StandInAccount } from '../support/aws-stand-in/account';
import { AwsStandIn } from '../support/aws-stand-in/aws-stand-in';
import { newApp, synth } from '../support/synth';
import { describeTerraform } from './describe-terraform';
import type { PlanResult } from './results';
import { changeOf, expectRan } from './results';

const ACCOUNT = ADOPTED_ACCOUNTS['terraform-module'];

describeTerraform('nodes for a live cluster, seen by the real AWS provider', (terraform) => {
  let aws: AwsStandIn | undefined;

  afterEach(async () => {
    await aws?.close();
    aws = undefined;
  });

  async function planned(
    account: StandInAccount,
    known: (stack: TerraformStack) => ISafeEksCluster,
  ): Promise<PlanResult> {
    aws = await AwsStandIn.start(account);
    const app = newApp();
    const stack = new TerraformStack(app, 'more');
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    new RollingCustomAmiNodeGroup(stack, 'workers', { cluster: known(stack), ami: Ami.eksOptimized() });
    const { directory } = synth(app).stack('more');
    return expectRan(await terraform.plan(directory, { awsEndpoint: aws.url }));
  }

  const byName = (version: KubernetesVersion) => (stack: TerraformStack) =>
    SafeEksCluster.fromClusterName(stack, 'Live', { clusterName: 'prod', version });

  const subnetsOf = (plan: PlanResult): unknown => changeOf(plan, 'more/workers/Resource').after;

  const messages = ({ diagnostics }: PlanResult): string[] =>
    diagnostics.map(({ severity, detail }) => `${severity}: ${detail}`);

  it('keep away from one that is gone, which is told', async () => {
    const subnets = ACCOUNT.subnets?.filter(({ id }) => id !== 'subnet-b');
    const plan = await planned({ ...ACCOUNT, subnets }, byName(KubernetesVersion.V1_33));
    expect(messages(plan)).toEqual([
      'warning: more/Live: the live cluster has subnet-b on record, not found in this account and region (SEKS1113). Its next upgrade will ' +
        'fail: whoever manages it has to give it the subnets and security groups that there are.',
    ]);
    expect(subnetsOf(plan)).toMatchObject({ subnet_ids: ['subnet-a', 'subnet-c'] });
  });

  it('go into subnets that the same plan makes', async () => {
    const plan = await planned(ACCOUNT, (stack) =>
      SafeEksCluster.fromClusterName(stack, 'Live', {
        clusterName: 'prod',
        version: KubernetesVersion.V1_33,
        nodeSubnetIds: [new Subnet(stack, 'made', { vpcId: 'vpc-prod', cidrBlock: '10.0.9.0/24' }).id],
      }),
    );
    expect(messages(plan)).toEqual([]);
    expect(changeOf(plan, 'more/workers/Resource').afterUnknown).toMatchObject({ subnet_ids: true });
  });

  it('are refused where somebody wrote down one that is gone', async () => {
    const subnets = ACCOUNT.subnets?.filter(({ id }) => id !== 'subnet-b');
    const plan = await planned({ ...ACCOUNT, subnets }, (stack) =>
      SafeEksCluster.fromClusterAttributes(stack, 'Live', {
        clusterName: 'prod',
        version: KubernetesVersion.V1_33,
        clusterSecurityGroupId: 'sg-prod',
        network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: ['subnet-a', 'subnet-b'] }),
      }),
    );
    expect(messages(plan).filter((message) => message.startsWith('error'))).toEqual([
      'error: more/Live: network.controlPlaneSubnetIds names subnet-b, not found in this account and region (SEKS1107). Given: subnet-a, ' +
        'subnet-b; the live cluster has: subnet-a, subnet-b, subnet-c. Change network.controlPlaneSubnetIds to ["subnet-a","subnet-c"], or to ' +
        'the ids that took their place.',
    ]);
  });
});
