/**
 * How far a live cluster has come from aws-auth to access entries, as code.
 */
import type { Code } from './code';
import { call, object, raw } from './code';
import type { ExistingCluster } from './existing-cluster';
import type { ProgramParts } from './program-parts';

/** The value of `authentication`, with what is said of it. */
export function authenticationCode(
  parts: ProgramParts,
  cluster: ExistingCluster,
  computeRoles: readonly string[],
): { readonly value: Code; readonly comment?: string } {
  const { authenticationMode, entries } = cluster;
  if (authenticationMode === 'API') {
    return { value: raw(`${parts.use('AccessEntryAuth.api')}()`) };
  }
  parts.use('AccessEntryAuth');
  if (authenticationMode === 'CONFIG_MAP') {
    return {
      value: migrating(raw(parts.use('MigrationStep.CONFIG_MAP'))),
      comment: parts.note(
        'access',
        'Only the ConfigMap aws-auth lets anybody in. The way to access entries are the steps BOTH and API, an apply each; safe-eks ' +
          'convert-aws-auth writes the grants.',
      ),
    };
  }
  const step = raw(parts.use('MigrationStep.BOTH'));
  const without = computeRoles.filter((role) => entries?.every(({ principalArn }) => principalArn !== role));
  if (computeRoles.length > 0 && without.length === computeRoles.length) {
    return {
      value: migrating(step),
      comment: parts.note(
        'access',
        'The nodes are let in by the ConfigMap aws-auth alone: the first apply makes entries for their roles, which the step API needs.',
      ),
    };
  }
  return {
    value: migrating(step, { key: 'computeHasEntries', value: raw('true') }),
    comment:
      without.length === 0
        ? 'Entries count, and the ConfigMap aws-auth too. The step API, in an apply of its own, ends that.'
        : parts.note(
            'access',
            `${without.join(', ')} is let in by the ConfigMap aws-auth alone. Give it an entry before the step API, with aws eks create-access-entry.`,
          ),
  };
}

function migrating(step: Code, more?: { readonly key: string; readonly value: Code }): Code {
  return call('AccessEntryAuth.migratingFromConfigMap', object([{ key: 'step', value: step }, more]));
}
