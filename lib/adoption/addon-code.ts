/**
 * The code of add-ons.
 */
import { AddonName } from '../addons/addon-name';
import type { Code, Property } from './code';
import { assignment, byCodeUnit, call, json, list, object, raw, statement, text, textMap } from './code';
import type { ExistingAddon, ExistingCluster, ExistingPodIdentity } from './existing-cluster';
import { AdoptionError } from './existing-cluster';
import type { ProgramParts } from './program-parts';
import type { SharedTags } from './shared-tags';
import { tagsBeyond } from './shared-tags';

/** Reads YAML; configuration that EKS was given so stays what it is. */
export type ParseYaml = (text: string) => unknown;

/** What the library knows of add-ons. */
export interface AddonKnowledge {
  /** What a cluster gets unless it is told otherwise. */
  readonly defaults: readonly string[];
  /** The service account that gets the role of an add-on, where it is known. */
  readonly serviceAccountOf: (name: string) => string | undefined;
  /** Whether the library makes a role for an add-on that is given none. */
  readonly makesRole: (name: string) => boolean;
}

/** How add-ons are read. */
export interface AddonContext {
  readonly tags: SharedTags;
  readonly knowledge: AddonKnowledge;
  /** Whether the library installs its default set. */
  readonly hasDefaults: boolean;
  readonly parseYaml: ParseYaml;
}

const AGENT = 'eks-pod-identity-agent';

/** Writes all of them. */
export function writeAddons(parts: ProgramParts, cluster: ExistingCluster, context: AddonContext): void {
  const { addons } = cluster;
  if (addons === undefined) {
    parts.comment(
      parts.note(
        'add-ons',
        'They were not read. Those that the cluster has have to be added with importExisting: true, as their creation would fail.',
      ),
    );
  }
  for (const addon of addons ?? []) {
    writeAddon(parts, cluster, addon, context);
  }
  const names = (addons ?? []).map(({ name }) => name);
  const missing = [...context.knowledge.defaults]
    .sort(byCodeUnit)
    .filter((name) => addons !== undefined && context.hasDefaults && !names.includes(name));
  writeMissing(parts, missing);
}

function writeAddon(
  parts: ProgramParts,
  cluster: ExistingCluster,
  addon: ExistingAddon,
  { tags, parseYaml, knowledge }: AddonContext,
): void {
  const { name, podIdentities, serviceAccountRoleArn } = addon;
  const [lost] = addon.unknownPodIdentities;
  if (lost !== undefined) {
    throw new AdoptionError(
      `The add-on ${name} has a Pod Identity association that is not described, and would lose it. Add what ` +
        `aws eks describe-pod-identity-association --cluster-name ${cluster.name} --association-id ${lost} prints.`,
    );
  }
  const [only] = podIdentities;
  const plain = serviceAccountRoleArn === undefined && podIdentities.length === 1 ? only : undefined;
  const configuration = configurationOf(addon, parseYaml);
  const own = tagsBeyond(addon.tags, tags, cluster.name);
  const properties: (Property | undefined)[] = [
    { key: 'importExisting', value: raw('true') },
    { key: 'version', value: call(parts.use('AddonVersion.of'), text(addon.version)) },
    configuration?.value === undefined
      ? undefined
      : { key: 'configuration', value: json(configuration.value) },
    serviceAccountRoleArn === undefined
      ? undefined
      : { key: 'serviceAccountRoleArn', value: text(serviceAccountRoleArn) },
    plain === undefined ? undefined : { key: 'podIdentityRoleArn', value: text(plain.roleArn) },
    plain === undefined || plain.serviceAccount === knowledge.serviceAccountOf(name)
      ? undefined
      : { key: 'serviceAccount', value: text(plain.serviceAccount) },
    Object.keys(own).length === 0 ? undefined : { key: 'tags', value: textMap(own) },
  ];
  const added = call('cluster.addAddon', addonName(parts, name), object(properties));
  const rest = [
    ...(plain !== undefined || podIdentities.length === 0 ? [] : [keptAssociations(podIdentities)]),
    ...(configuration?.unread === undefined ? [] : [keptConfiguration(parts, name, configuration.unread)]),
  ];
  const comments = knowledge.makesRole(name) ? roleComments(parts, addon) : [];
  if (rest.length === 0) {
    parts.write(statement(added, comments));
    return;
  }
  const constant = parts.constant(name, 'addon');
  parts.write(
    statement(assignment(`const ${constant}`, added), comments),
    ...rest.map(({ write, comment }) => statement(write(constant), [comment])),
  );
}

