/**
 * What the presets of Pod Identity may do, and what they are limited to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PodIdentityPreset } from '../../lib';
import { newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf } from '../support/synth';
import { unknownList, unknownText } from '../support/tokens';
import { LONGEST_PLACE, PLACE, PRESETS, resourcesOf, statementsOf, writesOf } from '../support/presets';

/** What a role takes inline, without white space. */
const MAX_INLINE = 10_240;
/** What a role takes without a raised quota. */
const MAX_MANAGED = 10;

/**
 * Changes that are allowed everywhere, each with its reason. Everything else that changes something names what.
 */
const EVERYWHERE: { readonly [action: string]: string } = {
  'ec2:AuthorizeSecurityGroupIngress':
    'opens groups of nodes, which the controller has not made and not tagged',
  'ec2:RevokeSecurityGroupIngress': 'closes them again',
  'ec2:CreateSecurityGroup': 'needs the VPC besides, which is not known here; upstream asks for it so',
  'ec2:DeleteSecurityGroup': 'only of what carries the tag of the controller',
  'elasticloadbalancing:AddListenerCertificates': 'listeners carry no tags',
  'elasticloadbalancing:CreateListener': 'upstream asks for it so; the ids of load balancers are not known',
  'elasticloadbalancing:CreateLoadBalancer': 'only with the tag of the controller',
  'elasticloadbalancing:CreateRule': 'listeners carry no tags',
  'elasticloadbalancing:CreateTargetGroup': 'only with the tag of the controller',
  'elasticloadbalancing:DeleteListener': 'listeners carry no tags',
  'elasticloadbalancing:DeleteLoadBalancer': 'only of what carries the tag of the controller',
  'elasticloadbalancing:DeleteRule': 'rules carry no tags',
  'elasticloadbalancing:DeleteTargetGroup': 'only of what carries the tag of the controller',
  'elasticloadbalancing:ModifyCapacityReservation': 'only of what carries the tag of the controller',
  'elasticloadbalancing:ModifyIpPools': 'only of what carries the tag of the controller',
  'elasticloadbalancing:ModifyListener': 'listeners carry no tags',
  'elasticloadbalancing:ModifyListenerAttributes': 'only of what carries the tag of the controller',
  'elasticloadbalancing:ModifyLoadBalancerAttributes': 'only of what carries the tag of the controller',
  'elasticloadbalancing:ModifyRule': 'rules carry no tags',
  'elasticloadbalancing:ModifyTargetGroup': 'only of what carries the tag of the controller',
  'elasticloadbalancing:ModifyTargetGroupAttributes': 'only of what carries the tag of the controller',
  'elasticloadbalancing:RemoveListenerCertificates': 'listeners carry no tags',
  'elasticloadbalancing:SetIpAddressType': 'only of what carries the tag of the controller',
  'elasticloadbalancing:SetRulePriorities': 'rules carry no tags',
  'elasticloadbalancing:SetSecurityGroups': 'only of what carries the tag of the controller',
  'elasticloadbalancing:SetSubnets': 'only of what carries the tag of the controller',
  'elasticloadbalancing:SetWebAcl': 'upstream asks for it so',
  'iam:CreateServiceLinkedRole': 'only the role of Elastic Load Balancing',
  'shield:CreateProtection': 'knows no resources',
  'shield:DeleteProtection': 'the id of a protection is not known beforehand',
  'waf-regional:AssociateWebACL': 'the ids of load balancers are not known beforehand',
  'waf-regional:DisassociateWebACL': 'the ids of load balancers are not known beforehand',
  'wafv2:AssociateWebACL': 'the ids of load balancers are not known beforehand',
  'wafv2:DisassociateWebACL': 'the ids of load balancers are not known beforehand',
  'firehose:TagDeliveryStream': 'for access logs; where they go is said in objects of Kubernetes',
  'logs:CreateLogDelivery': 'knows no resources',
  'logs:DeleteLogDelivery': 'knows no resources',
  'logs:PutResourcePolicy': 'knows no resources',
  'logs:UpdateLogDelivery': 'knows no resources',
  's3:PutBucketPolicy': 'for access logs; where they go is said in objects of Kubernetes',
  'vpc-lattice:*': 'only in the region of the cluster; upstream asks for all of the service',
};

const cases = Object.entries(PRESETS);

describe.each(cases)('%s', (_factory, preset) => {
  const statements = statementsOf(preset._inlinePolicies(PLACE));

  test('may do what it may do', () => {
    expect({
      namespace: preset.namespace,
      serviceAccount: preset.serviceAccount,
      managedPolicies: preset._managedPolicies,
      inlinePolicies: preset._inlinePolicies(PLACE),
    }).toMatchSnapshot();
  });

  test('may not do everything, nor change everything unless that is explained', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z0-9-]+:\w/.test(action) && action !== 'vpc-lattice:*')).toEqual(
      [],
    );
    const everywhere = statements
      .filter((statement) => resourcesOf(statement).includes('*'))
      .flatMap(writesOf);
    expect(everywhere.filter((action) => !(action in EVERYWHERE))).toEqual([]);
  });

  test('names something in each statement', () => {
    expect(statements.filter(({ Action }) => Action.length === 0)).toEqual([]);
    expect(statements.filter((statement) => resourcesOf(statement).length === 0)).toEqual([]);
    expect(statements.length + preset._managedPolicies.length).toBeGreaterThan(0);
  });

  test('is within the limits of IAM, whatever the cluster is called', () => {
    const documents = Object.values(preset._inlinePolicies(LONGEST_PLACE));
    const length = documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0);
    expect(length).toBeLessThanOrEqual(MAX_INLINE);
    expect(preset._managedPolicies.length).toBeLessThanOrEqual(MAX_MANAGED);
  });

  test('is of the partition of its cluster', () => {
    const own = statementsOf(preset._inlinePolicies({ ...PLACE, partition: 'aws-cn' }))
      .flatMap(resourcesOf)
      // What the user has given is taken as it is.
      .filter((resource) => resource.startsWith('arn:') && !/111122223333|Z0123|backups/.test(resource));
    expect(own.filter((resource) => !resource.startsWith('arn:aws-cn:'))).toEqual([]);
  });

  test('can be used', () => {
    const app = newApp();
    newCluster(newStack(app)).addPodIdentity('identity', { preset });
    expect(problemsOf(app)).toEqual([]);
  });
});

