/**
 * What still depends on the ConfigMap aws-auth, in words, at each step of the way from it.
 */
import { MigrationStep } from './cluster-authentication';

/** An entry that the code declares. */
export interface DeclaredEntry {
  readonly principalArn: string;
  readonly type: string;
}

/** Compute whose role EKS lets in by itself. */
export interface RegisteredCompute {
  readonly path: string;
  readonly roleArn: string;
}

/** What a report is made from. */
export interface MigrationFacts {
  readonly step: MigrationStep;
  readonly entries: readonly DeclaredEntry[];
  readonly compute: readonly RegisteredCompute[];
  /** Whether the entries of compute are made by the code, not by EKS. */
  readonly makesComputeEntries: boolean;
}

/** A paragraph for the step, with lists. */
export function migrationReport({ step, entries, compute, makesComputeEntries }: MigrationFacts): string {
  const declared = entries.map(({ principalArn, type }) => `  ${type} ${principalArn}`).sort();
  const registered = compute.map(({ path, roleArn }) => `  ${path} (${roleArn})`).sort();
  switch (step) {
    case MigrationStep.CONFIG_MAP:
      return paragraph(
        'Only aws-auth lets anybody in. The step BOTH makes these entries:',
        declared,
        'Whoever is in aws-auth and not among them keeps to aws-auth. `safe-eks convert-aws-auth` writes the grants that are missing.',
      );
    case MigrationStep.BOTH:
      return paragraph(
        'Entries and aws-auth both let people and nodes in; where both name a principal, the entry counts. Entries are made for:',
        declared,
        ...(registered.length === 0
          ? []
          : makesComputeEntries
            ? ['and for the roles of compute that was there before:', registered]
            : ['EKS has made those of managed compute; look for them before the next step:', registered]),
        'Whoever is in aws-auth only is shut out by the step API. `aws eks list-access-entries` must name all whom aws-auth names.',
      );
    case MigrationStep.API:
      return paragraph(
        'Only entries let anybody in. aws-auth counts no more and may be deleted by hand. Entries:',
        declared,
        ...(registered.length === 0
          ? []
          : makesComputeEntries
            ? ['and, for as long as the code says migratingFromConfigMap, for the roles of:', registered]
            : ['and those that EKS makes for:', registered]),
      );
  }
}

function paragraph(...parts: readonly (string | readonly string[])[]): string {
  return parts
    .flatMap((part) => (typeof part === 'string' ? [part] : part.length === 0 ? ['  none'] : part))
    .join('\n');
}