function addonName(parts: ProgramParts, name: string): Code {
  const constant = Object.entries(AddonName).find(
    ([, value]) => value instanceof AddonName && value.name === name,
  );
  return constant === undefined
    ? call(parts.use('AddonName.of'), text(name))
    : raw(parts.use(`AddonName.${constant[0]}`));
}

/** What is written after the call, on what it returns. */
interface Kept {
  readonly comment: string;
  readonly write: (constant: string) => Code;
}

function keptAssociations(podIdentities: readonly ExistingPodIdentity[]): Kept {
  const associations = podIdentities.map(({ roleArn, serviceAccount }) =>
    object([
      { key: 'roleArn', value: text(roleArn) },
      { key: 'serviceAccount', value: text(serviceAccount) },
    ]),
  );
  return {
    comment: 'Its roles, by an argument of the resource itself: the library knows one role for an add-on.',
    write: (constant) => call(`${constant}.resource.putPodIdentityAssociation`, list(associations)),
  };
}

function keptConfiguration(parts: ProgramParts, name: string, configuration: string): Kept {
  return {
    comment: parts.note(
      `add-on ${name}`,
      'Its configuration cannot be read as JSON or YAML with keys and values, and is kept as the text that it is.',
    ),
    write: (constant) => assignment(`${constant}.resource.configurationValues`, text(configuration)),
  };
}

function roleComments(parts: ProgramParts, addon: ExistingAddon): string[] {
  const { name, podIdentities, serviceAccountRoleArn } = addon;
  if (serviceAccountRoleArn !== undefined || podIdentities.length > 0) {
    return [];
  }
  return [
    parts.note(
      `add-on ${name}`,
      'It has no role of its own, so that its pods have the permissions of their nodes. The first apply makes a role for it, and a Pod ' +
        'Identity association; to keep a role of yours, name it in podIdentityRoleArn.',
    ),
  ];
}

/** The configuration as a value; one that is no object is kept as it is. */
function configurationOf(
  { configuration }: ExistingAddon,
  parseYaml: ParseYaml,
): { readonly value?: object; readonly unread?: string } | undefined {
  if (configuration === undefined || configuration.trim() === '') {
    return undefined;
  }
  for (const parse of [(given: string): unknown => JSON.parse(given), parseYaml]) {
    try {
      const value = parse(configuration);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return { value };
      }
    } catch {
      // Then it is the other one, or none of both.
    }
  }
  return { unread: configuration };
}

function writeMissing(parts: ProgramParts, missing: readonly string[]): void {
  const others = missing.filter((name) => name !== AGENT);
  if (others.length > 0) {
    const names = others.join(', ');
    const text = parts.note(
      names,
      'EKS does not manage this as an add-on here: what runs are copies that came with the cluster, or other software. The first apply ' +
        'installs the add-on, in the version of the table of this library, over the copies, whose settings are overwritten once. ' +
        'For another CNI say cluster.addons.useCni(Cni.custom(…)); cluster.addons.remove(…) leaves an add-on out.',
    );
    parts.comment(`${names}: ${text}`);
  }
  if (missing.includes(AGENT)) {
    const text = parts.note(
      AGENT,
      'The first apply installs it: add-ons take their permissions from it. cluster.addons.remove(AddonName.EKS_POD_IDENTITY_AGENT) leaves it ' +
        'out, where no add-on needs it.',
    );
    parts.comment(`${AGENT}: ${text}`);
  }
}
