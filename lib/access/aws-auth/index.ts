/**
 * The entry point `cdktf-safe-eks/aws-auth`: from the ConfigMap aws-auth to access entries. It is apart from the main one because
 * it needs a YAML parser.
 */
export { AwsAuthError } from './aws-auth-error';
export type { AwsAuthProblem } from './aws-auth-error';
export { ConversionKind } from './conversion';
export type {
  AwsAuthConversion,
  AwsAuthMapping,
  ConvertAwsAuthOptions,
  ConvertedEntry,
  FilePosition,
} from './conversion';
export { convertAwsAuth } from './convert';
