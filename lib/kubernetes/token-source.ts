/**
 * Where the providers for a cluster have their tokens from.
 */

/** Where a token comes from. */
export enum TokenSource {
  /**
   * `aws eks get-token`, whenever one is needed, with the profile and the role that the AWS provider of the cluster names. The
   * AWS command line must be installed where Terraform runs.
   */
  EXEC = 'exec',
  /** The same with the credentials that Terraform runs with, whatever the AWS provider names. */
  EXEC_AS_CALLER = 'exec-as-caller',
  /**
   * The data source `aws_eks_cluster_auth`, for where there is no AWS command line. The token is read when Terraform plans, is
   * written to saved plans and to the state, and is valid for 15 minutes: an apply that takes longer, or that is approved later,
   * fails with `Unauthorized`. The stack needs an AWS provider, as which the data source signs in.
   *
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/eks_cluster_auth
   */
  DATA_SOURCE = 'data-source',
}
