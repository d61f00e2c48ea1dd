/**
 * Ids of grants: readable, unique, and the same whatever order the lines are in, as far as that is possible.
 */
import { parseArn } from '../../validation/checks/arn';

/** For each ARN an id. */
export function grantIds(arns: readonly string[]): readonly string[] {
  const candidates = arns.map(candidatesOf);
  const levels = candidates[0]?.length ?? 0;
  const ids = new Map<number, string>();
  const taken = new Set<string>();
  for (let level = 0; level < levels; level++) {
    const open = [...arns.keys()].filter((index) => !ids.has(index));
    const count = new Map<string, number>();
    for (const index of open) {
      const id = candidates[index]?.[level] ?? '';
      count.set(id, (count.get(id) ?? 0) + 1);
    }
    for (const index of open) {
      const id = candidates[index]?.[level] ?? '';
      if (count.get(id) === 1 && !taken.has(id)) {
        ids.set(index, id);
      }
    }
    ids.forEach((id) => taken.add(id));
  }
  const numbers = new Map<string, number>();
  return arns.map((_, index) => {
    const known = ids.get(index);
    if (known !== undefined) {
      return known;
    }
    const id = candidates[index]?.at(-1) ?? 'grant';
    let number = numbers.get(id) ?? 1;
    do {
      number++;
    } while (taken.has(`${id}-${String(number)}`));
    numbers.set(id, number);
    taken.add(`${id}-${String(number)}`);
    return `${id}-${String(number)}`;
  });
}

/** From the shortest to the one that says everything. */
function candidatesOf(arn: string): readonly string[] {
  const { account = '', resource = arn } = parseArn(arn) ?? {};
  const [type = '', ...path] = resource.split('/');
  const name = path.at(-1) ?? type;
  // The name of a permission set stands between a prefix and a suffix that Identity Center makes up.
  const short = /^AWSReservedSSO_(.+)_[0-9a-f]+$/.exec(name)?.[1] ?? name;
  return [[short], [name], [name, account], [type, name, account], [type, ...path, account]].map((parts) =>
    plain(parts.join('-')),
  );
}

function plain(text: string): string {
  const id = text.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^-+|-+$/g, '');
  return id === '' ? 'grant' : id;
}
