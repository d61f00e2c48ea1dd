/**
 * Presets for what writes records of Route 53.
 */
import type { PolicyFacts } from '../policy-facts';
import { allow, EVERYTHING } from '../policy-facts';
import type { PresetFacts, Reach } from './preset-facts';
import type { HostedZonePresetOptions } from './preset-options';

/** @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/ */
export function externalDns(options: HostedZonePresetOptions): PresetFacts {
  return {
    name: 'external-dns',
    namespace: 'external-dns',
    serviceAccount: 'external-dns',
    source: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/',
    ...limits(options),
    statements: (facts) => [
      allow(
        [
          'route53:ChangeResourceRecordSets',
          'route53:ListResourceRecordSets',
          // It has asked for the tags of one zone, and asks for those of several.
          'route53:ListTagsForResource',
          'route53:ListTagsForResources',
        ],
        zones(options, facts),
      ),
      allow(['route53:ListHostedZones'], EVERYTHING),
    ],
  };
}

/** @see https://cert-manager.io/docs/configuration/acme/dns01/route53/ */
export function certManager(options: HostedZonePresetOptions): PresetFacts {
  return {
    name: 'cert-manager',
    namespace: 'cert-manager',
    serviceAccount: 'cert-manager',
    source: 'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
    ...limits(options),
    statements: (facts) => [
      allow(['route53:GetChange'], [`arn:${facts.partition}:route53:::change/*`]),
      // The challenge is a TXT record.
      allow(['route53:ChangeResourceRecordSets'], zones(options, facts), {
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
      }),
      allow(['route53:ListResourceRecordSets'], zones(options, facts)),
      allow(['route53:ListHostedZonesByName'], EVERYTHING),
    ],
  };
}

function limits(
  options: HostedZonePresetOptions,
): Pick<PresetFacts, 'reach' | 'needsReach' | 'contradiction'> {
  const isAll = options.allHostedZones ?? false;
  const reach: Reach[] = [
    { property: 'hostedZoneArns', arns: options.hostedZoneArns, service: 'route53', prefix: 'hostedzone/' },
  ];
  return { reach, needsReach: !isAll, contradiction: isAll ? 'allHostedZones' : undefined };
}

function zones({ hostedZoneArns, allHostedZones }: HostedZonePresetOptions, facts: PolicyFacts): string[] {
  return allHostedZones === true ? [`arn:${facts.partition}:route53:::hostedzone/*`] : (hostedZoneArns ?? []);
}
