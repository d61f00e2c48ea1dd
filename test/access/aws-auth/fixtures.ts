/**
 * Files with aws-auth in the forms in which people have it, and what has to be said beside some of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConvertAwsAuthOptions } from '../../../lib/access/aws-auth';

export const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'aws-auth');

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

const OPTIONS: Readonly<Record<string, ConvertAwsAuthOptions>> = {
  '02-as-kubectl-shows-it': { managedRoleArns: [role('managed-a'), role('fargate-pods')] },
  '21-identity-center-with-region': { ssoRegion: 'eu-west-1' },
  '22-identity-center-us-east-1': { ssoRegion: 'us-east-1' },
  '25-nodes-told-apart': {
    accountId: '111122223333',
    selfManagedRoleArns: [role('linux'), role('nodes/windows'), role('fargate')],
    managedRoleArns: [role('managed')],
  },
  '26-unusual-nodes': {
    selfManagedRoleArns: ['proxier', 'mighty', 'joining', 'session', 'raw', 'named'].map(role),
  },
  '27-another-account': { accountId: '111122223333', clusterVariable: 'this.cluster' },
  '39-full-arns-are-given': {
    roleArns: [role('teams/deployer'), role('nobody')],
    selfManagedRoleArns: [role('karpenter/karpenter-nodes')],
    managedRoleArns: [role('group-nodes')],
  },
};

/** A file to convert. */
export interface Fixture {
  readonly name: string;
  readonly text: string;
  readonly options: ConvertAwsAuthOptions;
}

export function fixtures(): readonly Fixture[] {
  return readdirSync(FIXTURES)
    .sort()
    .map((file) => ({
      name: file.replace(/\.yaml$/, ''),
      text: readFileSync(join(FIXTURES, file), 'utf8'),
      options: { ...OPTIONS[file.replace(/\.yaml$/, '')], fileName: file },
    }));
}
