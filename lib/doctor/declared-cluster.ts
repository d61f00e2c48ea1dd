/**
 * A cluster as the stacks of an app declare it.
 */
import { listAt, textAt } from '../plan-review/json';
import type { Declared, DeclaredTexts } from './declared-values';
import { DeclaredValues, NamePattern } from './declared-values';
import type { DeclaredResource, StackConfiguration } from './expressions';
import { Expressions, Unknown } from './expressions';
import { knownOf } from './pairing';

/** The control plane. */
export interface DeclaredControlPlane {
  readonly subject: string;
  readonly resource: DeclaredResource;
  readonly version: Declared<string>;
  readonly publicAccess: Declared<boolean>;
  readonly privateAccess: Declared<boolean>;
  readonly publicCidrs: Declared<DeclaredTexts>;
  readonly authenticationMode: Declared<string>;
  readonly logTypes: Declared<DeclaredTexts>;
  readonly deletionProtection: Declared<boolean>;
  readonly supportType: Declared<string>;
  readonly hasKey: boolean;
  readonly keyArn: Declared<string>;
  readonly autoMode: Declared<boolean>;
  readonly subnetIds: Declared<DeclaredTexts>;
  readonly securityGroupIds: Declared<DeclaredTexts>;
}

/** An add-on. */
export interface DeclaredAddon {
  readonly subject: string;
  readonly name: string;
  readonly version: Declared<string>;
}

/** A managed node group, or a Fargate profile. */
export interface DeclaredCompute {
  readonly subject: string;
  readonly name: NamePattern;
  /** The name, or how it is written. */
  readonly writtenName: string;
  readonly version: Declared<string>;
  readonly releaseVersion: Declared<string>;
  readonly subnetIds: Declared<DeclaredTexts>;
}

/** A policy of an access entry. */
export interface DeclaredAccessPolicy {
  readonly subject: string;
  readonly arn: Declared<string>;
  readonly scope: Declared<string>;
  readonly namespaces: Declared<DeclaredTexts>;
}

/** An access entry with its policies. */
export interface DeclaredAccessEntry {
  readonly subject: string;
  readonly principal: string | Unknown;
  readonly groups: Declared<DeclaredTexts>;
  readonly policies: readonly DeclaredAccessPolicy[];
}

/** A cluster with what belongs to it. */
export interface DeclaredCluster {
  /** Undefined where the stacks only add to a cluster that is made elsewhere: they then need not declare all that is live. */
  readonly controlPlane?: DeclaredControlPlane;
  readonly addons: readonly DeclaredAddon[];
  readonly nodeGroups: readonly DeclaredCompute[];
  readonly fargateProfiles: readonly DeclaredCompute[];
  readonly accessEntries: readonly DeclaredAccessEntry[];
  /** The region that the stacks say, by the resource or by its provider. */
  readonly region?: string;
  /** Types of resources of which there are some that cannot be counted; of those nothing is undeclared for sure. */
  readonly uncounted: ReadonlyMap<string, readonly string[]>;
}

/** Names of the clusters that the stacks make; undefined for one that is known only after apply. */
export function declaredClusterNames(stacks: readonly StackConfiguration[]): readonly (string | undefined)[] {
  const expressions = new Expressions(stacks);
  return expressions.resources('aws_eks_cluster').map((resource) => {
    const name = new DeclaredValues(expressions, resource).text('name');
    return typeof name === 'string' ? name : undefined;
  });
}

/** What the stacks say of a cluster; undefined where they say nothing. */
export function readDeclaredCluster(
  stacks: readonly StackConfiguration[],
  clusterName: string,
): DeclaredCluster | undefined {
  const expressions = new Expressions(stacks);
  const uncounted = new Map<string, string[]>();
  const regions: string[] = [];
  const ofCluster = (type: string, argument = 'cluster_name'): readonly DeclaredValues[] => {
    const all = expressions
      .resources(type)
      .map((resource) => new DeclaredValues(expressions, resource))
      .filter((values) => values.text(argument) === clusterName);
    regions.push(...all.flatMap(({ resource }) => regionOf(expressions, resource) ?? []));
    const repeated = all.filter(({ isRepeated }) => isRepeated);
    if (repeated.length > 0) {
      uncounted.set(
        type,
        repeated.map(({ resource }) => resource.subject),
      );
    }
    return all.filter(({ isRepeated }) => !isRepeated);
  };
  const [controlPlane] = ofCluster('aws_eks_cluster', 'name');
  const associations = ofCluster('aws_eks_access_policy_association');
  const declared: DeclaredCluster = {
    controlPlane: controlPlane === undefined ? undefined : readControlPlane(controlPlane),
    addons: ofCluster('aws_eks_addon').flatMap(readAddon),
    nodeGroups: ofCluster('aws_eks_node_group').map((each) => readCompute(each, 'node_group_name')),
    fargateProfiles: ofCluster('aws_eks_fargate_profile').map((each) =>
      readCompute(each, 'fargate_profile_name'),
    ),
    accessEntries: ofCluster('aws_eks_access_entry').map((entry) => readEntry(entry, associations)),
    // Unless the cluster says where it is, what is added to it is in the same region.
    region: controlPlane === undefined ? regions[0] : regionOf(expressions, controlPlane.resource),
    uncounted,
  };
  const { addons, nodeGroups, fargateProfiles, accessEntries } = declared;
  const children = [addons, nodeGroups, fargateProfiles, accessEntries].flat();
  return controlPlane === undefined && children.length === 0 && uncounted.size === 0 ? undefined : declared;
}

