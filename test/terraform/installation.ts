/**
 * Puts the pieces together: which Terraform and which providers the tests use on this machine, or what is missing.
 */
import type { TerraformBinary } from '../../lib/rehearsal/terraform/find-terraform';
import type { PluginSource } from './mirror';
import { BINARY_VARIABLE, findTerraform } from '../../lib/rehearsal/terraform/find-terraform';
import { findPluginMirror, MIRROR_VARIABLE } from './mirror';
import type { TerraformInstallation } from './real-terraform';
import type { DownloadResult } from './registry-download';
import { downloadProviders } from './registry-download';

/** Whether the tests can run here. */
export type InstallationSearch =
  | { readonly kind: 'available'; readonly installation: TerraformInstallation }
  | {
      readonly kind: 'unavailable';
      readonly missing: string;
      readonly remedy: string;
      /** Somebody named a mirror that cannot be used: to be reported as a failure. */
      readonly isMistake: boolean;
    };

/** How to find the pieces; tests replace them. */
export interface InstallationFinders {
  readonly terraform?: () => TerraformBinary;
  readonly plugins?: () => PluginSource;
  readonly download?: (command: string) => DownloadResult;
}

const MIRROR_REMEDY = `Give ${MIRROR_VARIABLE} a directory made by \`terraform providers mirror\`.`;

/** Finds Terraform and a mirror; without a mirror it tries to download the providers once. */
export function findInstallation(finders: InstallationFinders = {}): InstallationSearch {
  const terraform = (finders.terraform ?? findTerraform)();
  if (terraform.kind === 'missing') {
    const remedy = `Install Terraform, or name its binary in ${BINARY_VARIABLE}.`;
    return { kind: 'unavailable', missing: terraform.reason, remedy, isMistake: false };
  }
  const { command, version } = terraform;
  const plugins = (finders.plugins ?? findPluginMirror)();
  switch (plugins.kind) {
    case 'mirror':
      return { kind: 'available', installation: { command, version, mirror: plugins } };
    case 'broken':
      return { kind: 'unavailable', missing: plugins.reason, remedy: MIRROR_REMEDY, isMistake: true };
    case 'registry': {
      const download = (finders.download ?? downloadProviders)(command);
      return download.kind === 'mirror'
        ? { kind: 'available', installation: { command, version, mirror: download } }
        : { kind: 'unavailable', missing: download.reason, remedy: MIRROR_REMEDY, isMistake: false };
    }
  }
}
