/**
 * Whether nodes hold as many pods as vpc-cni has addresses for.
 */
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { ProblemDetails } from '../validation/problem';
import { changesMaxPods } from './vpc-cni-configuration';
import type { VpcCniOptions } from './vpc-cni-options';

/** A group of nodes, as far as that matters. */
interface NodesOfAnImage extends IConstruct {
  readonly _ami?: {
    readonly isCustom: boolean;
    readonly isWindows: boolean;
    readonly _userData?: { readonly options: { readonly maxPods?: number } };
  };
}

/**
 * For the images of EKS, EKS reckons from the settings of vpc-cni. An image of the user's reckons from the instance type alone: with blocks of
 * addresses it leaves most of them unused, and with subnets of their own for pods it takes more pods than there are addresses.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#determine-max-pods
 */
export function judgeMaxPods(cluster: ISafeEksCluster, options: VpcCniOptions): ProblemDetails[] {
  if (!changesMaxPods(options)) {
    return [];
  }
  const silent = cluster.deploymentOrder
    .membersOf(DeploymentStage.COMPUTE)
    .filter((member): member is NodesOfAnImage => '_ami' in member)
    .filter(({ _ami: ami }) => ami?.isCustom === true && !ami.isWindows && ami._userData !== undefined)
    .filter(({ _ami: ami }) => ami?._userData?.options.maxPods === undefined)
    .map(({ node }) => node.path)
    .sort();
  if (silent.length === 0) {
    return [];
  }
  const what = `${silent.join(', ')} has an image of yours, which reckons its pods without the settings of vpc-cni`;
  const fix =
    'Give its ami maxPods: 110 up to 30 vCPUs and 250 beyond with prefixDelegation, else as AWS reckons them for the instance type.';
  return [{ code: 'SEKS2032', property: 'ami.maxPods', value: silent, limit: 'a number', what, fix }];
}
