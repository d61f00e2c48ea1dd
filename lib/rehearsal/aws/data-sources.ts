/**
 * What AWS answers when a stack asks.
 */
import type { DataRules } from '../engine/rules';
import { ACCOUNT_DATA_SOURCES } from './data-sources-account';
import { EC2_DATA_SOURCES } from './data-sources-ec2';
import { EKS_DATA_SOURCES } from './data-sources-eks';
import { IMAGE_DATA_SOURCES } from './data-sources-images';
import { policyDocument } from './data-sources-policy-document';

/** The data sources that stacks use with EKS, by type. */
export const AWS_DATA_SOURCES: { readonly [type: string]: DataRules } = {
  ...ACCOUNT_DATA_SOURCES,
  ...EC2_DATA_SOURCES,
  ...IMAGE_DATA_SOURCES,
  ...EKS_DATA_SOURCES,
  aws_iam_policy_document: policyDocument,
};