/** Ids of all subnets that are declared as literals, or whose ids are literals elsewhere in the app. */
export function declaredSubnetIds(declared: DeclaredCluster): readonly string[] {
  const { controlPlane, nodeGroups, fargateProfiles } = declared;
  return [controlPlane, ...nodeGroups, ...fargateProfiles].flatMap((each) => knownOf(each?.subnetIds));
}

/** The same of security groups. */
export function declaredSecurityGroupIds({ controlPlane }: DeclaredCluster): readonly string[] {
  return knownOf(controlPlane?.securityGroupIds);
}

/** As Terraform finds it: a resource may have a region of its own, or a provider by its alias. */
function regionOf(expressions: Expressions, { stack, block }: DeclaredResource): string | undefined {
  const alias = typeof block['provider'] === 'string' ? block['provider'].split('.')[1] : undefined;
  const providers = listAt(stack.configuration, 'provider', 'aws');
  const provider = providers.find((each) => textAt(each, 'alias') === alias);
  const region = expressions.evaluate(stack, block['region'] ?? textAt(provider, 'region'));
  return typeof region === 'string' ? region : undefined;
}

function readControlPlane(values: DeclaredValues): DeclaredControlPlane {
  const network = 'vpc_config';
  const hasNetwork = values.has(network);
  return {
    subject: values.resource.subject,
    resource: values.resource,
    version: values.text('version'),
    // What the provider takes when nothing is said.
    publicAccess: values.flag(network, 'endpoint_public_access') ?? (hasNetwork ? true : undefined),
    privateAccess: values.flag(network, 'endpoint_private_access') ?? (hasNetwork ? false : undefined),
    publicCidrs: values.texts(network, 'public_access_cidrs'),
    authenticationMode: values.text('access_config', 'authentication_mode'),
    logTypes: values.texts('enabled_cluster_log_types'),
    deletionProtection: values.flag('deletion_protection'),
    supportType: values.text('upgrade_policy', 'support_type'),
    hasKey: values.has('encryption_config'),
    keyArn: values.text('encryption_config', 'provider', 'key_arn'),
    autoMode: values.flag('compute_config', 'enabled'),
    subnetIds: values.texts(network, 'subnet_ids'),
    securityGroupIds: values.texts(network, 'security_group_ids'),
  };
}

function readAddon(values: DeclaredValues): readonly DeclaredAddon[] {
  const name = values.text('addon_name');
  return typeof name === 'string'
    ? [{ subject: values.resource.subject, name, version: values.text('addon_version') }]
    : [];
}

function readCompute(values: DeclaredValues, argument: string): DeclaredCompute {
  const name = values.text(argument);
  const prefix = values.text(`${argument}_prefix`);
  const template =
    typeof name === 'string'
      ? name
      : (values.template(argument) ?? (typeof prefix === 'string' ? prefix : undefined));
  const written = template ?? values.template(`${argument}_prefix`) ?? '';
  return {
    subject: values.resource.subject,
    name: new NamePattern(written, values.template(argument) === undefined),
    writtenName: written,
    version: values.text('version'),
    releaseVersion: values.text('release_version'),
    subnetIds: values.texts('subnet_ids'),
  };
}

function readEntry(values: DeclaredValues, associations: readonly DeclaredValues[]): DeclaredAccessEntry {
  const principal = values.text('principal_arn') ?? new Unknown('');
  return {
    subject: values.resource.subject,
    principal,
    groups: values.texts('kubernetes_groups'),
    policies: associations
      .filter((association) => isSamePrincipal(association.text('principal_arn'), principal))
      .map((association) => ({
        subject: association.resource.subject,
        arn: association.text('policy_arn'),
        scope: association.text('access_scope', 'type'),
        namespaces: association.texts('access_scope', 'namespaces'),
      })),
  };
}

/** Two references to the same attribute are the same principal, whoever that will be. */
function isSamePrincipal(one: Declared<string>, other: string | Unknown): boolean {
  return one instanceof Unknown && other instanceof Unknown
    ? one.expression === other.expression
    : one === other;
}