test('every reason is for something', () => {
  const used = Object.values(PRESETS)
    .flatMap((preset) => statementsOf(preset._inlinePolicies(PLACE)))
    .filter((statement) => resourcesOf(statement).includes('*'))
    .flatMap(writesOf);
  expect(Object.keys(EVERYWHERE).filter((action) => !used.includes(action))).toEqual([]);
});

test('every factory is tested', () => {
  const factories = Object.getOwnPropertyNames(PodIdentityPreset).filter(
    (name) => !['length', 'name', 'prototype'].includes(name),
  );
  expect(Object.keys(PRESETS).sort()).toEqual(factories.sort());
});

test('less is allowed where less is asked for', () => {
  const actionsOf = (preset: PodIdentityPreset): string[] =>
    statementsOf(preset._inlinePolicies(PLACE)).flatMap(({ Action }) => Action);
  const buckets = { bucketArns: ['arn:aws:s3:::shop'] };
  expect(actionsOf(PodIdentityPreset.ebsCsi())).toEqual([]);
  expect(actionsOf(PodIdentityPreset.mountpointS3({ ...buckets, readOnly: true }))).toEqual([
    's3:ListBucket',
    's3:GetObject',
  ]);
  expect(actionsOf(PodIdentityPreset.velero({ ...buckets, snapshots: false })).join()).not.toContain('ec2:');
  expect(actionsOf(PodIdentityPreset.fsxCsi()).join()).not.toMatch(/s3:|PutRolePolicy/);
  expect(actionsOf(PodIdentityPreset.gatewayApiController()).join()).not.toMatch(/s3:|logs:/);
  const parameters = { parameterArns: ['arn:aws:ssm:*:*:parameter/shop/*'] };
  expect(actionsOf(PodIdentityPreset.externalSecrets(parameters)).join()).not.toMatch(/secretsmanager|kms/);
});

const withPreset =
  (preset: PodIdentityPreset): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack).addPodIdentity('dns', { preset });
  };
const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';

const ERRORS: ProblemCase[] = [
  {
    when: 'no zone is named',
    build: withPreset(PodIdentityPreset.externalDns({})),
    message:
      "stack/Cluster/dns: preset 'external-dns' is given nothing that its pods may reach (SEKS7006). Give hostedZoneArns.",
    property: 'preset',
    value: 'external-dns',
  },
  {
    when: 'only the keys of secrets are named',
    build: withPreset(
      PodIdentityPreset.externalSecrets({ kmsKeyArns: ['arn:aws:kms:eu-west-1:111122223333:key/0123'] }),
    ),
    message:
      "stack/Cluster/dns: preset 'external-secrets' is given nothing that its pods may reach (SEKS7006). Give secretArns or parameterArns.",
    property: 'preset',
    value: 'external-secrets',
  },
  {
    when: 'zones are named, and all of them besides',
    build: withPreset(PodIdentityPreset.certManager({ hostedZoneArns: [ZONE], allHostedZones: true })),
    message:
      "stack/Cluster/dns: preset 'cert-manager' is given hostedZoneArns together with allHostedZones (SEKS7006). Drop one of the two.",
    property: 'preset',
    value: 'cert-manager',
  },
  {
    when: 'a zone is named by its id',
    build: withPreset(PodIdentityPreset.externalDns({ hostedZoneArns: ['Z0123456789ABCDEFGHIJ'] })),
    message:
      "stack/Cluster/dns: preset.hostedZoneArns holds 'Z0123456789ABCDEFGHIJ', which is not an ARN of route53, hostedzone (SEKS1003). Give the full ARN, such as arn:aws:route53:….",
    property: 'preset.hostedZoneArns',
    value: 'Z0123456789ABCDEFGHIJ',
  },
  {
    when: 'zones are a list that is known at apply only',
    build: withPreset(PodIdentityPreset.externalDns({ hostedZoneArns: unknownList() })),
    message:
      'stack/Cluster/dns: preset.hostedZoneArns is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.',
    property: 'preset.hostedZoneArns',
    value: expect.anything(),
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

test('ARNs may be known at apply only', () => {
  const app = newApp();
  newCluster(newStack(app)).addPodIdentity('dns', {
    preset: PodIdentityPreset.externalDns({ hostedZoneArns: [unknownText()] }),
  });
  expect(problemsOf(app)).toEqual([]);
});

test('the table in the documentation says what the presets say', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'pod-identity.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| `([\w-]+)`, `([\w-]+)` +\|.*\[source\]\(([^)]+)\) +\|$/gm)];
  const documented = rows.map(([, factory, namespace, serviceAccount, source]) => [
    factory,
    { namespace, serviceAccount, source },
  ]);
  const known = cases.map(([factory, { namespace, serviceAccount, source }]) => [
    factory,
    { namespace, serviceAccount, source },
  ]);
  expect(Object.fromEntries(documented as [string, object][])).toEqual(
    Object.fromEntries(known as [string, object][]),
  );
});
