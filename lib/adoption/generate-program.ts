/**
 * A live cluster as a program that takes it over: everything declared as it is, so that the first apply imports and replaces nothing.
 */
import { madeByEks, writeAccess } from './access-code';
import type { AddonKnowledge, ParseYaml } from './addon-code';
import { writeAddons } from './addon-code';
import { call, commentLines, importOf, object, raw, statement, text } from './code';
import { isWindows, whyNot, writeCompute } from './compute-code';
import { writeControlPlane } from './control-plane-code';
import type { ExistingCluster } from './existing-cluster';
import { AdoptionError } from './existing-cluster';
import type { Doc } from './layout';
import { joined, laidOut, NEW_LINE } from './layout';
import type { AdoptionNote } from './program-parts';
import { ProgramParts } from './program-parts';
import { sharedTags } from './shared-tags';

/** How a program is made. */
export interface ProgramOptions {
  readonly addons: AddonKnowledge;
  /** Reads configuration of add-ons that is no JSON. */
  readonly parseYaml: ParseYaml;
  /** Whom to make administrator where no entry says so. */
  readonly adminArn?: string;
}

/** A program, and what has to be known before it is applied. */
export interface GeneratedProgram {
  readonly code: string;
  readonly notes: readonly AdoptionNote[];
}

/**
 * Writes the program. The same cluster gives the same bytes.
 *
 * @throws AdoptionError when something is missing without which it would take things away
 */
export function generateProgram(cluster: ExistingCluster, options: ProgramOptions): GeneratedProgram {
  const { addons = [], nodeGroups = [], fargateProfiles = [], entries = [], status, name } = cluster;
  if (status === 'DELETING') {
    throw new AdoptionError(`${name} is being deleted.`);
  }
  const parts = new ProgramParts();
  const groups = nodeGroups.filter((group) => whyNot(group) === undefined);
  const compute = [...groups, ...fargateProfiles];
  const ownEntries = entries.filter((entry) => !madeByEks(cluster, entry));
  const tags = sharedTags(cluster, [...addons, ...compute, ...ownEntries]);
  // What Auto Mode has built in is there for nodes of another kind only.
  const hasBuiltIn = addons.some((addon) => options.addons.defaults.includes(addon.name));
  const hasOtherCompute = compute.length > 0 || hasBuiltIn;
  const isAutoAlone = cluster.autoMode !== undefined && !hasOtherCompute;
  for (const gap of cluster.gaps) {
    parts.comment(parts.note('not read', gap));
  }
  writeControlPlane(parts, cluster, {
    tags,
    computeRoles: [
      ...groups.map(({ nodeRoleArn }) => nodeRoleArn),
      ...fargateProfiles.map(({ podExecutionRoleArn }) => podExecutionRoleArn),
    ],
    hasOtherCompute,
    hasWindows: groups.some(isWindows),
  });
  writeAccess(parts, cluster, { tags, adminArn: options.adminArn });
  const { addons: knowledge, parseYaml } = options;
  writeAddons(parts, cluster, { tags, knowledge, hasDefaults: !isAutoAlone, parseYaml });
  writeCompute(parts, cluster, tags);
  if (compute.length === 0 && cluster.autoMode === undefined) {
    acknowledgeMissingCompute(parts, cluster);
  }
  parts.comment(whatStays(parts, cluster));
  return { code: laidOut(program(parts, cluster)), notes: parts.notes };
}

function program(parts: ProgramParts, cluster: ExistingCluster): Doc {
  const { name, region } = cluster;
  const paragraphs: Doc[] = [
    commentLines(
      `The EKS cluster ${name} in ${region}, taken over as it was found. Written by safe-eks adopt; from here on it is yours.\n` +
        'Before the first apply: the plan must say how many to import, and 0 to destroy.',
    ),
    [
      importOf(['AwsProvider'], '@cdktf/provider-aws/lib/provider'),
      NEW_LINE,
      importOf(['App', 'TerraformStack'], 'cdktf'),
      NEW_LINE,
      importOf([...parts.imports], 'cdktf-safe-eks'),
    ],
    joined(NEW_LINE, [
      'const app = new App();',
      statement(call('const stack = new TerraformStack', raw('app'), text(name))),
      statement(
        call('new AwsProvider', raw('stack'), text('aws'), object([{ key: 'region', value: text(region) }])),
      ),
    ]),
    ...parts.paragraphs,
    'app.synth();',
  ];
  return [joined([NEW_LINE, NEW_LINE], paragraphs), NEW_LINE];
}

/** There is compute, but none that the code knows. */
function acknowledgeMissingCompute(parts: ProgramParts, { nodeGroups = [], name }: ExistingCluster): void {
  const reason =
    nodeGroups.length === 0
      ? `The nodes of ${name} are not managed by this code yet.`
      : `The nodes of ${name} are in groups that are not managed by this code: ${nodeGroups.map((group) => group.name).join(', ')}.`;
  parts.write(
    statement(call(parts.use('SafeEks.acknowledge'), raw('cluster'), text('SEKS3005'), text(reason)), [
      'Remove it with the first node group of this code.',
    ]),
  );
}

function whatStays(parts: ProgramParts, { looseAssociations }: ExistingCluster): string {
  const associations =
    looseAssociations.length === 0
      ? ''
      : `\n${parts.note(
          'Pod Identity',
          `Associations that belong to no add-on stay as they are, and are not managed by this code: ${looseAssociations.join(', ')}.`,
        )}`;
  return (
    'What is not named here stays with whatever made it: VPC, subnets, security groups, roles, key, launch templates, the OpenID ' +
    `Connect provider, nodes that are in no managed group.${associations}`
  );
}
