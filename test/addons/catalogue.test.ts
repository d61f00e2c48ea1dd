/**
 * The catalogue of add-ons: what needs what, who may what, and that the documentation says the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { AddonName, AddonVersion, DeploymentStage, SafeEks } from '../../lib';
import { ADDON_CATALOGUE } from '../../lib/addons/addon-catalogue';
import { AddonCompute } from '../../lib/addons/catalogue/addon-facts';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import type { SafeEksCluster } from '../../lib';
import { newCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const DOCS = readFileSync(join(__dirname, '../../docs/addons.md'), 'utf8');
const version = AddonVersion.of('v1.2.3-eksbuild.1');

function appWith(add: (cluster: SafeEksCluster) => void): ReturnType<typeof newApp> {
  const app = newApp();
  add(newCluster(newStack(app)));
  return app;
}

test('the documentation has the catalogue as it is', () => {
  const rows = Object.entries(ADDON_CATALOGUE).map(([name, facts]) => {
    const policies = facts
      .permissions?.(IpFamily.IPV4)
      .managedPolicies.map((policy) => policy.replace(/^.*\//, ''));
    const rights = policies?.join(', ') ?? (facts.serviceAccount === undefined ? '–' : 'a role of yours');
    return [
      `\`${name}\``,
      facts.purpose,
      facts.stage === DeploymentStage.PRE_COMPUTE_ADDONS ? 'before nodes' : 'after nodes',
      facts.needs?.map((need) => `\`${need}\``).join(', ') ?? '–',
      facts.serviceAccount === undefined ? '–' : `\`${facts.namespace}/${facts.serviceAccount}\``,
      rights,
      [
        ...facts.compute.filter((compute) => compute !== AddonCompute.EC2),
        ...(facts.isBuiltIntoAutoMode === true ? ['built into Auto Mode'] : []),
      ].join(', ') || '–',
    ];
  });
  const section = DOCS.slice(DOCS.indexOf('## The catalogue'));
  const written = (section.match(/^\| `.*$/gm) ?? []).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(written).toEqual(rows);
});

test('what an add-on needs is in the catalogue, and nothing needs itself', () => {
  for (const [name, { needs = [], stage }] of Object.entries(ADDON_CATALOGUE)) {
    for (const need of needs) {
      expect([name, need, ADDON_CATALOGUE[need]?.stage]).toEqual([name, need, stage]);
      expect(ADDON_CATALOGUE[need]?.needs ?? []).not.toContain(name);
    }
  }
});

test('an add-on comes after what it needs, in whatever order they are added', () => {
  const edges = [
    ['adot', 'cert-manager'],
    ['cert-manager', 'adot'],
  ].map(
    ([first = '', second = '']) =>
      edgesOf(
        synth(
          appWith((cluster) => {
            cluster.addAddon(AddonName.of(first), { version });
            cluster.addAddon(AddonName.of(second), { version });
          }),
        ),
      )['Cluster/Addons/adot/Resource'],
  );
  expect(edges[0]).toContain('Cluster/Addons/cert-manager/Resource');
  expect(edges[1]).toEqual(edges[0]);
});

test('an add-on without what it needs is refused, unless that comes by other means', () => {
  expect(messagesOf(appWith((cluster) => cluster.addAddon(AddonName.ADOT, { version })))).toEqual([
    'stack/Cluster/Addons/adot: adot does not work without cert-manager, which is not among the add-ons (SEKS3010). Add cert-manager, or ' +
      'acknowledge the code with how it comes into the cluster before.',
  ]);
  const acknowledged = appWith((cluster) => {
    SafeEks.acknowledge(
      cluster.addAddon(AddonName.ADOT, { version }),
      'SEKS3010',
      'cert-manager comes by Helm',
    );
  });
  expect(messagesOf(acknowledged)).toEqual([]);
});

test('a role of yours goes to the service account that the catalogue knows, or that is named', () => {
  const podIdentityRoleArn = 'arn:aws:iam::111122223333:role/dns';
  const { graph } = synth(
    appWith((cluster) => {
      cluster.addAddon(AddonName.EXTERNAL_DNS, { version, podIdentityRoleArn });
      cluster.addAddon(AddonName.of('acme'), { version, podIdentityRoleArn, serviceAccount: 'acme-agent' });
    }),
  ).stack('stack');
  const associations = ['external-dns', 'acme'].map(
    (name) => graph.at(`Cluster/Addons/${name}/Resource`).block['pod_identity_association'],
  );
  expect(associations).toEqual([
    [{ role_arn: podIdentityRoleArn, service_account: 'external-dns' }],
    [{ role_arn: podIdentityRoleArn, service_account: 'acme-agent' }],
  ]);
});

test('kube-proxy goes with its control plane', () => {
  const warned = (named: string): string[] =>
    synth(
      appWith((cluster) => {
        cluster.addons.configure(AddonName.KUBE_PROXY, { version: AddonVersion.of(named) });
      }),
    )
      .stack('stack')
      .annotations.map(({ message }) => message);
  expect(warned('v1.30.2-eksbuild.3')).toEqual([
    "stack/Cluster/Addons/kube-proxy: version 'v1.30.2-eksbuild.3' of kube-proxy does not go with the control plane, which has 1.34 (SEKS3012). " +
      'Name one for 1.31 to 1.34, or leave it out to have the one of the table.',
  ]);
  expect(warned('v1.35.0-eksbuild.1')).toHaveLength(1);
  expect(['v1.31.0-eksbuild.1', 'v1.34.9-eksbuild.1'].flatMap(warned)).toEqual([]);
});

test('a configuration that is no object is refused', () => {
  const configuration = '{"replicaCount":3}' as unknown as { [key: string]: unknown };
  expect(messagesOf(appWith((cluster) => cluster.addAddon(AddonName.COREDNS, { configuration })))).toContain(
    'stack/Cluster/Addons/coredns: configuration of coredns is \'{"replicaCount":3}\', and no object (SEKS3008). Write it as an object; the ' +
      'library renders the JSON.',
  );
});
