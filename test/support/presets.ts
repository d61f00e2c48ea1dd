/**
 * Every preset of Pod Identity, given as much as it takes.
 */
import { PodIdentityPreset } from '../../lib';
import type { PolicyFacts, PolicyStatement } from '../../lib/iam/policy-facts';

const ZONES = { hostedZoneArns: ['arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ'] };
const KEYS = ['arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef'];
const BUCKETS = ['arn:aws:s3:::backups-of-the-shop'];

/** By the names of their factories. */
export const PRESETS: { readonly [factory: string]: PodIdentityPreset } = {
  awsLoadBalancerController: PodIdentityPreset.awsLoadBalancerController(),
  gatewayApiController: PodIdentityPreset.gatewayApiController({ accessLogs: true }),
  externalDns: PodIdentityPreset.externalDns(ZONES),
  certManager: PodIdentityPreset.certManager(ZONES),
  clusterAutoscaler: PodIdentityPreset.clusterAutoscaler(),
  externalSecrets: PodIdentityPreset.externalSecrets({
    secretArns: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-*'],
    parameterArns: ['arn:aws:ssm:eu-west-1:111122223333:parameter/shop/*'],
    kmsKeyArns: KEYS,
    listing: true,
  }),
  ebsCsi: PodIdentityPreset.ebsCsi({ kmsKeyArns: KEYS }),
  efsCsi: PodIdentityPreset.efsCsi(),
  fsxCsi: PodIdentityPreset.fsxCsi({ bucketArns: BUCKETS }),
  mountpointS3: PodIdentityPreset.mountpointS3({ bucketArns: BUCKETS, kmsKeyArns: KEYS }),
  velero: PodIdentityPreset.velero({ bucketArns: BUCKETS, kmsKeyArns: KEYS }),
  cloudWatchObservability: PodIdentityPreset.cloudWatchObservability(),
  prometheusRemoteWrite: PodIdentityPreset.prometheusRemoteWrite({
    workspaceArns: ['arn:aws:aps:eu-west-1:111122223333:workspace/ws-01234567-89ab-cdef-0123-456789abcdef'],
  }),
};

/** The statements of documents, each with the name of its policy. */
export function statementsOf(documents: { readonly [name: string]: object }): PolicyStatement[] {
  return Object.values(documents).flatMap(
    (document) => (document as { readonly Statement: PolicyStatement[] }).Statement,
  );
}

/** A usual place. */
export const PLACE: PolicyFacts = { partition: 'aws', region: 'eu-west-1', clusterName: 'main' };

/** The place with the longest names. */
export const LONGEST_PLACE: PolicyFacts = {
  partition: 'aws-us-gov',
  region: 'us-gov-northwest-99',
  clusterName: 'c'.repeat(100),
};

/** Actions that change something; those that only read are called so. */
export function writesOf({ Action }: PolicyStatement): string[] {
  return Action.filter((action) => !/^[\w-]+:(BatchGet|Describe|Get|List)/.test(action));
}

/** Resources, as a list. */
export function resourcesOf({ Resource }: PolicyStatement): readonly string[] {
  return typeof Resource === 'string' ? [Resource] : Resource;
}
