/**
 * The table of add-on versions with what EKS says put into it; everything around the versions stays as people wrote it.
 */

/** The answer of `describe-addon-versions`, as far as it is read. */
interface AddonVersions {
  readonly addons: readonly {
    readonly addonName: string;
    readonly addonVersions: readonly {
      readonly addonVersion: string;
      readonly compatibilities: readonly {
        readonly clusterVersion: string;
        readonly defaultVersion: boolean;
      }[];
    }[];
  }[];
}

/** The table, and what changed in it in words. */
export interface UpdatedTable {
  readonly text: string;
  readonly changes: readonly string[];
}

/**
 * Puts default versions into the table.
 *
 * @param text the TypeScript of the table
 * @param answer what EKS says
 * @param names add-ons that belong into it
 * @param minors versions of Kubernetes that belong into it
 */
export function updatedTable(
  text: string,
  answer: unknown,
  names: readonly string[],
  minors: readonly string[],
): UpdatedTable {
  const defaults = defaultsOf(answer);
  const changes: string[] = [];
  let updated = text;
  for (const name of names) {
    const said = defaults.get(name);
    const row = rowOf(updated, name);
    if (said === undefined || (row === undefined && !minors.every((minor) => said.has(minor)))) {
      // An add-on that is new in the table needs all of its versions: half a row would be found out at somebody's upgrade.
      continue;
    }
    const known = new Map(row?.versions ?? []);
    for (const minor of minors) {
      const version = said.get(minor);
      if (version !== undefined && known.get(minor) !== version) {
        changes.push(`${name} ${minor}: ${known.get(minor) ?? 'none'} to ${version}`);
        known.set(minor, version);
      }
    }
    const body = [...known]
      .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
      .map(([minor, version]) => `    '${minor}': '${version}',\n`)
      .join('');
    updated =
      row === undefined
        ? updated.replace(/\n\};\n/, `\n  ${key(name)}: {\n${body}  },\n};\n`)
        : updated.slice(0, row.start) + body + updated.slice(row.end);
  }
  return { text: updated, changes };
}

function defaultsOf(answer: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> {
  if (typeof answer !== 'object' || answer === null || !('addons' in answer)) {
    throw new Error('This is no answer of aws eks describe-addon-versions: it has no addons.');
  }
  return new Map(
    (answer as AddonVersions).addons.map(({ addonName, addonVersions }) => [
      addonName,
      new Map(
        addonVersions.flatMap(({ addonVersion, compatibilities }) =>
          compatibilities
            .filter(({ defaultVersion }) => defaultVersion)
            .map(({ clusterVersion }) => [clusterVersion, addonVersion] as const),
        ),
      ),
    ]),
  );
}

function rowOf(
  text: string,
  name: string,
): { start: number; end: number; versions: (readonly [string, string])[] } | undefined {
  const head = `\n  ${key(name)}: {\n`;
  const at = text.indexOf(head);
  if (at < 0) {
    return undefined;
  }
  const start = at + head.length;
  const end = text.indexOf('  },\n', start);
  const versions = [...text.slice(start, end).matchAll(/'([\d.]+)': '([^']+)'/g)].map(
    ([, minor = '', version = '']) => [minor, version] as const,
  );
  return { start, end, versions };
}

/** As Prettier writes it. */
function key(name: string): string {
  return /^[a-z]+$/.test(name) ? name : `'${name}'`;
}
