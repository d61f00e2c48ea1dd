/**
 * Writes entries as TypeScript for this library. Every text of the file goes through `literal` or `quoted`.
 */
import type { AwsAuthMapping, ConvertedEntry } from './conversion';
import { ConversionKind } from './conversion';
import { literal, wrapped } from './text';

const WIDTH = 110;

/** The call that makes an entry. */
export function codeOf(entry: ConvertedEntry, cluster: string): string {
  const { id, principalArn, type, isClusterAdmin, kubernetesGroups, userName } = entry;
  const who = `${literal(id)}, ${literal(principalArn)}`;
  if (type !== 'STANDARD') {
    return `${cluster}.access.registerNodes(${who}, AccessEntryType.${type});`;
  }
  if (isClusterAdmin && kubernetesGroups.length === 0 && userName === undefined) {
    return `${cluster}.grantClusterAdmin(${who});`;
  }
  const properties = [
    ...(isClusterAdmin ? ['policies: [AccessPolicy.clusterAdmin()]'] : []),
    ...(kubernetesGroups.length > 0 ? [groupsProperty(kubernetesGroups)] : []),
    ...(userName === undefined ? [] : [`userName: ${literal(userName)}`]),
  ];
  const short = `${cluster}.access.grant(${who}, {${properties.map((each) => ` ${each}`).join(',')}${properties.length > 0 ? ' ' : ''}});`;
  return short.length <= WIDTH && !short.includes('\n')
    ? short
    : [`${cluster}.access.grant(${who}, {`, ...properties.map((each) => `  ${each},`), '});'].join('\n');
}

function groupsProperty(groups: readonly string[]): string {
  const short = `kubernetesGroups: [${groups.map(literal).join(', ')}]`;
  return short.length <= WIDTH - 4
    ? short
    : ['kubernetesGroups: [', ...groups.map((group) => `    ${literal(group)},`), '  ]'].join('\n');
}

/** All entries, with what is to be known of each line, and what is open, in comments. */
export function codeOfAll(mappings: readonly AwsAuthMapping[], notes: readonly string[]): string {
  const isOpen = ({ kind }: AwsAuthMapping): boolean => kind === ConversionKind.NEEDS_DECISION;
  const [now, later] = [mappings.filter((each) => !isOpen(each)), mappings.filter(isOpen)].map(importsOf);
  const further = (later ?? []).filter((name) => now?.includes(name) === false);
  const blocks = [
    [
      ...(now === undefined || now.length === 0
        ? []
        : [`import { ${now.join(', ')} } from 'cdktf-safe-eks';`]),
      ...(further.length === 0
        ? []
        : [`// For the proposals below: import { ${further.join(', ')} } from 'cdktf-safe-eks';`]),
    ],
    notes.flatMap(comment),
    ...mappings.map((mapping) => {
      const { section, line, kind, reason, code } = mapping;
      const lines = code === undefined ? [] : code.split('\n');
      return [
        ...comment(`${section}, line ${String(line)}: ${kind}${reason === '' ? '' : `. ${reason}`}`),
        ...(isOpen(mapping) ? lines.map((each) => `// ${each}`) : lines),
      ];
    }),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function importsOf(mappings: readonly AwsAuthMapping[]): readonly string[] {
  const code = mappings.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  return [
    ...(code.some(({ type }) => type !== 'STANDARD') ? ['AccessEntryType'] : []),
    ...(code.some(
      (entry) => entry.isClusterAdmin && (entry.kubernetesGroups.length > 0 || entry.userName !== undefined),
    )
      ? ['AccessPolicy']
      : []),
  ];
}

function comment(text: string): readonly string[] {
  return wrapped(text, WIDTH - 3).map((line) => `// ${line}`);
}
