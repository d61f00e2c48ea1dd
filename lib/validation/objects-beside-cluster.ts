/**
 * Kubernetes and Helm objects in the stack of a cluster: their provider would be configured before the cluster is known.
 */
import { TerraformDataSource, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isKnown } from './checks/known';
import type { Problem } from './problem';
import { SafetyReport } from './safety-report';

const CHECKED = Symbol.for('cdktf-safe-eks/ObjectsBesideCluster');

type TerraformObject = TerraformResource | TerraformDataSource;

/** What of a kubernetes, helm or kubectl provider says where it leads. */
interface Connection {
  readonly host?: unknown;
  readonly kubernetes?: unknown;
}

/**
 * Reports SEKS5004 for every object in the stack of a cluster. The bindings of these providers are optional, so objects are
 * known by their Terraform type, whoever made them.
 */
export function refuseObjectsBeside(cluster: IConstruct): void {
  const stack: TerraformStack & { [CHECKED]?: boolean } = TerraformStack.of(cluster);
  if (stack[CHECKED] === true) {
    // Of two clusters in a stack one is enough to say it.
    return;
  }
  Object.defineProperty(stack, CHECKED, { value: true });
  SafetyReport.of(stack).addCheck(stack, () => {
    const elements = stack.node.findAll().filter((node) => TerraformStack.of(node) === stack);
    const providers = elements.filter((node) => TerraformProvider.isTerraformProvider(node));
    return elements.filter(isObject).flatMap((object) => judge(object, cluster, providers));
  });
}

function isObject(node: IConstruct): node is TerraformObject {
  const isElement =
    TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node);
  return isElement && /^(kubernetes|helm|kubectl)_/.test(node.terraformResourceType);
}

function judge(
  object: TerraformObject,
  cluster: IConstruct,
  providers: readonly TerraformProvider[],
): Problem[] {
  const type = object.terraformResourceType;
  const tool = type.replace(/_.*/, '');
  const provider =
    object.provider ??
    providers.find((candidate) => candidate.terraformResourceType === tool && candidate.alias === undefined);
  if (provider !== undefined && (leadsElsewhere(provider) || isReported(provider))) {
    return [];
  }
  const what =
    `${type} is in the stack of the cluster ${cluster.node.path}, so whenever that is created or replaced the provider ` +
    'of this object is configured with unknown values and turns to 127.0.0.1:80';
  const fix = 'Put it into a WorkloadStack, or acknowledge the code with a reason.';
  return [{ construct: object, code: 'SEKS5004', value: type, limit: 'another stack', what, fix }];
}

/** An endpoint that is written down is that of a cluster that is there. */
function leadsElsewhere(provider: TerraformProvider): boolean {
  const { host, kubernetes } = provider as TerraformProvider & Connection;
  const endpoint = host ?? (kubernetes as Connection | undefined)?.host;
  return endpoint !== undefined && isKnown(endpoint);
}

/** SEKS5001 speaks for all that uses the provider. */
function isReported(provider: TerraformProvider): boolean {
  return SafetyReport.of(provider).has('SEKS5001', provider);
}
